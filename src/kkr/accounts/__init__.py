"""Users and how they sign in; who a user is in a council is told by `council`.

Users change themselves, administrators invite and close.
"""
