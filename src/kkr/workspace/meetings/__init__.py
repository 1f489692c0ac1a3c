"""The desk of meetings: planning, agendas, minutes, and what members read."""
