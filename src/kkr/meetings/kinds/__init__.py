"""Kinds of agenda items and of decisions, one file each that is found by itself, and the fixed sections."""
