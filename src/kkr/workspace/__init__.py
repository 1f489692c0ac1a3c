"""What people who are signed in do: desks, forms, sign-in.

Everything that writes goes through an action of the room below; nobody writes here past one.
"""
