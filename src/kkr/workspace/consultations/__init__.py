"""Consultations at work: comments are asked for on a case, followed, and summed up for the council."""
