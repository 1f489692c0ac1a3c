"""A news item from its first word to its last correction."""
