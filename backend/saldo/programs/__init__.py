"""Programs that act for a person in one workspace: personal access tokens, and clients that sign requests."""
