"""The people of the tests: each is one kind of viewer."""
