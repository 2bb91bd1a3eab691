"""The record of who did what, for people to read."""
