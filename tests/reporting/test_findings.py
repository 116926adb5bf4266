"""No sentence says more than its figures allow: random tables, and every claim of every sentence held against them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.domain.findings import Claim, Finding, anchor
from coder.domain.report import (
    Base,
    Change,
    Difference,
    Estimate,
    GroupColumn,
    GroupFigures,
    Pair,
    QuestionReport,
    ScoreFigure,
    ScoreFigures,
    ThemeFigure,
    TrendFigures,
)
from coder.domain.survey import Question
from coder.domain.texts import language, percent, use_language
from coder.reporting.findings import findings
from coder.reporting.ranking import level, tiers
from coder.reporting.words import phrase
from coder.statistics.intervals import wilson

LABELS = (
    "Bemensing",
    "Eigenaarschap",
    "Regelvrije zone",
    "Tijd, geduld en rust",
    "GGD",
    "Data",
    "Vertrouwen",
    "Overig",
)


@pytest.fixture(autouse=True, params=["nl", "en"])
def lang(request):
    before = language()
    use_language(request.param)
    yield request.param
    use_language(before)


def estimate(n: int, base: int) -> Estimate:
    low, high = wilson(n, base)
    return Estimate(n / base, low, high)


@st.composite
def questions(draw) -> QuestionReport:
    base = draw(st.integers(5, 400))
    themes, net = [], None
    for place, label in enumerate(LABELS[: draw(st.integers(0, len(LABELS)))]):
        n = draw(st.integers(0, base))
        hidden = draw(st.integers(0, 9)) == 0
        is_net = draw(st.integers(0, 4)) == 0
        parent = net if net and not is_net and draw(st.booleans()) else None
        net = f"c{place}" if is_net else net
        themes.append(
            ThemeFigure(
                f"c{place}",
                label,
                None if hidden else n,
                None if hidden else estimate(n, base),
                None,
                None,
                parent,
                int(parent is not None),
                is_net,
                label == "Overig",
            )
        )
    method = draw(st.sampled_from(["counted", "corrected", "uncorrected"]))
    codes = [t.code_id for t in themes if t.share is not None]
    return QuestionReport(
        Question("q", "Wat is er nodig?"),
        Base(base + 9, base + 3, base, base, method=method),
        tuple(themes),
        groups=draw(groups(codes)),
        trend=draw(trends(codes)) if draw(st.booleans()) else None,
        pairs=tuple(
            Pair(one, other, draw(st.integers(1, 99)), draw(st.floats(0.1, 9)), 0.2, draw(st.booleans()))
            for one, other in pairwise(codes)
        ),
        scores=draw(scores(codes)),
    )


@st.composite
def groups(draw, codes: list[str]) -> tuple[GroupFigures, ...]:
    if not codes or draw(st.booleans()):
        return ()
    shares = {name: {code: estimate(draw(st.integers(0, 80)), 80) for code in codes} for name in ("adviseur", "raad")}
    columns = tuple(
        GroupColumn(name, letter, 80, False, shares[name]) for name, letter in zip(shares, "AB", strict=True)
    )
    found = []
    for code in codes:
        high, low = sorted(shares, key=lambda name: -shares[name][code].value)
        gap = shares[high][code].value - shares[low][code].value
        if gap > 0.2:
            found.append(Difference(code, high, low, gap, 0.01))
    return (
        GroupFigures(
            "Rol", "Wat is uw rol?", columns, tuple(sorted(found, key=lambda d: -d.difference)), 30, 50, "Holm"
        ),
    )


@st.composite
def trends(draw, codes: list[str]) -> TrendFigures:
    shares = {code: tuple(estimate(draw(st.integers(0, 60)), 60) for _ in range(2)) for code in codes}
    changes = []
    for code, (old, new) in shares.items():
        gap = new.value - old.value
        changes.append(Change(code, "2022", "2023", Estimate(gap, gap - 0.1, gap + 0.1), 0.02, abs(gap) > 0.2))
    broken = {code: "x" for code in codes if draw(st.integers(0, 5)) == 0}
    new = tuple(code for code in codes if draw(st.integers(0, 7)) == 0)
    return TrendFigures(("2022", "2023"), (60, 60), shares, tuple(changes), broken, new)


@st.composite
def scores(draw, codes: list[str]) -> tuple[ScoreFigures, ...]:
    rows = []
    for code in codes:
        one, other = draw(st.floats(1, 10)), draw(st.floats(1, 10))
        estimates = [Estimate(v, v - 0.5, v + 0.5) for v in (one, other, one - other)]
        rows.append(ScoreFigure(code, 20, *estimates, p_adjusted=0.01, holds=draw(st.booleans())))
    return (ScoreFigures("cijfer", "Welk cijfer?", Estimate(7, 6, 8), tuple(rows)),) if rows else ()


def holds(claim: Claim, question: QuestionReport) -> bool:
    """Work out anew, from the tables alone, whether a claim is true."""
    shares = {t.code_id: t.share for t in question.themes}
    first = claim.codes[0] if claim.codes else ""
    match claim.kind:
        case "share":
            return shares[first] is not None and shares[first].value == claim.values[0]
        case "first":
            net = claim.names[0] if claim.names else None
            beside = [t for t in question.themes if t.parent == net and not t.apart and t.share]
            return all(shares[first].value >= t.share.value for t in beside)
        case "ahead":
            one, other = (shares[code] for code in claim.codes)
            return one.value > other.value and not level(one, other)
        case "level":
            return all(level(shares[a], shares[b]) for a in claim.codes for b in claim.codes)
        case "close":
            return all(level(shares[a], shares[b]) for a, b in pairwise(claim.codes))
        case "majority":
            return shares[first].low > 0.5 and question.base.method != "uncorrected"
        case "half":
            return shares[first].value > 0.5 >= shares[first].low and question.base.method == "counted"
        case "apart":
            return next(t for t in question.themes if t.code_id == first).apart
        case "between":
            (figures,) = question.groups
            columns = {c.name: c for c in figures.columns}
            high, low = (columns[name].shares[first].value for name in claim.names[1:])
            return (high, low) == claim.values and any(
                (d.code_id, d.high, d.low) == (first, *claim.names[1:]) for d in figures.differences
            )
        case "no_difference":
            return not question.groups[0].differences
        case "rose" | "fell":
            old, new = question.trend.shares[first]
            change = next(c for c in question.trend.changes if c.code_id == first)
            right = new.value > old.value if claim.kind == "rose" else new.value < old.value
            return right and change.holds and first not in question.trend.broken
        case "no_change":
            return not any(c.holds for c in question.trend.changes)
        case "new":
            return first in question.trend.new
        case "gone":
            return first in question.trend.gone
        case "broken":
            return first in question.trend.broken
        case "together":
            return any((p.one, p.other) == claim.codes and p.holds and p.lift > 1 for p in question.pairs)
        case "score":
            return any(r.code_id == first and r.holds for r in question.scores[0].rows)
    return False


def anchors(question: QuestionReport) -> set[str]:
    """Return the names of all rows that a report has."""
    codes = [t.code_id for t in question.themes]
    tables = ["themes", "rounds", *(f"groups{n}" for n in range(9)), *(f"scores{n}" for n in range(9))]
    pairs = {anchor("q", f"{pair.one}+{pair.other}", "pairs") for pair in question.pairs}
    return {anchor("q", code, table) for code in codes for table in tables} | pairs | {"rounds-q", "groups0-q"}


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=st.sampled_from(["nl", "en"]), question=questions())
def test_every_sentence_is_true(written, question):
    use_language(written)  # the fixture puts it back
    for finding in findings(question):
        assert finding.claims
        for claim in finding.claims:
            assert holds(claim, question), (finding.text, claim)
        assert set(finding.rows) <= anchors(question)
        assert finding.text[0] == finding.text[0].upper()
        assert finding.text.endswith(".")
        _words_follow_claims(finding, question)


def _words_follow_claims(finding: Finding, question: QuestionReport) -> None:
    """What stands in the text stands in the claims too: percentages, a majority, 'equally often'."""
    kinds = {claim.kind for claim in finding.claims}
    labels = {t.code_id: t.named for t in question.themes}
    assert ("meerderheid" in finding.text or "majority" in finding.text) == ("majority" in kinds)
    assert ("de helft van deze" in finding.text or "half of these" in finding.text) == ("half" in kinds)
    assert ("even vaak" in finding.text or "equally often" in finding.text) == ("level" in kinds)
    for claim in finding.claims:
        if claim.kind == "share":
            text = percent(claim.values[0])
            assert re.search(re.escape(labels[claim.codes[0]]), finding.text, re.IGNORECASE)
            assert text in finding.text
    shown = {percent(v) for c in finding.claims for v in c.values}
    for number in re.findall(r"\d+(?: %|%)", finding.text):
        assert number in shown, finding.text


def question_of(*counts: int, base: int = 163) -> QuestionReport:
    themes = tuple(
        ThemeFigure(f"c{n}", label, count, estimate(count, base), None, None, phrase=label.lower())
        for n, (label, count) in enumerate(zip(LABELS, counts, strict=False))
    )
    return QuestionReport(Question("q", "Wat is er nodig?"), Base(200, 171, base, base), themes)


def test_a_ranking_reads_as_a_newsletter_would_write_it(lang):
    first = findings(question_of(67, 40, 20, 5))[0]
    assert first.rule == "ranking"
    if lang == "nl":
        assert first.text == (
            "Het vaakst noemen respondenten bemensing (41 %); daarna eigenaarschap (25 %); dan regelvrije zone (12 %)."
        )
    assert first.rows[0] == "themes-q-c0"


def test_shares_that_are_too_close_are_not_ranked(lang):
    (step,) = tiers(question_of(50, 48).themes)
    assert step.kind == "level"
    text = findings(question_of(50, 48))[0].text
    assert ("ongeveer even vaak" if lang == "nl" else "about equally often") in text


def test_a_chain_of_small_steps_says_neither_order_nor_tie():
    (step,) = tiers(question_of(80, 70, 60).themes)
    assert step.kind == "close"


def test_a_majority_needs_an_interval_above_a_half():
    assert "majority" not in {f.rule for f in findings(question_of(88))}
    assert "half" in {f.rule for f in findings(question_of(88))}
    assert "half" not in {f.rule for f in findings(question_of(110))}
    assert "majority" in {f.rule for f in findings(question_of(110))}


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("Bemensing", "bemensing"),
        ("GGD en zorg", "GGD en zorg"),
        ("Te weinig groen", "te weinig groen"),
        ("Rijk, wet en regels", "‘Rijk, wet en regels’"),
    ],
)
def test_a_label_keeps_its_capital_unless_the_codebook_writes_the_word_without(label, found):
    assert phrase(label, frozenset({"bemensing", "ggd", "wet", "te"})) == found


def test_nothing_coded_gives_no_ranking():
    assert findings(question_of()) == ()


def test_a_summary_holds_one_sentence_of_a_kind_and_the_ranking_first():
    question = question_of(120, 110, 60)
    whole = replace(question, findings=findings(question))
    assert [f.rule for f in whole.findings].count("majority") == 2
    assert [f.rule for f in whole.in_short()] == ["ranking", "majority"]


def test_what_says_little_closes_the_list():
    shares = {"c0": estimate(20, 60)}
    columns = tuple(GroupColumn(name, letter, 60, False, shares) for name, letter in (("a", "A"), ("b", "B")))
    question = replace(question_of(67, 40), groups=(GroupFigures("Rol", "Rol", columns, (), 30, 50, "Holm"),))
    assert [f.rule for f in findings(question)] == ["ranking", "no_difference"]


def test_a_majority_of_a_part_is_called_that(lang):
    whole = question_of(120)
    part = replace(whole, base=replace(whole.base, answered=400))
    said = {q: next(f.text for f in findings(one) if f.rule == "majority") for q, one in (("a", whole), ("b", part))}
    assert said["a"] != said["b"]
    assert ("gecodeerd" if lang == "nl" else "coded") in said["b"]


def test_one_mention_more_or_less_is_no_news():
    few, some = Estimate(0.005, 0, 0.03), Estimate(0.04, 0.02, 0.08)
    nobody = Estimate(0, 0, 0.02)
    shares = {"c0": (nobody, few), "c1": (nobody, some), "c2": (few, nobody)}
    trend = TrendFigures(("2022", "2023"), (160, 163), shares, new=("c0", "c1"), gone=("c2",))
    found = findings(replace(question_of(1, 7, 0), trend=trend))
    assert [f.codes for f in found if f.rule in ("new", "gone")] == [("c1",)]
