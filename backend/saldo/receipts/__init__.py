"""What every run of a sync did, each receipt sealed by its own hash and the one before it."""
