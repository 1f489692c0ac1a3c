"""One file a guard; each names its `GUARD`."""
