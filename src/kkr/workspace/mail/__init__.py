"""A mail that failed or came back, and what an administrator can do about it."""
