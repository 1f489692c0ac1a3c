"""The pages about the site itself, and what machines look for at the root."""
