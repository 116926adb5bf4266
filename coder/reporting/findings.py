"""What the figures of one question say, in sentences that each follow from rows of its tables.

A sentence holds what it claims in a form that can be checked (`Claim`). No rule says more than its figures allow: an
order only where shares differ by more than chance explains, a majority only where the interval lies above a half, a
difference only where it was tested with all others and holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from coder.domain.findings import Claim, Finding, anchor
from coder.domain.report import QuestionReport, ThemeFigure
from coder.domain.texts import _, percent
from coder.reporting.comparing import between_groups, over_rounds, scored, together
from coder.reporting.ranking import FEWEST_NAMED, Tier, rankable, tiers
from coder.reporting.words import listed, sentence, share, with_share

MOST_TIERS = 3
"""Steps of a ranking that one sentence takes: first, then, then."""

MOST_THEMES = 6
"""Themes that one sentence names; a reader keeps no more in mind."""

MOST_OF_STEP = 4
"""Themes of one step that is not named as a whole."""

LEAST_NET = 0.15
"""Share of respondents of a net, from which a sentence is given to what is in it."""

MOST_NETS = 3
"""Nets, the largest, of which a sentence says what is in them; the table holds the rest."""

LAST = ("no_change", "no_difference", "apart")
"""Rules of sentences that say that there is little to say: they close the list."""

ALMOST_ALL = 0.95
"""With a smaller part of the answers coded, a majority is one of those alone: which they are need not be chance."""

MORE_THAN_HALF = 0.505
"""A share that is written as 51 % at least."""


def findings(question: QuestionReport) -> tuple[Finding, ...]:
    """Return the sentences about a question, the most telling first."""
    rules: tuple[Callable[[QuestionReport], list[Finding]], ...] = (
        ranking,
        majority,
        half,
        over_rounds,
        between_groups,
        scored,
        within_nets,
        together,
        left_over,
    )
    found = (finding for rule in rules for finding in rule(question))
    return tuple(sorted(found, key=lambda finding: finding.rule in LAST))


def ranking(question: QuestionReport) -> list[Finding]:
    """Return what is named most often, and what then."""
    found = _few(tiers(rankable(question.themes)))
    if not found:
        return []
    parts = [_first(found[0], question)]
    parts += [_after(tier, question, place) for place, tier in enumerate(found[1:])]
    return [_ranked("ranking", question, found, "; ".join(parts))]


def within_nets(question: QuestionReport) -> list[Finding]:
    """Return for the largest nets with several codes which of them is named most often."""
    found = []
    for net in question.themes:
        members = [theme for theme in question.themes if theme.parent == net.code_id and not theme.apart]
        steps = (
            _few(tiers(members))[:1]
            if net.net and net.share and net.share.value >= LEAST_NET and len(members) > 1
            else []
        )
        if not steps or steps[0].cut or len(steps[0].themes) == len(members):
            continue
        text = _("within {net} respondents most often name {themes}").format(
            net=with_share(net, question.base), themes=_themes(steps[0], question)
        )
        found.append(_ranked("within_net", question, steps, text, net))
    return found[:MOST_NETS]


def _few(found: Sequence[Tier]) -> list[Tier]:
    """Return as many steps as a sentence takes; of a step that is too long for it, its largest themes end the list."""
    kept: list[Tier] = []
    for tier in found[:MOST_TIERS]:
        room = MOST_THEMES - sum(len(one.themes) for one in kept)
        if len(tier.themes) > room:
            return [*kept, tier.only(min(room, MOST_OF_STEP))] if room > 0 else kept
        kept.append(tier)
    return kept


def _first(tier: Tier, question: QuestionReport) -> str:
    themes = _themes(tier, question)
    if question.base.method == "uncorrected":
        return _("respondents most often name, as far as the machine's codings are right, {themes}").format(
            themes=themes
        )
    return _("respondents most often name {themes}").format(themes=themes)


def _after(tier: Tier, question: QuestionReport, place: int) -> str:
    words = (_("after that {themes}"), _("then {themes}"))
    return words[min(place, 1)].format(themes=_themes(tier, question))


def _themes(tier: Tier, question: QuestionReport) -> str:
    named = listed([with_share(theme, question.base) for theme in tier.themes])
    if tier.cut:
        named = _("among others {themes}").format(themes=named)
    if tier.kind == "level":
        return _("{themes}, about equally often").format(themes=named)
    if tier.kind == "close" and not tier.cut:
        return _("{themes}, with small steps between them").format(themes=named)
    return named


def _ranked(
    rule: str, question: QuestionReport, found: Sequence[Tier], text: str, net: ThemeFigure | None = None
) -> Finding:
    shown = [*([net] if net else []), *(theme for tier in found for theme in tier.themes)]
    claims = [_share_claim(theme) for theme in shown]
    claims.append(Claim("first", (found[0].themes[0].code_id,), names=(net.code_id,) if net else ()))
    for tier in found:
        if tier.kind != "single":
            claims.append(Claim(tier.kind, tuple(theme.code_id for theme in tier.themes)))
    claims += [
        Claim("ahead", (before.themes[-1].code_id, after.themes[0].code_id)) for before, after in pairwise(found)
    ]
    return _finding(rule, question, text, claims)


def majority(question: QuestionReport) -> list[Finding]:
    """Return the themes and nets that certainly more than half of the respondents name."""
    shown = [t for t in question.themes if not t.apart and t.share and t.share.low > 0.5]
    if question.base.method == "uncorrected":
        return []
    text = _("the majority of the respondents ({percent}) names {theme}")
    if question.base.coded < ALMOST_ALL * question.base.answered:
        text = _("the majority of the respondents whose answer is coded ({percent}) names {theme}")
    return [
        _finding(
            "majority",
            question,
            text.format(percent=share(theme.share, question.base), theme=theme.named),
            [_share_claim(theme), Claim("majority", (theme.code_id,))],
        )
        for theme in shown
        if theme.share
    ]


def half(question: QuestionReport) -> list[Finding]:
    """Return what more than half of these respondents name, where that is not certain of a larger group."""
    if question.base.method != "counted":
        return []
    found = []
    for theme in question.themes:
        if not theme.apart and theme.share and theme.share.low <= 0.5 and theme.share.value >= MORE_THAN_HALF:
            bounds = (theme.share.low, theme.share.high)
            text = _(
                "more than half of these respondents ({percent}) name {theme}; the interval ({low} to {high}) leaves "
                "room for less than half"
            ).format(
                percent=share(theme.share, question.base),
                theme=theme.named,
                low=percent(bounds[0]),
                high=percent(bounds[1]),
            )
            found.append(
                _finding("half", question, text, [_share_claim(theme), Claim("half", (theme.code_id,), bounds)])
            )
    return found


def left_over(question: QuestionReport) -> list[Finding]:
    """Return how many say nothing of the subject, or something that fits no theme."""
    shown = [t for t in question.themes if t.apart and t.n and t.share and t.share.value >= FEWEST_NAMED]
    if not shown:
        return []
    text = _("outside the themes fall {themes}").format(
        themes=listed([with_share(theme, question.base) for theme in shown])
    )
    claims = [claim for theme in shown for claim in (_share_claim(theme), Claim("apart", (theme.code_id,)))]
    return [_finding("apart", question, text, claims)]


def _share_claim(theme: ThemeFigure) -> Claim:
    return Claim("share", (theme.code_id,), (theme.share.value if theme.share else 0.0,))


def _finding(rule: str, question: QuestionReport, text: str, claims: Sequence[Claim]) -> Finding:
    codes = dict.fromkeys(code for claim in claims for code in claim.codes)
    key = question.question.question_id
    return Finding(rule, sentence(text), tuple(anchor(key, code) for code in codes), tuple(claims))
