"""What the public sees: pages read from `.public()` only, in Danish and English. Nobody writes here."""
