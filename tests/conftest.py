"""What every test may use. The database is SQLite, or what DATABASE_URL names."""
