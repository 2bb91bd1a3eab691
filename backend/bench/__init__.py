"""Measures what docs/benchmarks.md promises, each figure beside a rung measured in the same run."""
