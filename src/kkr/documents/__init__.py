"""What people write and attach.

Rich text in numbered versions, their comparison, files, and where a thing has lived before. Rooms
above write through its actions.
"""
