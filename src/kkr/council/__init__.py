"""Who: the association, areas, councils, municipalities, parties, people, memberships and roles, all with dates.

Secretaries and administrators change it; nothing is ever edited away.
"""
