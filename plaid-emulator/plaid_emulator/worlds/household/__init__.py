"""Households: coherent people told from a script, day by day, the same way for the same seed."""
