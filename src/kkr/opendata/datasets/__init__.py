"""One file a dataset; each names its `DATASET`."""
