"""Plaid's HTTP API, one module for each of Plaid's own sections."""
