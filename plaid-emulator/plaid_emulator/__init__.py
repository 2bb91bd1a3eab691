"""A Plaid that runs offline: the official clients talk to it unmodified."""

__version__ = "0.1.0"
