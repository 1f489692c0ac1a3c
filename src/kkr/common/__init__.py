"""What every room may use and none owns: days, text, registries, turns, questions, SQL.

Under 300 lines; a thing used once is not common.
"""
