"""One file a kind of decision; each names its `KIND`."""
