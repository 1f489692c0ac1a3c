"""Wiring only: settings, addresses, entry points; the one place that knows every room."""
