"""The register of common lines, as its keepers write it: from a decision, in place of another, ended."""
