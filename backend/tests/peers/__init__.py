"""Faults read in other people's code, each with the tests that keep it out of ours."""
