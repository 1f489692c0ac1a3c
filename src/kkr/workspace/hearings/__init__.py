"""Written hearings at work: the members of a council are asked between two meetings, and it is ended."""
