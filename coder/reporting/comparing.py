"""Sentences about groups, rounds, themes that go together, and scores."""

from __future__ import annotations

from collections.abc import Sequence

from coder.domain.findings import Claim, ClaimKind, Finding, anchor
from coder.domain.report import Change, Difference, GroupFigures, QuestionReport, TrendFigures
from coder.domain.texts import _, decimal
from coder.reporting.ranking import FEWEST_NAMED
from coder.reporting.words import listed, sentence, share, times

MOST = 3
"""Sentences of one rule; the tables hold the rest."""


def between_groups(question: QuestionReport) -> list[Finding]:
    """Return the largest differences between groups that hold; or that there are none."""
    found: list[Finding] = []
    for place, figures in enumerate(question.groups):
        tested = [column for column in figures.columns if not column.small]
        if len(tested) < 2:
            continue
        if not figures.differences:
            found.append(_no_difference(question, figures, place))
        seen: set[str] = set()
        for one in figures.differences:
            if one.code_id in seen or len(seen) == MOST or _apart(question, one.code_id):
                continue
            seen.add(one.code_id)
            found.append(_difference(question, figures, one, place))
    return found


def _difference(question: QuestionReport, figures: GroupFigures, one: Difference, place: int) -> Finding:
    shares = {column.name: column.shares.get(one.code_id) for column in figures.columns}
    high, low = shares[one.high], shares[one.low]
    assert high is not None  # noqa: S101 - what is hidden is not tested
    assert low is not None  # noqa: S101
    text = _(
        "respondents name {theme} more often with {variable} ‘{high}’ ({high_percent}) than with ‘{low}’ "
        "({low_percent})"
    )
    said = text.format(
        theme=_named(question, one.code_id),
        variable=figures.variable,
        high=one.high,
        high_percent=share(high, question.base),
        low=one.low,
        low_percent=share(low, question.base),
    )
    claim = Claim("between", (one.code_id,), (high.value, low.value), (figures.variable, one.high, one.low))
    return _finding("difference", question, said, claim, f"groups{place}")


def _no_difference(question: QuestionReport, figures: GroupFigures, place: int) -> Finding:
    said = _("groups by {variable} do not differ in any theme by more than chance explains").format(
        variable=figures.variable
    )
    claim = Claim("no_difference", names=(figures.variable,))
    table = f"groups{place}-{question.question.question_id}"
    return Finding("no_difference", sentence(said), (table,), (claim,))


def over_rounds(question: QuestionReport) -> list[Finding]:
    """Return what changed between the last two rounds, what is new, what is gone, and what cannot be compared."""
    trend = question.trend
    if trend is None or len(trend.rounds) < 2:
        return []
    before, after = trend.rounds[-2:]
    holding = [c for c in trend.changes if c.holds and c.code_id not in trend.broken]
    holding = [c for c in holding if not _apart(question, c.code_id)]
    found = [_changed(question, c) for c in sorted(holding, key=lambda c: -abs(c.difference.value))[:MOST]]
    if trend.changes and not any(c.holds for c in trend.changes):
        said = _("between {before} and {after} no theme changed by more than chance explains").format(
            before=before, after=after
        )
        table = f"rounds-{question.question.question_id}"
        found.append(Finding("no_change", sentence(said), (table,), (Claim("no_change", names=(before, after)),)))
    rules: tuple[tuple[ClaimKind, tuple[str, ...], str], ...] = (
        ("new", _named_by_some(trend, trend.new, -1), _("new in {after} compared with {before}: {themes}")),
        ("gone", _named_by_some(trend, trend.gone, -2), _("named in {before} and no longer in {after}: {themes}")),
        (
            "broken",
            tuple(trend.broken),
            _("{themes} cannot be compared between {before} and {after}: the code changed"),
        ),
    )
    for rule, codes, text in rules:
        known = [code for code in codes if question.theme(code) is not None]
        if known:
            said = text.format(before=before, after=after, themes=listed([_named(question, c) for c in known]))
            claims = tuple(Claim(rule, (code,), names=(before, after)) for code in known)
            found.append(Finding(rule, sentence(said), _rows(question, known, "rounds"), claims))
    return found


def _named_by_some(trend: TrendFigures, codes: Sequence[str], place: int) -> tuple[str, ...]:
    """Return the codes that more than a few named in a round, by its place: one mention more or less is no news."""
    shares = {code: trend.shares[code][place] if code in trend.shares else None for code in codes}
    return tuple(code for code, share in shares.items() if share is not None and share.value >= FEWEST_NAMED)


def _changed(question: QuestionReport, change: Change) -> Finding:
    assert question.trend is not None  # noqa: S101 - the caller has looked
    by_round = dict(zip(question.trend.rounds, question.trend.shares[change.code_id], strict=True))
    old, new = by_round[change.before], by_round[change.after]
    assert old is not None  # noqa: S101 - what is hidden is not tested
    assert new is not None  # noqa: S101
    rose = new.value > old.value
    text = (
        _("in {after} respondents name {theme} more often ({new}) than in {before} ({old})")
        if rose
        else _("in {after} respondents name {theme} less often ({new}) than in {before} ({old})")
    )
    said = text.format(
        theme=_named(question, change.code_id),
        before=change.before,
        after=change.after,
        new=share(new, question.base),
        old=share(old, question.base),
    )
    values, names = (new.value, old.value), (change.before, change.after)
    claim = Claim("rose" if rose else "fell", (change.code_id,), values, names)
    return _finding("change", question, said, claim, "rounds")


def together(question: QuestionReport) -> list[Finding]:
    """Return the themes that are named together more often than chance explains."""
    found = []
    for pair in sorted((p for p in question.pairs if p.holds and p.lift > 1), key=lambda p: -p.n)[:MOST]:
        if _apart(question, pair.one) or _apart(question, pair.other):
            continue
        text = _("{n} respondents name both {one} and {other}, {times} times as many as chance would give")
        said = text.format(
            one=_named(question, pair.one), other=_named(question, pair.other), n=pair.n, times=times(pair.lift)
        )
        claim = Claim("together", (pair.one, pair.other), (pair.n, pair.lift))
        row = anchor(question.question.question_id, f"{pair.one}+{pair.other}", "pairs")
        found.append(Finding("together", sentence(said), (row,), (claim,)))
    return found


def scored(question: QuestionReport) -> list[Finding]:
    """Return the themes that go with a clearly higher or lower score."""
    found = []
    for place, figures in enumerate(question.scores):
        holding = [row for row in figures.rows if row.holds and not _apart(question, row.code_id)]
        for row in sorted(holding, key=lambda row: -abs(row.difference.value))[:MOST]:
            text = _("respondents who name {theme} score {with_theme} on average on {variable}, the others {without}")
            said = text.format(
                theme=_named(question, row.code_id),
                variable=figures.variable,
                with_theme=decimal(row.with_theme.value),
                without=decimal(row.without.value),
            )
            claim = Claim("score", (row.code_id,), (row.with_theme.value, row.without.value), (figures.variable,))
            found.append(_finding("score", question, said, claim, f"scores{place}"))
    return found


def _named(question: QuestionReport, code_id: str) -> str:
    theme = question.theme(code_id)
    return theme.named if theme else code_id


def _apart(question: QuestionReport, code_id: str) -> bool:
    theme = question.theme(code_id)
    return theme is not None and theme.apart


def _rows(question: QuestionReport, codes: list[str], table: str) -> tuple[str, ...]:
    return tuple(anchor(question.question.question_id, code, table) for code in codes)


def _finding(rule: str, question: QuestionReport, text: str, claim: Claim, table: str) -> Finding:
    return Finding(rule, sentence(text), _rows(question, list(claim.codes), table), (claim,))
