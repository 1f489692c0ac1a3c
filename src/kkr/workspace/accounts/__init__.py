"""Signing in, one's own account, and the people who have one. allauth checks; the words and pages are ours."""
