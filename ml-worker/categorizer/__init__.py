"""Turns transaction texts into categories; no database, no secrets."""
