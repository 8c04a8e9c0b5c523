"""Every estate of a snapshot: what it is, its figures through the years, and who lives near."""
