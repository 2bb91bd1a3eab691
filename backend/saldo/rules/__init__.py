"""A person's rules: what transactions they speak of, what they say, and what they would change."""
