"""What a council recommended the municipal councils to approve, when it counts as carried, and where it stands.

The question hangs on the decision that asked it; the answers stand in `rounds`. It is counted under the
lock of its round, and whether it is carried changes only with an outcome that everybody can see.
"""
