"""Which actions count when merges, and merges of merges, are undone."""

from __future__ import annotations

from coder.store.merges import LONGEST_CHAIN, hidden


def test_what_came_in_counts_as_long_as_one_merge_does():
    merges = {"x": {"m"}, "y": {"m", "n"}}
    assert hidden(merges, {}) == frozenset()
    assert hidden(merges, {"m": ["u"]}) == {"x"}
    assert hidden(merges, {"m": ["u"], "n": ["v"]}) == {"x", "y"}


def test_a_merge_of_a_file_that_had_merged_a_third():
    merges = {"x": {"their merge"}, "their merge": {"ours"}}
    assert hidden(merges, {"ours": ["u"]}) == {"x", "their merge"}
    assert hidden(merges, {"their merge": ["u"]}) == {"x"}


def test_an_undo_that_came_in_goes_with_the_merge_that_brought_it():
    merges = {"x": {"m"}, "undo of m": {"n"}}
    assert hidden(merges, {"m": ["undo of m"]}) == {"x"}
    assert hidden(merges, {"m": ["undo of m"], "n": ["u"]}) == {"undo of m"}


def test_damaged_files_end():
    assert hidden({"a": {"b"}, "b": {"a"}}, {}) == {"a", "b"}
    long = {str(n): {str(n + 1)} for n in range(10 * LONGEST_CHAIN)}
    assert "0" in hidden(long, {"x": ["u"]})
