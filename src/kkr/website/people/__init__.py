"""Who sat in a council on any day, and one person's seats."""
