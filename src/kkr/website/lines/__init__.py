"""What the municipalities of a council stand for together, on any day, and where each line comes from."""
