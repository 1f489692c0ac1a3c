"""Asking municipalities something by a date: who is asked, by which links, and the one reply that holds.

Of each who is asked exactly one reply is valid at a time; a corrected one stays readable. Silence is no reply.
The secretaries of the council that asks may write it all, a municipality's contact only its own.
"""
