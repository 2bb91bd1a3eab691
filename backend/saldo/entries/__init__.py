"""Entries that people and files bring: typed in, imported, and matched with the bank's rows."""
