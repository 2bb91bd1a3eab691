"""A person's own data: the profile, consents, everything in one archive, and erasure."""
