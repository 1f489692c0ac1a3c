"""Recommendations at work: the secretary asks and follows, each municipality answers, signed in or by a link."""
