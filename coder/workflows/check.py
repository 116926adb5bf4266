"""Slips in what people coded: found for a list, and for a sitting at the desk."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.domain.codebook import Codebook
from coder.domain.coding import Coding
from coder.domain.errors import UsageError
from coder.domain.folding import fold
from coder.domain.survey import Answer, Cell, Question
from coder.domain.texts import _, ngettext, percent
from coder.review.ports import Item
from coder.workflows.coded import CodedAnswers, coded_answers, new_engine
from coder.workflows.project import (
    Progress,
    codebook_of,
    no_progress,
    open_project,
    questions_meant,
    the_codebook,
    the_round,
)
from coder.workflows.sheets import write_sheets

if TYPE_CHECKING:
    from coder.learning.slips import Contradiction, Rule

SUREST = 0.99  # nothing a model says is shown as certain


@dataclass(frozen=True, slots=True)
class Variant:
    """One way in which an answer, or one that reads alike, was coded elsewhere."""

    text: str
    codes: tuple[str, ...]
    answers: int
    """How many respondents' answers were coded so."""
    coder_id: str
    """Who coded so last, and when (UTC, ISO 8601)."""
    created_at: str


@dataclass(frozen=True, slots=True)
class Slip:
    """An answer whose coding deserves a second look, and why."""

    answers: tuple[Answer, ...]
    """The respondents who gave it, in the rounds that were asked for."""
    coding: Coding
    """How the first of them is coded."""
    rules: tuple[tuple[str, Rule], ...]
    """What the codebook forbids: code and why."""
    variants: tuple[Variant, ...]
    """Other codings of the same text, or of one that reads alike."""
    contradiction: Contradiction | None
    """What the model has against it."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Why it is listed: 'rule', 'same', 'alike', 'model'."""
        same = {fold(variant.text) == fold(self.answers[0].text) for variant in self.variants}
        found = (("rule", bool(self.rules)), ("same", True in same), ("alike", False in same))
        return tuple(kind for kind, on in (*found, ("model", self.contradiction is not None)) if on)

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """What the list is sorted by: what is certain first, then what the model contradicts most."""
        strength = self.contradiction.strength if self.contradiction else 0.0
        return not self.rules, "same" not in self.kinds, -strength


@dataclass(frozen=True, slots=True)
class QuestionCheck:
    """The slips of one question, the most certain first."""

    question: Question
    codebook: Codebook
    coded: int
    """Different coded answers that were looked at."""
    by_model: bool
    """Whether enough is coded for the model to have a say."""
    slips: list[Slip]


def check(
    path: Path, question_id: str | None, round_id: str | None, progress: Progress = no_progress
) -> list[QuestionCheck]:
    """Look for slips in what people coded, per question that has codings.

    Raises
    ------
    UsageError : no such question or round, or nothing is coded.
    """
    with open_project(path) as project:
        round_id = the_round(project, round_id)
        found = []
        for question in questions_meant(project, question_id):
            if question_id is not None:
                the_codebook(project, question.question_id)
            codebook = codebook_of(project, question.question_id)
            if codebook is not None:
                coded = coded_answers(project, question.question_id, progress)
                if coded.lessons()[0]:
                    found.append(check_question(question, codebook, coded, round_id))
        if not found:
            raise UsageError(
                _("There is nothing to check yet: no answers have been coded"), _("Code some first: coder review.")
            )
        return found


def check_question(question: Question, codebook: Codebook, coded: CodedAnswers, round_id: str | None) -> QuestionCheck:
    """Look for slips in the codings of a question; answers of other rounds are compared with, and not listed."""
    from coder.learning.slips import FEWEST_CODED, breaches, coded_otherwise

    by_row: dict[int, list[Answer]] = defaultdict(list)
    for answer in coded.answers:
        coding = coded.decided.get(answer.answer_id)
        if coding is not None and coding.status == "coded":
            by_row[coded.row(answer)].append(answer)
    sets = {row: [frozenset(coded.decided[a.answer_id].codes) for a in found] for row, found in by_row.items()}
    otherwise = coded_otherwise(_alike(coded, by_row), sets)
    by_model = len(by_row) >= FEWEST_CODED
    against = _contradictions(codebook, coded) if by_model else {}
    slips = []
    for row, found in by_row.items():
        answers = tuple(a for a in found if round_id in (None, a.round_id))
        if not answers:
            continue
        # The answer whose coding is not the commonest of its text is the one to look at.
        often = Counter(sets[row])
        answers = tuple(sorted(answers, key=lambda a: often[frozenset(coded.decided[a.answer_id].codes)]))
        coding = coded.decided[answers[0].answer_id]
        rules = {breach: None for a in answers for breach in breaches(coded.decided[a.answer_id].codes, codebook)}
        variants = _variants(coded, coding, [a for other in otherwise.get(row, []) for a in by_row[other]])
        # The model has compared with the coding that came last.
        model = against.get(row) if frozenset(coding.codes) == sets[row][-1] else None
        slip = Slip(answers, coding, tuple(rules), variants, model)
        if slip.kinds:
            slips.append(slip)
    slips.sort(key=lambda slip: slip.rank)
    return QuestionCheck(question, codebook, len(by_row), by_model, slips)


def _alike(coded: CodedAnswers, by_row: dict[int, list[Answer]]) -> dict[int, int]:
    """Return by row the group of answers that read alike: a row of its own, or the one that stands for the group."""
    from coder.learning.groups import groups

    rows = list(by_row)
    of_row = {row: row for row in rows}
    for places in groups([fold(coded.documents[row].text) for row in rows], [len(by_row[row]) for row in rows]):
        of_row.update((rows[place], rows[places[0]]) for place in places)
    return of_row


def _contradictions(codebook: Codebook, coded: CodedAnswers) -> dict[int, Contradiction]:
    """Return by row what the model has against its coding; each answer by a fit that did not see its coding."""
    import numpy as np

    from coder.learning.slips import contradictions

    rows, codes = coded.lessons()
    engine = new_engine(codebook, coded)
    engine.learn(rows, codes)
    held = engine.held_out()
    seen = set(held.rows)
    # Where more is coded than is learnt from, the other answers were not seen either.
    rest = [(row, given) for row, given in zip(rows, codes, strict=True) if row not in seen]
    places = [*held.rows, *(row for row, _given in rest)]
    given = np.array([[code in g for code in held.codes] for _row, g in rest], dtype=bool)
    probabilities = np.vstack([held.probabilities, engine.probabilities([row for row, _given in rest])])
    y = np.vstack([held.y, given.reshape(len(rest), len(held.codes))])
    return {places[one.place]: one for one in contradictions(probabilities, y, held.codes)}


def _variants(coded: CodedAnswers, coding: Coding, others: Sequence[Answer]) -> tuple[Variant, ...]:
    found: dict[tuple[str, tuple[str, ...]], list[tuple[Answer, Coding]]] = defaultdict(list)
    for answer in others:
        other = coded.decided[answer.answer_id]
        if frozenset(other.codes) != frozenset(coding.codes):
            found[answer.text_hash, other.codes].append((answer, other))
    variants = []
    for (_hash, codes), members in found.items():
        newest = max((other for _answer, other in members), key=lambda other: other.coding_id)
        variants.append(Variant(members[0][0].text, codes, len(members), newest.coder_id, newest.created_at))
    return tuple(sorted(variants, key=lambda variant: -variant.answers))


def to_review(found: QuestionCheck) -> tuple[list[Item], dict[int, str]]:
    """Return the slips as a queue for the desk, and by answer id why each is in it.

    Raises
    ------
    UsageError : there are none.
    """
    if not found.slips:
        raise UsageError(
            _("There is nothing to check in question {question}").format(question=found.question.question_id),
            _("No coding of it contradicts the codebook, the other codings or the model."),
        )
    notes = {slip.answers[0].answer_id: "; ".join(reasons(slip, found.codebook)) for slip in found.slips}
    return [Item(slip.answers) for slip in found.slips], notes


def reasons(slip: Slip, codebook: Codebook) -> list[str]:
    """Return in words why an answer is listed, one sentence a reason."""
    found = []
    why: dict[str, str] = {
        "retired": _("{code} is no longer used"),
        "net": _("{code} is a net, not a code to give"),
        "unknown": _("the codebook does not have {code}"),
        "alone": _("{code} stands alone, and has others beside it"),
    }
    found += [why[rule].format(code=codebook.label(code)) for code, rule in slip.rules]
    for variant in slip.variants:
        codes = labels(variant.codes, codebook)
        if fold(variant.text) == fold(slip.answers[0].text):
            said = ngettext(
                "the same answer is coded otherwise elsewhere: {codes} ({n} time, {coder}, {day})",
                "the same answer is coded otherwise elsewhere: {codes} ({n} times, {coder}, {day})",
                variant.answers,
            ).format(codes=codes, n=variant.answers, coder=variant.coder_id, day=variant.created_at[:10])
        else:
            said = _("'{text}' reads alike and is coded: {codes}").format(text=variant.text, codes=codes)
        found.append(said)
    if slip.contradiction is not None:
        if slip.contradiction.missing:
            said = _("the model expects {codes}")
            found.append(said.format(codes=_chances(slip.contradiction.missing, codebook)))
        if slip.contradiction.doubted:
            said = _("the model doubts {codes}")
            found.append(said.format(codes=_chances(slip.contradiction.doubted, codebook)))
    return found


def labels(codes: Sequence[str], codebook: Codebook) -> str:
    """Return the labels of a set of codes on one line."""
    return ", ".join(codebook.label(code) for code in codes) or _("no theme")


def _chances(parts: Sequence[tuple[str, float]], codebook: Codebook) -> str:
    return ", ".join(f"{codebook.label(code)} ({percent(min(p, SUREST))})" for code, p in parts)


def as_records(found: QuestionCheck, limit: int | None = None) -> list[dict[str, Any]]:
    """Return slips as plain values, for JSON."""
    return [
        {
            "question": found.question.question_id,
            "round": slip.answers[0].round_id,
            "respondent": slip.answers[0].respondent_id,
            "answers": len(slip.answers),
            "text": slip.answers[0].text,
            "codes": list(slip.coding.codes),
            "coder": slip.coding.coder_id,
            "coded_at": slip.coding.created_at,
            "kinds": list(slip.kinds),
            "strength": round(slip.contradiction.strength, 2) if slip.contradiction else None,
            "expected": _parts(slip.contradiction.missing if slip.contradiction else ()),
            "doubted": _parts(slip.contradiction.doubted if slip.contradiction else ()),
            "rules": [{"code": code, "rule": rule} for code, rule in slip.rules],
            "elsewhere": [
                {"text": v.text, "codes": list(v.codes), "answers": v.answers, "coder": v.coder_id, "at": v.created_at}
                for v in slip.variants
            ],
        }
        for slip in found.slips[:limit]
    ]


def _parts(parts: Sequence[tuple[str, float]]) -> list[dict[str, Any]]:
    return [{"code": code, "probability": round(p, 4)} for code, p in parts]


def write(path: Path, checks: Sequence[QuestionCheck], limit: int | None = None) -> list[Path]:
    """Write slips to CSV, XLSX, Markdown or JSON Lines: one row an answer."""
    from coder.exporters.base import Sheet

    columns = ("question", "round", "respondent", "answers", "text", "codes", "coder", "why", "kinds", "strength")
    rows: list[tuple[Cell, ...]] = []
    for found in checks:
        for slip, record in zip(found.slips, as_records(found, limit), strict=False):
            joined = {
                "codes": "; ".join(found.codebook.label(code) for code in slip.coding.codes),
                "why": "; ".join(reasons(slip, found.codebook)),
                "kinds": "; ".join(slip.kinds),
            }
            rows.append(tuple((record | joined)[column] for column in columns))
    return write_sheets(path, [Sheet("slips", columns, rows)])
