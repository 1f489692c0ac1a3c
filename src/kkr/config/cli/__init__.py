"""The `kkr` command."""
