"""The mathematics of dividing whole units: exact, explainable, no Django, no I/O.

Nobody writes here; values in, values out.
"""
