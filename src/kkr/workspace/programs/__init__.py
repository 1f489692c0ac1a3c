"""How a municipality's own system answers: addresses under `/api/v1/`, each opened by a token and nothing else."""
