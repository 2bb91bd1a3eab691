"""Webhooks: what is sent, how it is signed, how it is delivered."""
