"""The balance that our rows add up to, day by day, and whether the bank agrees."""
