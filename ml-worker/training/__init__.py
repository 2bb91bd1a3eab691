"""Builds the knowledge, trains the model and measures it; never needed to serve."""
