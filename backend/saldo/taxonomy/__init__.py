"""Which categories there are in a workspace: the built-in ones, renamed or hidden, and people's own."""
