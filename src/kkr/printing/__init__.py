"""Agenda and minutes as PDF: values in, one file out that is both accessible and for the archive.

It knows no meeting and no reader: who may read what is decided before a sheet is written, and a sheet for
everybody refuses what is closed. The same sheet, set with the same typst and fonts, has the same bytes.
"""
