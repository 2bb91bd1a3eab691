"""Plaid behind the bank port: nothing above this folder speaks its vocabulary."""
