"""Cases as the public follows them: the list of a council, each case's journey, its papers compared."""
