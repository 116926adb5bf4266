"""Codebooks that become one: the rules, one by one."""

from __future__ import annotations

from itertools import permutations

from coder.domain.codebook import Code, Codebook
from coder.domain.codebook_join import Version, followed, join


def version(action_id: str, parents: str, *codes: Code, counts: bool = True, joined: bool = False) -> Version:
    return Version(action_id, tuple(parents.split()), Codebook(codes), counts, joined)


def joined(*versions: Version, same_as: dict[str, str] | None = None):
    """Return what versions become, in whatever order they come."""
    found = [join(order, same_as or {}) for order in permutations(versions)]
    assert all(one == found[0] for one in found)
    return found[0]


GELD, TIJD, RUST = Code("geld", "Geld"), Code("tijd", "Tijd"), Code("rust", "Rust")


def test_one_line_of_versions_is_its_last_that_counts():
    one, two = version("1", "", GELD), version("2", "1", GELD, TIJD)
    assert joined(one, two).codebook == two.codebook
    assert joined(one, version("2", "1", GELD, TIJD, counts=False)).codebook == one.codebook
    assert join([version("1", "", GELD, counts=False)], {}) is None


def test_what_one_of_two_has_is_in_both():
    found = joined(version("1", "", GELD), version("2", "1", GELD, TIJD), version("3", "1", GELD, RUST))
    assert found.codebook.codes == (GELD, RUST, TIJD), "in the order of the newest, then of time"
    assert (found.parents, found.newest, found.same_as) == (("2", "3"), "3", {})


def test_the_newest_change_of_a_code_counts_not_who_saved_last():
    renamed = Code("geld", "Geld en middelen")
    found = joined(version("1", "", GELD), version("2", "1", renamed), version("3", "1", GELD, RUST))
    assert found.codebook.label("geld") == "Geld en middelen"
    later = Code("geld", "Middelen")
    found = joined(version("1", "", GELD), version("2", "1", renamed), version("3", "1", later))
    assert found.codebook.label("geld") == "Middelen"


def test_equal_labels_in_two_files_are_one_code():
    other = Code("g2", " geld ", "Alles wat geld kost", parent="net2")
    found = joined(version("1", "", GELD), version("2", "", Code("net2", "Net"), other))
    assert found.same_as == {"g2": "geld"}
    assert found.codebook.by_id["geld"].definition == "Alles wat geld kost"
    assert set(found.codebook.by_id) == {"geld", "net2"}
    # Known aliases hold on, also when the label changes.
    found = joined(version("1", "", GELD), version("2", "", Code("g2", "Heel anders")), same_as={"g2": "geld"})
    assert found.codebook.codes == (Code("geld", "Heel anders"),)


def test_equal_labels_in_one_file_are_told_apart():
    found = joined(
        version("1", "", Code("a", "Rust")),
        version("2", "1", Code("a", "Geld")),
        version("3", "1", Code("a", "Rust"), Code("b", "Geld")),
    )
    assert {code.code_id: code.label for code in found.codebook.codes} == {"a": "Geld", "b": "Geld (b)"}
    assert found.same_as == {}


def test_what_lies_in_itself_is_set_free():
    a, b = Code("a", "A"), Code("b", "B")
    found = joined(
        version("1", "", a, b), version("2", "1", Code("a", "A", parent="b"), b),
        version("3", "1", a, Code("b", "B", parent="a")),
    )  # fmt: skip
    assert {code.code_id: code.parent for code in found.codebook.codes} == {"a": "b", "b": None}
    found = joined(
        version("1", "", a, b), version("2", "1", Code("a", "A", retired=True, replaced_by=("b",)), b),
        version("3", "1", a, Code("b", "B", retired=True, replaced_by=("a",))),
    )  # fmt: skip
    assert {code.code_id: code.replaced_by for code in found.codebook.codes} == {"a": ("b",), "b": ()}


def test_a_version_that_only_joins_says_nothing_of_its_own():
    base, one, two = version("1", "", GELD), version("2", "1", GELD, TIJD), version("3", "1", GELD, RUST)
    both = version("4", "2 3", GELD, RUST, TIJD, joined=True)
    assert joined(base, one, two, both).codebook == joined(base, one, two).codebook
    undone = version("2", "1", GELD, TIJD, counts=False)
    assert joined(base, undone, two, both).codebook.codes == (GELD, RUST)
    on_top = version("5", "4", GELD, RUST, TIJD, Code("nieuw", "Nieuw"))
    assert joined(base, one, two, both, on_top).codebook == on_top.codebook


def test_a_damaged_file_that_goes_round_in_circles():
    assert joined(version("1", "2 1 9", GELD), version("2", "1", TIJD)) is None, "each was made from another"
    assert followed({"a": "b", "b": "c", "c": "a"}, "a") in "abc"
    assert followed({"a": "b", "b": "c"}, "a") == "c"
