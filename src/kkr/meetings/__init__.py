"""When a council meets, what is on its agenda, who was there, what it decided, and the minutes of it.

A published agenda or minutes is an edition: it never changes, a newer one says what did. The secretaries of
the council write; what is closed is read by those who act in the council, and not by who is excluded from it.
"""
