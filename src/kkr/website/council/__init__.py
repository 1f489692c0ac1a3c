"""The front page of everything, and of each council."""
