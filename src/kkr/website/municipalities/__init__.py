"""The municipalities of a council, and one of them."""
