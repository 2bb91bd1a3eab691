"""What whoever runs an installation does from its command line: `saldo audit ...`, `saldo keys ...`."""
