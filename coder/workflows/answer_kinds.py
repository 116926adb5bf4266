"""How many answers say nothing, and how many are in another language, per question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coder.workflows.project import open_project


@dataclass(frozen=True, slots=True)
class AnswerKinds:
    """What is special about the answers to one question. Counts are answers; each distinct text is looked at once."""

    question_id: str
    answers: int
    texts: int
    """How many of them differ."""
    empty: dict[str, int] = field(default_factory=dict)
    """By `coder.language.empty.Emptiness`."""
    languages: dict[str, int] = field(default_factory=dict)
    """Other languages than Dutch, by ISO 639-1 code, most first."""


def answer_kinds(path: Path, question_ids: Iterable[str], rounds: Sequence[str]) -> list[AnswerKinds]:
    """Return what is special about the answers to these questions in these rounds.

    Raises
    ------
    ProjectError : the project file cannot be used.
    """
    with open_project(path) as project:
        each = project.answers.each
        return [kinds_of(key, (a.text for one in rounds for a in each(key, one))) for key in question_ids]


def kinds_of(question_id: str, answers: Iterable[str]) -> AnswerKinds:
    """Return what is special about these answers to a question."""
    from coder.language.empty import Emptiness, emptiness
    from coder.language.tongue import other_language

    texts = Counter(answers)
    empty: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for text, n in texts.items():
        if kind := emptiness(text):
            empty[kind.value] += n
        elif language := other_language(text):
            languages[language] += n
    kinds = {kind.value: empty[kind.value] for kind in Emptiness if empty[kind.value]}
    return AnswerKinds(question_id, texts.total(), len(texts), kinds, dict(languages.most_common()))
