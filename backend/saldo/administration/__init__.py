"""Looking after an installation: its people, sessions, records and queues; nobody's money."""
