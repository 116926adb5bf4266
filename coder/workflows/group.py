"""Propose groups of answers that read alike, which the desk then shows as one card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coder.domain.coding import BY_PEOPLE
from coder.domain.folding import fold
from coder.domain.survey import Answer, Question
from coder.store.codings import final
from coder.workflows.project import (
    Progress,
    Project,
    no_progress,
    open_project,
    questions_meant,
    the_question,
    the_round,
)


@dataclass(frozen=True, slots=True)
class GroupedText:
    """A text of a group, as the first respondent wrote it, and how many answers fold to the same."""

    text: str
    answers: int


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that read alike: first the one that is shown, the most frequent; then its members."""

    texts: tuple[GroupedText, ...]

    @property
    def answers(self) -> int:
        """Answers with one of these texts."""
        return sum(text.answers for text in self.texts)


@dataclass(frozen=True, slots=True)
class Grouped:
    """The groups of one question, those with most answers first."""

    question: Question
    groups: tuple[Group, ...]
    cards_saved: int
    """Cards fewer at the desk, because answers that nobody decided share a card."""
    changed: int
    """Texts that came to another group, or into or out of one."""


def group(
    path: Path,
    question_id: str | None,
    round_id: str | None,
    coder_id: str,
    similarity: float,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> list[Grouped]:
    """Put answers that read alike into groups, in one action; decisions stay as they are.

    Groups of before are made anew. A text that a person took out of its group stays out.

    Parameters
    ----------
    similarity : see `coder.learning.groups`.
    dry_run : propose only.

    Raises
    ------
    UsageError : there is no such question or round, or there are no answers.
    """
    with open_project(path) as project:
        questions = questions_meant(project, question_id) or [the_question(project, question_id)]
        round_id = the_round(project, round_id, question_id and questions[0].question_id)
        found, changes = [], {}
        for question in questions:
            one, changed = _group(project, question, round_id, similarity, progress)
            found.append(one)
            if changed:
                changes[question.question_id] = changed
        if changes and not dry_run:
            with project.transaction():
                details = {
                    "question": list(changes),
                    "groups": sum(len(one.groups) for one in found),
                    "similarity": similarity,
                }
                action_id = project.actions.add(coder_id, "group", details)
                for key, changed in changes.items():
                    project.groups.add(key, changed, action_id)
        return found


def _group(
    project: Project, question: Question, round_id: str | None, similarity: float, progress: Progress
) -> tuple[Grouped, dict[str, str]]:
    from coder.language.dictionary import lemma_of
    from coder.learning.groups import groups

    key = question.question_id
    answers = project.answers.answers(key, round_id)
    before, out = project.groups.current(key), project.groups.taken_out(key)
    counts = Counter(answer.text_hash for answer in answers)
    first: dict[str, Answer] = {}
    for answer in answers:
        first.setdefault(answer.text_hash, answer)
    free = [text for text in first if text not in out]
    places = groups(
        [fold(first[text].text) for text in free], [counts[text] for text in free], similarity, lemma_of, progress
    )
    made = [[free[place] for place in one] for one in places]
    # A group bears the hash of its shown text; a text that is in a group no longer is a group by itself.
    group_of = {text: text for text in free if text in before} | {text: one[0] for one in made for text in one}
    changed = {text: new for text, new in group_of.items() if before.get(text) != new}

    decided = final(project.codings.current(key, round_id), BY_PEOPLE)
    open_texts = {answer.text_hash for answer in answers if answer.answer_id not in decided}
    saved = sum(max(0, len(open_texts.intersection(one)) - 1) for one in made)
    shown = tuple(Group(tuple(GroupedText(first[text].text, counts[text]) for text in one)) for one in made)
    return Grouped(question, shown, saved, len(changed)), changed


def as_record(grouped: Grouped) -> Mapping[str, Any]:
    """Return the groups of a question as plain values, for JSON and for the terminal."""
    return {
        "question": grouped.question.question_id,
        "answers": sum(one.answers for one in grouped.groups),
        "cards_saved": grouped.cards_saved,
        "changed": grouped.changed,
        "groups": [
            {"shown": one.texts[0].text, "answers": one.answers, "texts": [[t.text, t.answers] for t in one.texts]}
            for one in grouped.groups
        ],
    }
