"""What a council recommended the municipal councils, what each answered, and what it takes to carry."""
