"""Matters that travel: who asked for them, the papers in their versions, the wishes each was sent back with.

A case may be before several councils; the secretaries of each of them write it, and open it to the public.
"""
