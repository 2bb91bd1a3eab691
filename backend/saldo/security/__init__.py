"""A person's own safety: devices, password, second factors, and what was done in their name."""
