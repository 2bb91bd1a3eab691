"""The admin door: the clock, the faults and the truth, for tests and demos."""
