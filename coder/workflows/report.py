"""A report on coded questions: figures, findings, quotes and how they came about, as plain values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from coder.domain.codebook import Codebook
from coder.domain.errors import UsageError
from coder.domain.report import Base, Pair, QuestionReport, Report, TrendFigures
from coder.domain.survey import Question
from coder.domain.texts import _, language, ngettext
from coder.language.dictionary import lemma_of
from coder.reporting.findings import findings
from coder.reporting.words import blurs, phrase
from coder.statistics.pairs import pairs
from coder.statistics.presence import presence
from coder.statistics.themes import theme_figures
from coder.workflows.counted import Counted, Material, Source, counted, material
from coder.workflows.project import (
    Progress,
    Project,
    codebook_of,
    no_progress,
    open_project,
    questions_meant,
    the_question,
    the_round,
)
from coder.workflows.report_account import Account, account
from coder.workflows.report_methods import methods
from coder.workflows.report_notes import notes_of
from coder.workflows.report_quotes import quotes
from coder.workflows.report_scores import scores
from coder.workflows.table import QuestionTable, table_of
from coder.workflows.trend import trend_of

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What a report is about, and how its figures are counted."""

    questions: tuple[str, ...] = ()
    """By key or the beginning of it; none means all."""
    by: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    """The last one is reported, those before it give the trend; none means all."""
    source: Source = "human"
    weighted: bool | None = None
    """None: where the project has weights."""
    least: int = 0
    scores: tuple[str, ...] = ()
    """Closed variables with numbers, to set the themes against."""
    title: str = ""
    survey: Mapping[str, str] = field(default_factory=dict)
    """What the account of methods cannot know: see `coder.domain.house_style.SURVEY`."""


def report(path: Path, options: ReportOptions, progress: Progress = no_progress) -> Report:
    """Build the report of a project.

    Raises
    ------
    UsageError : no such question, round or variable; nothing is coded; weights are asked for and there are none; all
        answers are asked for and no random sample of them was coded; there are fewer than `least` respondents.
    """
    with open_project(path) as project:
        for round_id in options.rounds:
            the_round(project, round_id)
        meant = _meant(project, options.questions)
        people = project.answers.respondents()
        weighted = options.weighted
        if weighted is None:
            weighted = any(person.weight is not None for person in people.values())
        options = replace(options, weighted=weighted)
        made: list[QuestionReport] = []
        told: list[Account] = []
        used: set[str] = set()
        what = _("Working out the report")
        for place, (question, codebook) in enumerate(meant):
            progress(what, place, len(meant))
            known = material(project, question.question_id, people)
            one = _question(project, question, codebook, known, options, used, progress)
            if one is not None:
                made.append(one[0])
                told.append(one[1])
        progress(what, len(meant), len(meant))
        if not made:
            raise UsageError(
                _("There is nothing to report yet: no answers have been coded"), _("Code some with coder review.")
            )
        return Report(
            options.title or _("What respondents wrote"),
            language(),
            max(one.last for one in told),
            tuple(dict.fromkeys(name for one in told for name in one.rounds)),
            tuple(made),
            methods(project, told, options.source, weighted, options.least, options.survey),
            options.least,
        )


def _meant(project: Project, names: Sequence[str]) -> list[tuple[Question, Codebook]]:
    questions = [the_question(project, name) for name in names] if names else questions_meant(project, None)
    books = ((one, codebook_of(project, one.question_id)) for one in dict.fromkeys(questions))
    return [(question, book) for question, book in books if book is not None]


def _question(
    project: Project,
    question: Question,
    codebook: Codebook,
    known: Material,
    options: ReportOptions,
    used: set[str],
    progress: Progress,
) -> tuple[QuestionReport, Account] | None:
    weighted = bool(options.weighted)
    answered = dict.fromkeys(answer.round_id for answer in known.answers)
    rounds = [name for name in options.rounds or answered if name in answered]
    base, notes = None, []
    # The last round in which something is coded is the one to report.
    while rounds and base is None:
        base = counted(project, question, codebook, rounds[-1], options.source, weighted, True, progress, known)
        if base is None:
            notes.append(_("Nothing is coded yet in round {round}.").format(round=rounds.pop()))
    if base is None:
        return None
    texts = {name: one.text for name, one in project.variables.current(base.round_id).items() if one.text}
    found = table_of(base, options.by, options.least, texts)
    # What a table hides, no other table of these people may tell.
    hidden = frozenset(row.code_id for row in found.table.rows if row.hidden)
    trend, said = _trend(project, question, codebook, known, options, rounds, hidden, progress)
    told = account(project, base, known, rounds)
    if trend is not None and options.source == "human" and not told.nearly_all_coded(trend.rounds[-2:]):
        trend = replace(trend, new=(), gone=())  # who was not read may have named them
    in_use = _in_use(codebook, (answer.text for answer in base.answers))
    figures = theme_figures(found.table, base.response)
    quoted = any(blurs(theme.label) for theme in figures if not theme.apart)  # then all are: they stand side by side
    themes = tuple(replace(theme, phrase=phrase(theme.label, in_use, quoted)) for theme in figures)
    made = QuestionReport(
        question,
        _base(base, found),
        themes,
        found.groups,
        trend,
        _pairs(base, options.least, hidden),
        scores(base, options.scores, options.least, texts, hidden),
        told.new_codes,
        quotes(project, base, found, used),
        notes=(*notes, *said, *notes_of(base, found, told, bool(options.scores))),
    )
    return replace(made, findings=findings(made)), told


def _base(base: Counted, found: QuestionTable) -> Base:
    table = found.table
    return Base(
        base.asked,
        base.answered,
        table.base,
        table.effective_base,
        base.weights is not None,
        table.mentions,
        base.method,
        len(base.basis.drawn) if base.basis is not None else 0,
    )


def _trend(
    project: Project,
    question: Question,
    codebook: Codebook,
    known: Material,
    options: ReportOptions,
    rounds: Sequence[str],
    hidden: frozenset[str],
    progress: Progress,
) -> tuple[TrendFigures | None, list[str]]:
    if len(rounds) < 2:
        return None, []
    try:
        base = counted(
            project, question, codebook, None, options.source, bool(options.weighted), False, progress, known
        )
        found = trend_of(project, base, options.least, rounds, hidden) if base is not None else None
    except UsageError as error:  # an earlier round has too few respondents, or no random sample
        return None, [_("There is no comparison of rounds: {reason}").format(reason=error.message) + "."]
    if found is None:
        return None, []
    said = []
    if found.in_both:
        said.append(
            ngettext(
                "{n} respondent is in both of the last two rounds; the tests allow for it.",
                "{n} respondents are in both of the last two rounds; the tests allow for it.",
                found.in_both,
            ).format(n=found.in_both)
        )
    if found.unbridged:
        said.append(
            _("Split in between, and compared as a whole only: {codes}.").format(codes=", ".join(found.unbridged))
        )
    return found.figures, said


def _pairs(base: Counted, least: int, hidden: frozenset[str]) -> tuple[Pair, ...]:
    if base.basis is not None:  # what nobody read has no codes of its own to be named together
        return ()
    codebook = base.codebook
    given = codebook.ordered(frozenset().union(*base.codes))
    ids = [one for one in given if one not in codebook.exclusive | hidden]
    return pairs(presence(base.codes, codebook, ids), ids, base.weights, least) if ids else ()


def _in_use(codebook: Codebook, answers: Iterable[str]) -> frozenset[str]:
    """Return the words that are no names: in lower case in the codebook, or in most places within answers.

    The first word of a label is none either when the dictionary has it and no answer writes it as a name.
    """
    texts = (text for c in codebook.codes for text in (c.label, c.definition, c.include, c.exclude, *c.keywords))
    known = {word for text in texts for word in _WORD.findall(text) if word == word.lower()}
    # The first word of an answer has a capital, or none, for no reason.
    written = Counter(word for text in answers for word in _WORD.findall(text)[1:])
    known |= {word for word, n in written.items() if word == word.lower() and n > written[word.capitalize()]}
    firsts = {word for c in codebook.codes for word in _WORD.findall(c.label.lower())[:1]}
    known |= {word for word in firsts if written[word.capitalize()] <= written[word] and lemma_of(word) is not None}
    return frozenset(known)
