"""People: passwords, sign-in sessions, tokens."""
