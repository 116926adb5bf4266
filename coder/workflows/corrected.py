"""Theme shares of all answers, read or not: the machine's predictions, corrected with a random sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from coder.domain.codebook import Codebook
from coder.domain.errors import UsageError
from coder.domain.survey import Answer
from coder.domain.texts import _, ngettext
from coder.statistics.corrected import KNOWN, Corrected, Sample, corrected_shares
from coder.statistics.cross import CrossGroup, CrossTable, Division, members_of, same_people
from coder.statistics.frequencies import ThemeRow, ThemeTable
from coder.statistics.intervals import checked_weights, effective_size
from coder.statistics.tree import Place, ranked, shown_codes
from coder.workflows.audit import FEWEST_PER_FRAME, Frame, coded_sample, frames
from coder.workflows.coded import CodedAnswers, new_engine
from coder.workflows.project import Project

if TYPE_CHECKING:
    from coder.learning.engine import Engine

Array = npt.NDArray[np.float64]

FEWEST = 30
"""Coded answers of the random sample below which no percentage is corrected."""

FEWEST_IN_GROUP = 10
"""The same for one group of respondents."""

MOST_TAUGHT = 4000
"""Coded answers that predictions are learnt from here. Up to this many the engine gives a held-out prediction of each;
those it does not learn from are held out as they are."""

NAMED = 5  # respondents that a message names


@dataclass(frozen=True, slots=True)
class Basis:
    """What corrected shares of a question are about, and what they rest on."""

    answers: list[Answer]
    """All answers but those that people set aside before any sample was drawn."""
    stratum: list[int]
    """Per answer: the frame it could be drawn from, or KNOWN."""
    drawn: frozenset[int]
    """The coded answers of the random sample (answer ids)."""
    population: int
    """Answers that could be drawn."""
    before: str
    """The id that marks the moment of the first draw."""

    @property
    def counted(self) -> int:
        """Answers that people coded and that could not be drawn any more."""
        return len(self.answers) - self.population


def basis(
    project: Project, question_id: str, round_id: str | None, answers: Sequence[Answer], coded: CodedAnswers
) -> Basis:
    """Return what corrected shares of these answers can rest on.

    Raises
    ------
    UsageError : there is no random sample that people coded, or too little of it.
    """
    hint = f"coder review --audit 100 --question {question_id}" + (f" --round {round_id}" if round_id else "")
    meant = [f for f in frames(project, question_id) if f.drawn and round_id in (None, f.round_id)]
    frame_of = {answer_id: place for place, f in enumerate(meant) for answer_id in f.members}
    outside = [a for a in answers if a.answer_id not in frame_of and a.answer_id not in coded.decided]
    if outside:
        raise UsageError(_why_outside(question_id, outside, bool(meant)), _do(hint))
    usable = [coded_sample(f, coded.decided) for f in meant]
    aside = {a for _coded, there in usable for a in there}
    if aside:
        names = [a.respondent_id for a in answers if a.answer_id in aside]
        raise UsageError(
            ngettext(
                "{n} answer of the random sample was skipped or flagged: of respondent {names}",
                "{n} answers of the random sample were skipped or flagged: of respondents {names}",
                len(names),
            ).format(n=len(names), names=", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")),
            _(
                "Those are often the hard ones, so without them the sample is not random any more. Decide them (x: no "
                "theme): {command}."
            ).format(command=hint),
        )
    drawn = frozenset(a for there, _aside in usable for a in there)
    for frame, (there, _aside) in zip(meant, usable, strict=True):
        if len(there) < min(FEWEST_PER_FRAME, len(frame.members)):
            raise UsageError(_too_few(question_id, frame, len(there)), _do(hint))
    if len(drawn) < min(FEWEST, len(frame_of)):
        raise UsageError(
            _(
                "Of the random sample of question {question}, {n} answers are coded; at least {fewest} are needed"
            ).format(question=question_id, n=len(drawn), fewest=FEWEST),
            _do(hint),
        )
    kept = [
        a for a in answers if a.answer_id in frame_of or ((c := coded.decided.get(a.answer_id)) and c.status == "coded")
    ]
    stratum = [frame_of.get(a.answer_id, KNOWN) for a in kept]
    return Basis(kept, stratum, drawn, len(frame_of), min(f.until for f in meant))


def _why_outside(question_id: str, outside: Sequence[Answer], any_sample: bool) -> str:
    if not any_sample:
        return _(
            "Percentages of all answers to {question} need a random sample that people coded: without one nobody can "
            "say how often the machine is wrong"
        ).format(question=question_id)
    rounds = ", ".join(sorted({a.round_id for a in outside}))
    return ngettext(
        "{n} answer to {question} (round {rounds}) could not be drawn when the random sample was: it came later",
        "{n} answers to {question} (round {rounds}) could not be drawn when the random sample was: they came later",
        len(outside),
    ).format(n=len(outside), question=question_id, rounds=rounds)


def _too_few(question_id: str, frame: Frame, n: int) -> str:
    return _(
        "Of the random sample of question {question} in round {round}, {n} answers are coded; at least {fewest} are "
        "needed"
    ).format(question=question_id, round=frame.round_id, n=n, fewest=min(FEWEST_PER_FRAME, len(frame.members)))


def _do(hint: str) -> str:
    return _(
        "Draw and code one, or go on with it: {command}. Or count the machine's codings as they are: {table}."
    ).format(command=hint, table="coder table --source all --uncorrected")


def corrected_cross(
    base: Basis,
    codebook: Codebook,
    coded: CodedAnswers,
    divisions: Sequence[Division],
    weights: Sequence[float] | None,
) -> CrossTable:
    """Return the table of all respondents and of each group; a group with too few of the sample has no rows.

    Parameters
    ----------
    divisions, weights : per answer of the basis, as in `coder.statistics.cross.banner`.

    Raises
    ------
    UsageError : the weights leave too few of the sample.
    """
    themes = _Themes(base, codebook, coded, weights)
    everybody = np.ones(len(base.answers), dtype=bool)
    if not themes.enough(everybody, FEWEST_PER_FRAME):
        raise UsageError(
            _("Too few answers of the random sample have a weight above 0"), _("Count without --weighted.")
        )
    found = themes.estimate(everybody)
    order = ranked(codebook, dict(zip(themes.codes, found.share.tolist(), strict=True)))
    made = []
    for variable, groups in divisions:
        for name, members in members_of(groups):
            inside = np.zeros(len(base.answers), dtype=bool)
            inside[members] = True
            rows = order if themes.enough(inside, FEWEST_IN_GROUP) else ()
            table = themes.table(inside, rows, found.power)
            made.append(CrossGroup(name or _("(none)"), not name, table, variable))
    total = themes.table(everybody, order, found.power)
    return CrossTable(total, tuple(made), corrected=True, same=same_people(divisions))


class _Themes:
    """Codings and predictions as matrices, from which tables of any part of the respondents are made."""

    def __init__(self, base: Basis, codebook: Codebook, coded: CodedAnswers, weights: Sequence[float] | None) -> None:
        self._codebook = codebook
        n = len(base.answers)
        decided = [coded.decided.get(a.answer_id) for a in base.answers]
        sets = [frozenset(c.codes) if c is not None and c.status == "coded" else None for c in decided]
        self.codes = shown_codes(codebook, frozenset().union(*(s for s in sets if s is not None)))
        self._of = {code_id: place for place, code_id in enumerate(self.codes)}
        self._y = np.zeros((n, len(self.codes)))
        for row, given in enumerate(sets):
            self._y[row, [self._of[c] for c in codebook.with_nets(given or ())]] = 1
        engine = new_engine(codebook, coded)
        rows_taught, codes_taught = coded.lessons()
        step = -(-len(rows_taught) // MOST_TAUGHT) or 1
        engine.learn(rows_taught[::step], codes_taught[::step])
        rows = np.array([coded.row(a) for a in base.answers])
        self._f = self._predictions(engine, coded, base.before)[rows]
        self._sample = Sample(
            np.array(base.stratum, dtype=np.intp),
            np.array([a.answer_id in base.drawn for a in base.answers]),
            np.ones(n) if weights is None else checked_weights(weights, n),
            np.array([s is not None for s in sets]),
        )

    def _predictions(self, engine: Engine, coded: CodedAnswers, before: str) -> Array:
        """Return what is expected of each distinct text (n_texts, n_codes), by a fit that did not see its coding."""
        p = np.asarray(engine.probabilities(range(len(coded.documents))))
        held_out = engine.held_out()
        p[list(held_out.rows)] = held_out.probabilities
        f = np.zeros((len(p), len(self.codes)))
        for place, code_id in enumerate(self.codes):
            below = [j for j, c in enumerate(engine.codes) if code_id in (c, *self._codebook.nets_of(c))]
            f[:, place] = 1 - np.prod(1 - p[:, below], axis=1)
        # What people said of a text before the draw predicts it best, and cannot depend on what was drawn.
        for answer in coded.answers:
            coding = coded.decided.get(answer.answer_id)
            if coding is not None and coding.status == "coded" and coding.action_id < before:
                f[coded.row(answer)] = 0
                given = self._codebook.with_nets(coding.codes)
                f[coded.row(answer), [self._of[c] for c in given if c in self._of]] = 1
        return f

    def enough(self, inside: npt.NDArray[np.bool_], fewest: int) -> bool:
        """Whether there is somebody to count, and all was coded or enough was drawn."""
        counted = inside & (self._sample.weights > 0)
        drawn = int(np.count_nonzero(self._sample.drawn & counted))
        return bool(counted.any() and (self._sample.coded[counted].all() or drawn >= fewest))

    def estimate(self, inside: npt.NDArray[np.bool_], power: Array | None = None, weighted: bool = True) -> Corrected:
        s = self._sample
        weights = np.where(inside, s.weights if weighted else 1.0, 0.0)
        return corrected_shares(self._y, self._f, Sample(s.stratum, s.drawn, weights, s.coded), power)

    def table(self, inside: npt.NDArray[np.bool_], order: Sequence[Place], power: Array) -> ThemeTable:
        """Return the theme table of a part of the respondents; `power` is that of all, which is steadier."""
        weights = self._sample.weights[inside]
        n, weighted_n = len(weights), float(weights.sum())
        rows: list[ThemeRow] = []
        mentions = total = 0.0
        if order:
            found = self.estimate(inside, power)
            people = self.estimate(inside, power, weighted=False).share * n
            leaves = [place for place, c in enumerate(self.codes) if c not in self._codebook.nets]
            mentions, total = float(people[leaves].sum()), float(found.share[leaves].sum())
            for one in order:
                place, code = self._of[one.code_id], self._codebook.by_id.get(one.code_id)
                below = [j for j in leaves if one.code_id in (c := self.codes[j], *self._codebook.nets_of(c))]
                share = float(found.share[place])
                rows.append(
                    ThemeRow(
                        code_id=one.code_id,
                        label=self._codebook.label(one.code_id),
                        net=one.code_id in self._codebook.nets,
                        parent=one.parent,
                        depth=one.depth,
                        exclusive=code is not None and code.exclusive,
                        n=round(float(people[place])),
                        weighted_n=share * weighted_n,
                        share_of_respondents=share,
                        share_of_mentions=float(found.share[below].sum()) / total if total else 0.0,
                        low=float(found.low[place]),
                        high=float(found.high[place]),
                        apart=one.apart,
                    )
                )
        return ThemeTable(tuple(rows), n, weighted_n, effective_size(weights), round(mentions), total * weighted_n)
