"""Users, how they sign in and how they are invited; who a user is in a council is told by `council`.

Users change themselves; administrators invite, close, and take away a second factor that was lost.
"""
