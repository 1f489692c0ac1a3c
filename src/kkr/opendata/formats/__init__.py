"""One file a format; each names its `FORMAT`."""
