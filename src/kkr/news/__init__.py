"""What the council tells the public.

Secretaries draft, publish, correct and withdraw; a published address is for ever.
"""
