"""Frequencies, intervals, agreement: pure functions on plain values and arrays."""
