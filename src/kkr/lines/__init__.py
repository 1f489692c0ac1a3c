"""What the municipalities of a council stand for together: from which decision, from which day, until which.

The secretaries keep the register; a line that no longer holds stays in it, with what came after.
"""
