"""Whether answers may be quoted: checked for personal data, and no finding left that nobody reviewed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from coder.domain.errors import UsageError
from coder.domain.survey import Answer
from coder.domain.texts import _, ngettext
from coder.store.codings import final
from coder.workflows.project import Project


@dataclass(frozen=True, slots=True)
class Uncleared:
    """An answer that may not be quoted as it is."""

    answer: Answer
    reason: Literal["unchecked", "unreviewed"]
    """Nobody looked for personal data in it; or something was found about which nobody decided."""


def uncleared(project: Project, answers: Iterable[Answer]) -> list[Uncleared]:
    """Return which of these answers are not cleared, in order."""
    checked = project.personal.checked()
    found: list[Uncleared] = []
    for answer in answers:
        one = checked.get(answer.answer_id)
        if one is None:
            found.append(Uncleared(answer, "unchecked"))
        elif one.unreviewed:
            found.append(Uncleared(answer, "unreviewed"))
    return found


def uncleared_quotes(project: Project, question_id: str | None = None, round_id: str | None = None) -> list[Uncleared]:
    """Return the answers to a question (None: all) that are marked as quotes at the desk and are not cleared."""
    marked = {c.answer_id for c in final(project.codings.current(question_id, round_id)).values() if c.quote}
    if not marked:
        return []
    return uncleared(project, (a for a in project.answers.each(question_id, round_id) if a.answer_id in marked))


def refuse_uncleared_quotes(project: Project, question_id: str | None = None, round_id: str | None = None) -> None:
    """Refuse to let quotes out that are not cleared.

    Raises
    ------
    UsageError : there are such quotes; says how many, of which questions, and what to do.
    """
    found = uncleared_quotes(project, question_id, round_id)
    if not found:
        return
    n = len(found)
    questions = list(dict.fromkeys(one.answer.question_id for one in found))
    unchecked = sum(one.reason == "unchecked" for one in found)
    key = f" --question {questions[0]}" if len(questions) == 1 else ""
    command = f"coder redact{key}" + ("" if unchecked else " --review")
    message = ngettext(
        "{n} quote may hold personal data, in {questions}: {unchecked} not checked, {unreviewed} with findings that "
        "nobody reviewed",
        "{n} quotes may hold personal data, in {questions}: {unchecked} not checked, {unreviewed} with findings that "
        "nobody reviewed",
        n,
    )
    raise UsageError(
        message.format(n=n, questions=", ".join(questions), unchecked=unchecked, unreviewed=n - unchecked),
        _("Check them: {command}. Or say --uncleared-quotes to write them as they are.").format(command=command),
    )
