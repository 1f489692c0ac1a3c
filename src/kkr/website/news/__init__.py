"""The archive, and one item at its address for ever."""
