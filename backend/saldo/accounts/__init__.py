"""Accounts, their balances and the history of those balances."""
