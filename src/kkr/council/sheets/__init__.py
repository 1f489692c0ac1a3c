"""People and seats as tables: read from and written to CSV and Excel, and compared with the register.

Nothing here writes to the database; `actions/imports.py` does what `plan.py` found.
"""
