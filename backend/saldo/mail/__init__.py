"""Letters to people: written in the transaction that has a reason for them, sent after its commit."""
