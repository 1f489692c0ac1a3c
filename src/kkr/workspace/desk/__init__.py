"""The one list of what waits for somebody."""
