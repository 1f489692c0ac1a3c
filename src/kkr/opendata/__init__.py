"""What machines get: datasets times formats, read from `.public()` only. Nobody writes here."""
