"""What Microsoft Forms and Google Forms share: one header of whole questions, and cells with several answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from coder.domain.survey import SurveyTable, Variable
from coder.importers.survey_tools import cells_of, is_personal, personal, plain, refined

MOST_CHOICES = 60
"""Different answers that one question to tick may have; those to an open question are soon more."""


def with_questions(
    table: SurveyTable, source: str, known: dict[int, Variable], separators: Sequence[str]
) -> SurveyTable:
    """Return a table with what is `known` of the tool's own columns by place, and what shows of the others.

    A cell with several answers stays one text: what respondents added under 'other' would each become a column.
    """
    variables = []
    for place, cell in enumerate(table.header):
        answers = cells_of(table, place)
        if place in known:
            variables.append(known[place])
        elif is_personal(cell, answers):
            variables.append(personal())
        elif any(holds_several(answers, separator) for separator in separators):
            variables.append(Variable(text=plain(cell), role="closed"))
        else:
            variables.append(Variable(text=plain(cell)))
    return refined(table, source, variables)


def holds_several(answers: Sequence[str], separator: str, times: int = 2) -> bool:
    """Tell whether cells are lists of ticked answers, 'a;b;', and not texts with this sign in them.

    The same few answers come back, on average this many times; or every cell ends with the separator as Microsoft
    writes it.
    """
    parts = Counter(part.strip() for answer in answers for part in answer.split(separator) if part.strip())
    if not any(separator in answer for answer in answers) or len(parts) > MOST_CHOICES:
        return False
    return all(answer.endswith(separator) for answer in answers) or parts.total() >= times * len(parts)
