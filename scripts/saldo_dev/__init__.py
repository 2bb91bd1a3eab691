"""Installs, starts, checks and tests Saldo on one machine, without Docker and without root."""
