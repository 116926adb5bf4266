"""A project as a whole, for formats that carry more than a table: respondents, variables, codebooks, codings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from coder.domain.codebook import Codebook
from coder.domain.coded import CodedQuestion, CodedSurvey
from coder.domain.survey import Question, Respondent, Variable
from coder.domain.texts import _
from coder.store.codings import final
from coder.workflows.project import Progress, Project, codebook_of, no_progress, questions_meant, the_round
from coder.workflows.typed import typed

FIRST_DAY = "1980-01-01T00:00:00.000+00:00"
"""The date of a project in which nothing was decided yet: the earliest that a zip file can hold."""


def coded_survey(
    project: Project,
    question_id: str | None = None,
    round_id: str | None = None,
    *,
    with_texts: bool = True,
    with_variables: bool = True,
    progress: Progress = no_progress,
) -> CodedSurvey:
    """Return the respondents, variables, questions, answers and codings of a project.

    Parameters
    ----------
    question_id, round_id : None for all.
    with_texts : False leaves out what respondents and coders wrote: answers, memos, quoted parts; and of codebooks the
        keywords and examples, which come from answers.
    with_variables : False leaves out closed variables and weights.

    Raises
    ------
    UsageError : there is no such question or round.
    """
    round_id, meant = the_round(project, round_id), questions_meant(project, question_id)
    what, steps = _("Reading the project"), len(meant) + 1
    progress(what, 0, steps)
    found = project.answers.respondents(round_id)
    people = [found[key] for key in sorted(found)]
    variables: dict[str, Variable] = {}
    if with_variables:
        variables = typed(people, _variables(people, project.variables.current(round_id)))
    else:
        people = [replace(person, weight=None, variables={}, missing={}) for person in people]
    questions = []
    for step, question in enumerate(meant, 1):
        progress(what, step, steps)
        questions.append(_question(project, question, round_id, with_texts))
    progress(what, steps, steps)
    dates = [coding.created_at for question in questions for coding in question.codings]
    return CodedSurvey(
        title=project.path.stem,
        respondents=tuple(people),
        variables=variables,
        questions=tuple(questions),
        with_texts=with_texts,
        changed_at=max(dates, default=FIRST_DAY),
        rounds=tuple(dict.fromkeys(person.round_id for person in people)),
    )


def _question(project: Project, question: Question, round_id: str | None, with_texts: bool) -> CodedQuestion:
    key = question.question_id
    answers = tuple(project.answers.each(key, round_id))
    codings = tuple(project.codings.current(key, round_id))
    codebook = codebook_of(project, key) or Codebook()
    if not with_texts:
        # The hash of a short text can be guessed back to the text.
        answers = tuple(replace(answer, text="", text_hash="") for answer in answers)
        codings = tuple(replace(coding, text_hash="", memo="", quoted=None) for coding in codings)
        codebook = Codebook(tuple(replace(code, keywords=(), examples=()) for code in codebook.codes))
    return CodedQuestion(question, codebook, answers, final(codings), codings)


def _variables(people: Iterable[Respondent], known: dict[str, Variable]) -> dict[str, Variable]:
    """Return every variable that some respondent has: those of the files first, in their order."""
    names: dict[str, None] = {}
    for person in people:
        names.update(dict.fromkeys((*person.variables, *person.missing)))
    return {name: known[name] for name in known if name in names} | {
        name: Variable() for name in names if name not in known
    }
