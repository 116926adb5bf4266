"""What of a question is a coder's to code, and what they may see of what others decided.

Answers that several code are compared later, so that nobody may see beforehand what another made of them: for a coder,
only their own decisions about those answers exist, in the queue, in what suggestions learn from, and on every panel.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from coder.domain.coding import BY_PEOPLE, Coding
from coder.domain.errors import UsageError
from coder.domain.survey import Answer, Question
from coder.domain.texts import _
from coder.review.ports import Item
from coder.review.queue import items
from coder.store.codings import closed_by_machine, final
from coder.workflows.coded import CodedAnswers
from coder.workflows.project import Project, the_question


@dataclass(frozen=True, slots=True)
class Part:
    """The part of one coder in a question. A round in which nothing was divided is everybody's."""

    coder_id: str
    coders: tuple[str, ...] = ()
    """Who have a part in the question."""
    mine: frozenset[int] = frozenset()
    shared: frozenset[int] = frozenset()
    """Answers that several code, whether or not this coder is one of them."""
    blind: frozenset[int] = frozenset()
    """Of these, those that are coded without suggestions."""
    rounds: frozenset[str] = frozenset()
    """Rounds in which answers were divided; none where the coder wants everything."""

    def has(self, answer: Answer) -> bool:
        """Return whether an answer is for this coder."""
        return answer.round_id not in self.rounds or answer.answer_id in self.mine

    def decided(self, codings: Iterable[Coding]) -> dict[int, Coding]:
        """Return the decisions of people that exist for this coder, by answer, of current codings.

        Of an answer that several code it is their own decision, once there is one the reconciled one.
        """
        codings = list(codings)
        own = final((c for c in codings if c.coder_id == self.coder_id), BY_PEOPLE)
        found = {}
        for answer_id, coding in final(codings, BY_PEOPLE).items():
            if answer_id not in self.shared or (coding.source == "reconciled" and answer_id in own):
                found[answer_id] = coding
            elif answer_id in own:
                found[answer_id] = own[answer_id]
        return found

    def left(self, answers: Iterable[Answer], codings: Sequence[Coding]) -> bool:
        """Return whether this coder has something left to code."""
        done = (closed_by_machine(codings) - self.shared) | self.decided(codings).keys()
        return any(self.has(a) and a.answer_id not in done for a in answers)

    def seen(self, coded: CodedAnswers, codings: Iterable[Coding]) -> CodedAnswers:
        """Return the coded answers as far as they exist for this coder."""
        if not self.shared:
            return coded
        sure = {answer_id: codes for answer_id, codes in coded.sure.items() if answer_id not in self.shared}
        return replace(coded, decided=self.decided(codings), closed=coded.closed - self.shared, sure=sure)

    def queue(self, answers: Sequence[Answer], groups: Mapping[str, str], sampled: Collection[int] = ()) -> list[Item]:
        """Return the cards of this coder; those that several code in an order by chance, the same for each of them.

        Who stops halfway has then coded what the others coded first, too.
        """
        mine = [a for a in answers if self.has(a)]
        shared = [a for a in mine if a.answer_id in self.shared]
        cards = items([a for a in mine if a.answer_id not in self.shared], sampled, groups)
        # A hash is as good as a draw.
        for card in sorted(items(shared, sampled, groups), key=lambda item: item.first.text_hash):
            cards.append(replace(card, shared=True, blind=card.first.answer_id in self.blind))
        if not sampled:
            return cards
        place = {a.answer_id: n for n, a in enumerate(mine)}
        drawn = sorted((card for card in cards if card.sampled), key=lambda card: place[card.first.answer_id])
        return [*drawn, *(card for card in cards if not card.sampled)]


def coders_part(
    project: Project,
    question_id: str,
    answers: Iterable[Answer],
    coder_id: str,
    everything: bool = False,
    codings: Iterable[Coding] = (),
) -> Part:
    """Return the part of a coder in a question: what is assigned to them, and what they decided before that.

    Parameters
    ----------
    answers : all answers to the question.
    codings : the current ones.
    everything : take what is others' too.
    """
    assigned = project.assignments.current(question_id)
    if not assigned:
        return Part(coder_id)
    rounds = {a.answer_id: a.round_id for a in answers}
    assigned = [one for one in assigned if one.answer_id in rounds]
    mine = {one.answer_id for one in assigned if one.coder_id == coder_id}
    mine |= {c.answer_id for c in codings if c.coder_id == coder_id and c.status != "open"}
    return Part(
        coder_id,
        tuple(sorted({one.coder_id for one in assigned})),
        frozenset(mine),
        frozenset(one.answer_id for one in assigned if one.shared),
        frozenset(one.answer_id for one in assigned if one.shared and one.blind),
        frozenset() if everything else frozenset(rounds[one.answer_id] for one in assigned),
    )


def nothing_left(question: Question, part: Part) -> UsageError:
    """Return the error that says why there is nothing to code."""
    if not part.rounds:
        return UsageError(
            _("There is nothing left to code in question {question}").format(question=question.question_id),
            _(
                "Look again at answers left for later with --only skipped or --only flagged; coder status shows where "
                "you are."
            ),
        )
    if part.coder_id in part.coders:
        return UsageError(
            _("{coder} has nothing left to code in question {question}").format(
                coder=part.coder_id, question=question.question_id
            ),
            _(
                "coder assign --show shows how far the others are; look again at answers left for later with --only "
                "skipped or --only flagged; --all takes the others' part too."
            ),
        )
    return UsageError(
        _("Question {question} is divided over {coders}; {coder} has no part in it").format(
            question=question.question_id, coders=", ".join(part.coders), coder=part.coder_id
        ),
        _(
            "Say who you are with --coder NAME, or take all answers with --all; coder assign --show shows the parts, "
            "and coder assign divides anew."
        ),
    )


def question_to_code(
    project: Project, question_id: str | None, round_id: str | None, coder_id: str, everything: bool
) -> Question:
    """Return the question that is meant; without a key, the first in which this coder has something left to code."""
    questions = project.answers.questions()
    if question_id is not None or len(questions) <= 1:
        return the_question(project, question_id)
    for question in questions:
        answers = project.answers.answers(question.question_id, round_id)
        part = coders_part(project, question.question_id, answers, coder_id, everything)
        if part.left(answers, project.codings.current(question.question_id, round_id)):
            return question
    return questions[0]
