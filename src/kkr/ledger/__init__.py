"""What happened: an append-only chain of who did what to which object, when and why, and the clock it is dated by.

Only actions append, nobody edits.
"""
