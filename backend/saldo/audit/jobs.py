"""Names of the record's background work."""

ANCHOR = "audit.anchor"
PRUNE_ACCESS = "audit.prune_access"
