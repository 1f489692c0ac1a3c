"""Agenda and minutes as PDF: one file that is both accessible and for the archive, frozen for each audience.

Downstairs of the sheet it knows no meeting and no reader: values in, bytes out, and a sheet for everybody
refuses what is closed. `choosing` asks the gate what of an edition somebody may read, `from_editions` puts
that into words, and a `Print` keeps the bytes for good. The same choice, set with the same typst and fonts,
has the same bytes; it is read only by those who may still read all that stands in it.
"""
