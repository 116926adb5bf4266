"""Answers whose codes were merged or split since they were coded: back to the desk, or recoded at once.

Nothing changes by itself: until an answer is recoded its coding, and so every table, keeps the code that it was given.
Which answers wait follows from the codings and the codebook; nothing is kept about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coder.domain.codebook import Codebook
from coder.domain.coding import BY_PEOPLE, Coding, Status, Suggestion, Suggestions
from coder.domain.errors import UsageError
from coder.domain.ids import new_id
from coder.domain.survey import Answer, Question
from coder.domain.texts import _
from coder.review.ports import Decision, Item, Suggester
from coder.store.actions import now
from coder.store.codings import final
from coder.workflows.coded import CodedAnswers
from coder.workflows.live import SHOWN
from coder.workflows.parts import Part
from coder.workflows.project import Project, codebook_of, open_project, the_codebook, the_question


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many answers of a question hold codes that were merged or split since. Counts are answers."""

    question_id: str
    at_once: int
    """Held only merged codes: `coder codebook recode` can do them all."""
    by_people: int
    """Held a code that was split, or that now stands alone beside others: somebody has to read them again."""
    by_machine: int = 0
    """Were given such codes by the machine alone, which can code them anew."""

    @property
    def answers(self) -> int:
        """All that wait of what people coded."""
        return self.at_once + self.by_people

    @property
    def command(self) -> str:
        """The command that comes next, '' where nothing waits."""
        if self.at_once:
            return f"coder codebook recode --question {self.question_id}"
        if self.by_people:
            return f"coder review --question {self.question_id} --recode"
        return f"coder autocode --question {self.question_id}" if self.by_machine else ""


def waits(codebook: Codebook, coding: Coding) -> bool:
    """Return whether a coding holds codes that were merged or split since."""
    return coding.status in ("coded", "flagged") and not codebook.replaced.isdisjoint(coding.codes)


def at_once(codebook: Codebook, codes: Iterable[str]) -> bool:
    """Return whether it is plain what codes became: merged ones only, and none that stands alone beside others."""
    codes = tuple(codes)
    carried = codebook.carried(codes)
    plain = all(len(codebook.successors(code)) == 1 for code in codes)
    return plain and (len(carried) == 1 or codebook.exclusive.isdisjoint(carried))


def waiting(codebook: Codebook, question_id: str, codings: Iterable[Coding]) -> Waiting:
    """Return how many of these codings, the one of each answer that counts, wait to be recoded."""
    found = [coding for coding in codings if waits(codebook, coding)]
    of_people = [at_once(codebook, coding.codes) for coding in found if coding.source in BY_PEOPLE]
    n = sum(of_people)
    return Waiting(question_id, n, len(of_people) - n, len(found) - len(of_people))


def waiting_in(project: Project, question_id: str) -> Waiting:
    """Return how many answers of a question wait to be recoded."""
    codebook = codebook_of(project, question_id) or Codebook()
    return waiting(codebook, question_id, final(project.codings.current(question_id)).values())


# --- at the desk


def question_to_recode(project: Project, question_id: str | None) -> Question:
    """Return the question that is meant; without a key, the first in which answers wait."""
    questions = project.answers.questions()
    if question_id is None and len(questions) > 1:
        return next((q for q in questions if waiting_in(project, q.question_id).answers), questions[0])
    return the_question(project, question_id)


def to_recode(
    question: Question, codebook: Codebook, coded: CodedAnswers, round_id: str | None, part: Part
) -> tuple[list[Item], dict[int, str], dict[int, Decision]]:
    """Return the answers that wait as a queue; by answer id why each is in it, and the remarks that it keeps.

    Answers with the same text are one card where they had the same codes.

    Raises
    ------
    UsageError : there are none.
    """
    cards: dict[tuple[str, tuple[str, ...], bool], list[Answer]] = {}
    notes: dict[int, str] = {}
    known: dict[int, Decision] = {}
    for answer in coded.answers:
        coding = coded.decided.get(answer.answer_id)
        asked = part.has(answer) and round_id in (None, answer.round_id)
        if coding is None or not asked or not waits(codebook, coding):
            continue
        shared = answer.answer_id in part.shared
        cards.setdefault((answer.text_hash, coding.codes, shared), []).append(answer)
        told = sorted(coding.codes, key=lambda code: code not in codebook.replaced)  # what the card is about, first
        codes = ", ".join(became(codebook, code) for code in told)
        notes[answer.answer_id] = _("had: {codes}").format(codes=codes)
        # Where suggestions are hidden, what is chosen beforehand has to come from the decision.
        status: Status = "coded" if answer.answer_id in part.blind else "open"
        carried = codebook.carried(coding.codes)
        known[answer.answer_id] = Decision(status, carried, coding.memo, coding.quote, coding.quoted)
    if not cards:
        raise UsageError(
            _("No answer to question {question} waits to be recoded").format(question=question.question_id),
            _("Answers do after codes were merged or split: coder codebook log tells."),
        )
    queue = [
        Item(tuple(answers), shared=key[2], blind=answers[0].answer_id in part.blind) for key, answers in cards.items()
    ]
    return queue, notes, known


def became(codebook: Codebook, code_id: str) -> str:
    """Return a code with what became of it, in words."""
    label = codebook.label(code_id)
    if code_id not in codebook.replaced:
        return label
    successors = codebook.successors(code_id)
    into = ", ".join(codebook.label(c) for c in successors)
    said = _("{code} (merged into {into})") if len(successors) == 1 else _("{code} (split into {into})")
    return said.format(code=label, into=into)


class Recoding:
    """A `coder.review.ports.Suggester` for answers that wait: the parts of what was split come first.

    Selected is what the answer had, merged codes as what they became; codes that were split are taken out, as a person
    chooses among the parts.
    """

    def __init__(self, suggester: Suggester, codebook: Codebook, coded: CodedAnswers) -> None:
        self._suggester, self._codebook, self._coded = suggester, codebook, coded
        self.learn, self.forget, self.priority = suggester.learn, suggester.forget, suggester.priority

    def suggest(self, answer: Answer) -> Suggestions:
        """Return what is proposed, with the parts first."""
        found = self._suggester.suggest(answer)
        coding = self._coded.decided.get(answer.answer_id)
        return parts_first(found, coding.codes, self._codebook) if coding is not None else found

    def use_codebook(self, codebook: Codebook) -> None:
        """Go on with a changed codebook."""
        self._codebook = codebook
        self._suggester.use_codebook(codebook)


def parts_first(found: Suggestions, had: Sequence[str], codebook: Codebook) -> Suggestions:
    """Return suggestions for an answer that had these codes: first the parts of what was split, the likeliest first."""
    split = [successors for code in had if len(successors := codebook.successors(code)) > 1]
    usable = {code.code_id for code in codebook.usable}
    parts = dict.fromkeys(part for successors in split for part in successors if part in usable)
    by_code = {one.code_id: one for one in found.ranked}
    first = sorted((by_code.get(part, Suggestion(part, 0.0)) for part in parts), key=lambda one: -one.probability)
    rest = [one for one in found.ranked if one.code_id not in parts]
    return replace(found, ranked=tuple([*first, *rest][:SHOWN]), selected=codebook.carried(had))


# --- at once


def waiting_for(path: Path, question_id: str | None) -> Waiting:
    """Return how many answers of a question wait to be recoded.

    Raises
    ------
    UsageError : there is no such question, or it has no codebook.
    """
    with open_project(path) as project:
        question = question_to_recode(project, question_id)
        the_codebook(project, question.question_id)
        return waiting_in(project, question.question_id)


def recode(path: Path, question_id: str, coder_id: str) -> int:
    """Recode what can be at once, as one action; return how many answers that were.

    Each coding stays that of the person who made it, with its memo and quote. Where several people coded an answer,
    their codings keep their order: the newest is the one that tables use.
    """
    with open_project(path) as project, project.transaction():
        codebook = the_codebook(project, question_id)
        by_answer: dict[int, list[Coding]] = {}
        for coding in project.codings.current(question_id):
            if coding.source in BY_PEOPLE and coding.status != "open":
                by_answer.setdefault(coding.answer_id, []).append(coding)
        found: list[Coding] = []
        n = 0
        for answer_id, codings in by_answer.items():
            changed = [_at_once(codebook, coding) for coding in codings]
            if _at_once(codebook, final(codings)[answer_id]):
                n += 1
                first = changed.index(True)
                for coding, one in zip(codings[first:], changed[first:], strict=True):
                    found.append(_carried(codebook, coding) if one else coding)
        if found:
            action_id = project.actions.add(coder_id, "codebook recode", {"question": question_id, "answers": n})
            moment = now()
            project.codings.add(replace(c, coding_id=new_id(), action_id=action_id, created_at=moment) for c in found)
    return n


def _at_once(codebook: Codebook, coding: Coding) -> bool:
    return waits(codebook, coding) and at_once(codebook, coding.codes)


def _carried(codebook: Codebook, coding: Coding) -> Coding:
    version = codebook.version
    return replace(coding, codes=codebook.carried(coding.codes), codebook_version=version, suggested=(), model_id="")
