"""The mail queue: a mail is a row written inside the act that wants it, delivered afterwards, never lost.

Rooms above enqueue, the work loop delivers, nobody deletes; what is old is erased and its row stays.
"""
