"""The register at work: people, seats, parties, committees, contacts."""
