"""Meetings as the public reads them: which there are, what is on the agenda, who was there, what was decided."""
