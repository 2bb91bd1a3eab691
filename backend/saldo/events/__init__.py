"""The event log of each workspace: what happened, in order, without gaps."""
