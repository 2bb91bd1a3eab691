"""A workspace's link to one bank, and keeping it in step."""
