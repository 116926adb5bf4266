"""How good suggestions are in the user's own project: random folds, and earlier rounds against a later one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.domain.codebook import Codebook
from coder.domain.errors import UsageError
from coder.domain.survey import Question
from coder.domain.texts import _, ngettext
from coder.statistics.intervals import wilson
from coder.workflows.coded import ENOUGH, CodedAnswers, coded_answers, new_engine
from coder.workflows.project import (
    Progress,
    codebook_of,
    no_progress,
    open_project,
    questions_meant,
    the_codebook,
    the_round,
)

if TYPE_CHECKING:
    from coder.learning.engine import Engine
    from coder.learning.outcome import HeldOut

FEWEST = 10
"""Different coded answers, to learn from and to test on, below which a figure says nothing."""

FOLDS = 5

Lessons = tuple[list[int], list[frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Measure:
    """A share or score between 0 and 1 with its 95 % interval; None where it does not exist."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class CodeMeasures:
    """The suggestions of one code, on answers that were not learnt from."""

    code_id: str
    label: str
    given: int
    """Tested answers that have the code."""
    selected: int
    """Tested answers for which it would have been pre-selected."""
    precision: Measure
    recall: Measure
    f1: Measure


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One way of holding answers out, and what came of it. Counts are different answers."""

    kind: str
    """'folds' or 'rounds'."""
    folds: int
    """How many; 0 for rounds."""
    learnt_rounds: tuple[str, ...]
    tested_round: str | None
    learnt: int
    """For folds: all coded answers; each fold learns from the other folds."""
    tested: int
    left_out: int
    """Answers of the later round whose text was coded in the earlier one too: nobody codes them anew."""
    measures: dict[str, Measure]
    """Micro precision, recall and F1, macro F1, whole sets right ('exact'), codes given among the first three ('top3')
    and the expected calibration error, which has no interval."""
    codes: tuple[CodeMeasures, ...]
    unknown: str = ""
    """Why there are no measures, where there are none."""

    @property
    def name(self) -> str:
        """What it is called: '5 random folds', '2022 → 2023'."""
        if self.kind == "folds":
            return ngettext("{n} random fold", "{n} random folds", self.folds).format(n=self.folds)
        return f"{', '.join(self.learnt_rounds)} → {self.tested_round}"


@dataclass(frozen=True, slots=True)
class EvaluatedQuestion:
    """The evaluations of one question."""

    question: Question
    codebook: Codebook
    coded: int
    """Different answers that people coded."""
    evaluations: tuple[Evaluation, ...]


def evaluate(
    path: Path,
    question_id: str | None,
    earlier: Sequence[str] = (),
    later: str | None = None,
    folds: int = FOLDS,
    progress: Progress = no_progress,
) -> list[EvaluatedQuestion]:
    """Measure suggestions on answers that were not learnt from, per question that has codings.

    Parameters
    ----------
    earlier, later : learn from these rounds and test on that one; without them, random folds, and each coded round
        against the coded round before it.

    Raises
    ------
    UsageError : no such question or round, rounds that do not go together, or nothing is coded.
    """
    if bool(earlier) != bool(later):
        raise UsageError(_("--from and --to go together"), _("Name the round to learn from, and the round to test on."))
    if later in earlier:
        raise UsageError(
            _("Round {round} cannot be tested on what was learnt from itself").format(round=later),
            _("Name two different rounds, or leave out --from and --to: then random folds are tested."),
        )
    with open_project(path) as project:
        for name in (*earlier, *((later,) if later else ())):
            the_round(project, name)
        found = []
        for question in questions_meant(project, question_id):
            if question_id is not None:
                the_codebook(project, question.question_id)
            codebook = codebook_of(project, question.question_id)
            if codebook is None or not any(
                c.status == "coded" and c.source != "machine" for c in project.codings.current(question.question_id)
            ):
                continue
            coded = coded_answers(project, question.question_id, progress, ENOUGH)
            made = tuple(_evaluations(codebook, coded, earlier, later, folds, progress))
            found.append(EvaluatedQuestion(question, codebook, len(coded.lessons()[0]), made))
        if not found:
            raise UsageError(
                _("There is nothing to evaluate yet: no answers have been coded"), _("Code some with coder review.")
            )
        return found


def _evaluations(
    codebook: Codebook,
    coded: CodedAnswers,
    earlier: Sequence[str],
    later: str | None,
    folds: int,
    progress: Progress,
) -> Iterator[Evaluation]:
    by_round = _by_round(coded)
    engine = new_engine(codebook, coded)
    if later is not None:
        yield _transfer(engine, codebook, by_round, earlier, later)
        return
    yield _folds(engine, codebook, coded.lessons(), folds, progress)
    for before, after in pairwise(sorted(by_round)):
        yield _transfer(engine, codebook, by_round, (before,), after)


def _by_round(coded: CodedAnswers) -> dict[str, dict[int, frozenset[str]]]:
    """Return by round the codes of each different coded answer; a text coded twice counts as coded last."""
    rounds = dict.fromkeys(answer.round_id for answer in coded.answers)
    return {name: given for name in rounds if (given := coded.given(coded.codebook, name))}


def _folds(engine: Engine, codebook: Codebook, lessons: Lessons, folds: int, progress: Progress) -> Evaluation:
    from coder.learning.evaluation import crossed, joined

    n = len(lessons[0])
    about = ("folds", folds, (), None, n, n, 0)
    if unknown := _too_little(engine, lessons[1], n):
        return Evaluation(*about, {}, (), unknown)
    parts = []
    for part in crossed(engine, *lessons, folds):
        parts.append(part)
        progress(_("Learning and testing"), len(parts), min(folds, n))
    return Evaluation(*about, *_measures(joined(parts), codebook))


def _transfer(
    engine: Engine,
    codebook: Codebook,
    by_round: dict[str, dict[int, frozenset[str]]],
    earlier: Sequence[str],
    later: str,
) -> Evaluation:
    from coder.learning.evaluation import refit

    learnt: dict[int, frozenset[str]] = {}
    for name in sorted(earlier):
        learnt |= by_round.get(name, {})
    all_later = by_round.get(later, {})
    tested = {row: codes for row, codes in all_later.items() if row not in learnt}
    about = ("rounds", 0, tuple(earlier), later, len(learnt), len(tested), len(all_later) - len(tested))
    unknown = _too_little(engine, learnt.values(), len(learnt)) or _too_little(engine, tested.values(), len(tested))
    if unknown:
        return Evaluation(*about, {}, (), unknown)
    held = refit(engine, *((list(part), list(part.values())) for part in (learnt, tested)))
    return Evaluation(*about, *_measures(held, codebook))


def _too_little(engine: Engine, sets: Iterable[frozenset[str]], n: int) -> str:
    """Return why nothing can be measured, '' when it can."""
    if n < FEWEST:
        return ngettext(
            "unknown: only {n} different answer is coded, and it takes {fewest}",
            "unknown: only {n} different answers are coded, and it takes {fewest}",
            n,
        ).format(n=n, fewest=FEWEST)
    if not any(codes & set(engine.codes) for codes in sets):
        return _("unknown: none of the coded answers has a code that can be suggested")
    return ""


def _measures(held: HeldOut, codebook: Codebook) -> tuple[dict[str, Measure], tuple[CodeMeasures, ...]]:
    from coder.learning.evaluation import bootstrapped, calibration_error, figures

    overall, spread = figures(held), bootstrapped(held)
    found = {name: Measure(getattr(overall, name), *spread[name]) for name in spread}
    right = int((held.y == held.selected).all(axis=1).sum())
    found["exact"] = _share(right, len(held.y))
    found["calibration_error"] = Measure(calibration_error(held))
    hits, given, selected = (x.sum(axis=0) for x in (held.y & held.selected, held.y, held.selected))
    counts = zip(held.codes, hits.tolist(), given.tolist(), selected.tolist(), strict=True)
    codes = [
        CodeMeasures(code, codebook.label(code), g, s, _share(h, s), _share(h, g), _f1(h, g, s))
        for code, h, g, s in counts
    ]
    return found, tuple(sorted(codes, key=lambda code: -code.given))


def _share(part: int, whole: int) -> Measure:
    return Measure(part / whole, *wilson(part, whole)) if whole else Measure(None)


def _f1(hits: int, given: int, selected: int) -> Measure:
    """Return the F1 of one code with its interval.

    F1 = 2 J / (1 + J), where J is the share of answers with the code right among those that were given it, were shown
    it, or both. J is a share of answers, so Wilson's interval holds for it, and F1 only rises with J. It does not
    shrink to nothing where all are right, as a bootstrap interval does.
    """
    either = given + selected - hits
    if not either:
        return Measure(None)
    share, low, high = (2 * j / (1 + j) for j in (hits / either, *wilson(hits, either)))
    return Measure(share, low, high)


def as_record(found: EvaluatedQuestion) -> dict[str, Any]:
    """Return the evaluations as plain values, for JSON."""
    return {
        "question": found.question.question_id,
        "text": found.question.text,
        "coded": found.coded,
        "evaluations": [_as_record(one) for one in found.evaluations],
    }


def _as_record(one: Evaluation) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "folds": one.folds,
        "from": list(one.learnt_rounds),
        "to": one.tested_round,
        "learnt": one.learnt,
        "tested": one.tested,
        "left_out": one.left_out,
        "unknown": one.unknown,
        "measures": {name: _values(measure) for name, measure in one.measures.items()},
        "codes": [
            {"code": code.code_id, "label": code.label, "given": code.given, "selected": code.selected}
            | {name: _values(getattr(code, name)) for name in ("precision", "recall", "f1")}
            for code in one.codes
        ],
    }


def _values(measure: Measure) -> dict[str, float | None]:
    rounded = (None if x is None else round(x, 4) for x in (measure.value, measure.low, measure.high))
    return dict(zip(("value", "low", "high"), rounded, strict=True))
