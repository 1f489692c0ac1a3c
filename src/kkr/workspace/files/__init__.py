"""Files at their addresses: one for everybody, for some, or for nobody."""
