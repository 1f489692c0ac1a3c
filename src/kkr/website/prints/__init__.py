"""Agenda and minutes as PDF: the newest at the meeting's address, each edition at its own, each print at its digest."""
