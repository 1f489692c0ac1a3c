"""What every room may use and none owns: dates and periods, money, text.

Under 300 lines; a thing used once is not common.
"""
