"""Quotes: typical, short, of different people, spread over groups; never the same person twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coder.reporting.quotes import Candidate, chosen


def one(number: int, text: str, group: str = "", codes: str = "a", respondent: str = "") -> Candidate:
    return Candidate(number, respondent or f"r{number}", text, frozenset(codes), group)


def test_the_typical_one_comes_first():
    found = chosen(
        [
            one(1, "De kleur van het gebouw was lelijk"),
            one(2, "Er zijn te weinig mensen voor het werk"),
            one(3, "Meer mensen nodig voor al dit werk"),
        ],
        "a",
    )
    assert [c.answer_id for c in found][-1] == 1


def test_what_is_too_long_or_too_short_comes_last():
    long = "mensen " * 60
    found = chosen([one(1, long), one(2, "mensen"), one(3, "wij hebben meer mensen nodig")], "a")
    assert found[0].answer_id == 3


def test_groups_take_turns():
    texts = [one(n, f"meer mensen nodig voor werk {n} hier", "gemeente") for n in range(3)]
    found = chosen([*texts, one(9, "heel iets anders over regels", "bedrijf")], "a", 2)
    assert {c.group for c in found} == {"gemeente", "bedrijf"}


def test_who_is_quoted_already_is_not_quoted_again():
    found = chosen([one(1, "meer mensen nodig voor dit werk"), one(2, "veel meer mensen zijn nodig")], "a", used={"r1"})
    assert [c.respondent for c in found] == ["r2"]


def test_an_answer_about_this_theme_alone_comes_before_one_about_many():
    found = chosen(
        [one(1, "meer mensen nodig voor dit werk", codes="abc"), one(2, "meer mensen zijn echt nodig", codes="a")], "a"
    )
    assert [c.answer_id for c in found] == [2, 1]


candidates = st.lists(
    st.builds(
        Candidate,
        st.integers(0, 10_000),
        st.sampled_from(["p", "q", "r", "s"]),
        st.text("ab cd", max_size=30),
        st.frozensets(st.sampled_from("abc")),
        st.sampled_from(["", "x", "y"]),
    ),
    max_size=12,
    unique_by=lambda c: c.answer_id,
)


@given(candidates, st.integers(0, 4), st.frozensets(st.sampled_from(["p", "q"])))
def test_whatever_the_answers_nobody_is_quoted_twice(given_, n, used):
    found = chosen(given_, "a", n, used)
    people = [c.respondent for c in found]
    assert len(people) == len(set(people)) <= n
    assert not used & set(people)
    assert all("a" in c.codes for c in found)
    assert found == chosen(list(reversed(given_)), "a", n, used)


def test_an_answer_that_holds_another_is_no_second_voice():
    texts = (
        "auto's rijden veel te hard door de straat",
        "auto's rijden veel te hard door de straat, al jaren",
        "de oversteek bij school is levensgevaarlijk; auto's rijden veel te hard door de straat",
        "overal fout geparkeerde busjes op de stoep",
    )
    candidates = [Candidate(n, f"r{n}", text, frozenset({"verkeer"})) for n, text in enumerate(texts)]
    found = [one.answer_id for one in chosen(candidates, "verkeer")]
    assert len(found) == 2
    assert 3 in found
    every = [one.answer_id for one in chosen(candidates, "verkeer", 9, like=True)]
    assert sorted(every) == [0, 1, 2, 3]
    assert every[:2] == found, "who chooses sees all, those that add nothing last"
