"""Builds the knowledge, trains the model and measures it; never needed to serve."""

# First of all: it holds NumPy to one thread, and sums are the same every time only in one order.
import categorizer  # noqa: F401 - sets what must be set before NumPy is imported
