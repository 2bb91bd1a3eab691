"""Ports to the outside: banks, by whichever aggregator reaches them."""
