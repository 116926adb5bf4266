"""Quotes for a report: marked at the desk, and cleared of personal data."""

from __future__ import annotations

from coder.domain.apart import apart
from coder.domain.report import Quote
from coder.reporting.quotes import Candidate, chosen
from coder.statistics.groups import FEWEST_TESTED
from coder.workflows.clearance import uncleared
from coder.workflows.counted import Counted
from coder.workflows.project import Project
from coder.workflows.table import QuestionTable


def quotes(project: Project, base: Counted, found: QuestionTable, used: set[str]) -> tuple[Quote, ...]:
    """Return the quotes of each theme; `used` are the respondents who are quoted already, and grows.

    Only answers that somebody marked as a quote and that are cleared leave.
    """
    marked = [a for a in base.answers if (c := base.codings.get(a.answer_id)) is not None and c.quote]
    if not marked:
        return ()
    kept_back = {one.answer.answer_id for one in uncleared(project, marked)}
    groups = _groups(base, found)
    candidates = []
    for answer in marked:
        if answer.answer_id not in kept_back:
            coding = base.codings[answer.answer_id]
            begin, end = coding.quoted or (0, len(answer.text))
            # The part was marked in the text as it was then.
            text = answer.text[begin:end] if coding.text_hash == answer.text_hash else answer.text
            codes = frozenset(coding.codes)
            group = groups.get(answer.answer_id, "")
            candidates.append(Candidate(answer.answer_id, answer.respondent_id, text.strip(), codes, group))
    made = []
    for row in found.table.rows:
        code = base.codebook.by_id.get(row.code_id)
        # 'Geen idee' says nothing of the subject: it is counted, and not quoted.
        if row.net or row.hidden or (code is not None and apart(code)):
            continue
        for one in chosen(candidates, row.code_id, used=used):
            used.add(one.respondent)
            made.append(Quote(row.code_id, one.text, one.respondent, one.group))
    return tuple(made)


def _groups(base: Counted, found: QuestionTable) -> dict[int, str]:
    """Return what may be said of who wrote an answer: the group by the first variable, where it is no small one."""
    if not found.by:
        return {}
    variable = found.by[0]
    large = {
        group.name
        for group in found.cross.groups
        if group.variable == variable and not group.missing and group.table.base >= FEWEST_TESTED
    }
    values = zip(base.answers, base.values(variable), strict=True)
    return {answer.answer_id: value for answer, value in values if value in large}
