"""One file a kind of agenda item; each names its `KIND`."""
