"""A case from its opening to its answers: who asked for it, its papers, the wishes, and who prepares it."""
