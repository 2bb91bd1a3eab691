"""The servers of local mode: how each is prepared, started and probed."""
