"""Recompute every stored figure and every seal from the rows, and say what disagrees."""
