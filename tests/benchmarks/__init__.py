"""Benchmarks: README.md lists them, RESULTS.md holds what they showed."""
