"""How the themes of a question changed over the rounds, whatever became of its codebook in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from coder.domain.codebook import Codebook
from coder.domain.codebook_changes import trends, why_broken
from coder.domain.report import TrendFigures
from coder.domain.texts import in_words
from coder.statistics.cross import CrossTable, Division, banner
from coder.statistics.trends import Wave, bridged, in_both, trend_figures
from coder.workflows.counted import Counted
from coder.workflows.project import Project, undamaged
from coder.workflows.small_cells import guarded


@dataclass(frozen=True, slots=True)
class RoundTrend:
    """The trend of a question."""

    figures: TrendFigures
    in_both: int
    """Respondents who are in both of the last two rounds, as far as the test allows for them."""
    unbridged: tuple[str, ...] = ()
    """Labels of codes that were split, of answers that were not read again: they are compared as a whole only."""


def trend_of(
    project: Project, base: Counted, least: int = 0, rounds: Sequence[str] = (), withheld: Collection[str] = ()
) -> RoundTrend | None:
    """Return the trend of what was counted; None where there are no two rounds.

    Parameters
    ----------
    base : counted over all rounds.
    least : hide numbers of fewer respondents, and what would give them away; 0 hides nothing.
    rounds : which ones to compare, in that order; all of them by name otherwise.
    withheld : codes that a table of the last round beside this one hides; here they would give it away.

    Raises
    ------
    UsageError : there are fewer than `least` respondents.

    Notes
    -----
    Counted codes are bridged over the versions of the codebook: merged ones are counted as what they became, split ones
    as a whole (`coder.statistics.trends.bridged`). Shares that are corrected for the machine's mistakes are about the
    codes as they are now, as is what the machine predicts; their rounds are compared as if they were different people,
    which is cautious.
    """
    of = [answer.round_id for answer in base.answers]
    division = Division("", of)
    codes = bridged(base.codes, base.codebook)
    cross = base.cross([division]) if base.basis else banner([division], codes, base.codebook, base.weights)
    if least:
        cross = guarded(cross, least)
    groups = {group.name: group for group in cross.groups}
    names = [name for name in rounds if name in groups] if rounds else list(groups)
    if len(names) < 2:
        return None
    cross = replace(cross, groups=tuple(groups[name] for name in names))
    if withheld:
        cross = _without(cross, base.codebook, withheld)
    both = None
    if base.basis is None:  # of answers that nobody read it is not known what they have in common
        ids = [row.code_id for row in cross.total.rows]
        before, after = (_wave(base, codes, of, name) for name in names[-2:])
        both = in_both(before, after, base.codebook, ids)
    broken, unused = _comparable(project, base, of, names)
    split = {c for c in frozenset().union(*base.codes) if len(base.codebook.successors(c)) > 1}
    return RoundTrend(
        trend_figures(cross, both, broken, unused),
        both.n if both is not None else 0,
        tuple(base.codebook.label(c) for c in base.codebook.ordered(split)),
    )


def _without(cross: CrossTable, codebook: Codebook, withheld: Collection[str]) -> CrossTable:
    """Return the table without the last shares of codes that are withheld, and of what they became or were part of."""
    became = {row.code_id: set(codebook.successors(row.code_id)) for row in cross.total.rows}
    gone = {code_id for code_id, parts in became.items() if code_id in withheld or not parts.isdisjoint(withheld)}
    gone.update(part for code_id in withheld for part in codebook.successors(code_id))
    *others, last = cross.groups
    rows = tuple(replace(row, hidden=row.hidden or row.code_id in gone) for row in last.table.rows)
    return replace(cross, groups=(*others, replace(last, table=replace(last.table, rows=rows))))


def _wave(base: Counted, codes: Sequence[frozenset[str]], of: Sequence[str], name: str) -> Wave:
    places = [place for place, round_id in enumerate(of) if round_id == name]
    return Wave(
        [base.answers[place].respondent_id for place in places],
        [codes[place] for place in places],
        None if base.weights is None else [base.weights[place] for place in places],
    )


def _comparable(
    project: Project, base: Counted, of: Sequence[str], names: Sequence[str]
) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Return by code why its trend is broken, and by round the codes that nobody could be given in it."""
    books = _codebooks(project, base, of, names)
    held: dict[str, set[str]] = {name: set() for name in names}
    for round_id, codes in zip(of, base.codes, strict=True):
        if round_id in held:
            held[round_id] |= codes
    last, broken = names[-1], dict[str, str]()
    unused: dict[str, set[str]] = {name: set() for name in names}
    # The round before last comes first: what is broken between the last two is said of those.
    for name in reversed(names[:-1]):
        for trend in trends(books[name], books[last], held[name] | held[last]):
            if trend.broken is None or trend.broken == "merged":
                continue  # what was merged is counted as what it became
            said = in_words([f"'{label}'" for label in trend.by])
            broken.setdefault(trend.code_id, why_broken(trend.broken, name, said))
            if trend.broken == "added":
                unused[name].add(trend.code_id)
            elif trend.broken in ("removed", "retired"):
                unused[last].add(trend.code_id)
    for name in names:
        for code_id in held[name]:
            parts = base.codebook.successors(code_id)
            unused[name].update(parts if len(parts) > 1 else ())
    return broken, unused


def _codebooks(project: Project, base: Counted, of: Sequence[str], names: Sequence[str]) -> Mapping[str, Codebook]:
    """Return the codebook that each round was coded with: the last one, where there were several."""
    key = base.question.question_id
    with undamaged(project, key):
        versions = [version.codebook for version in project.codebooks.versions(key)]
    place = {codebook.version: n for n, codebook in enumerate(versions)}
    times: dict[str, Counter[str]] = {name: Counter() for name in names}
    for answer, round_id in zip(base.answers, of, strict=True):
        coding = base.codings.get(answer.answer_id)
        if coding is not None and coding.codebook_version in place and round_id in times:
            times[round_id][coding.codebook_version] += 1
    return {
        name: versions[max(place[version] for version in found)] if found else base.codebook
        for name, found in times.items()
    }
