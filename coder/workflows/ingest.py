"""A survey export into the project: all or nothing, and twice the same file adds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from coder.domain.coding import Coding
from coder.domain.folding import fold
from coder.domain.ids import new_id
from coder.domain.survey import Answer, Respondent, SurveyTable
from coder.domain.texts import _
from coder.store.actions import now
from coder.workflows.incoming_codes import IncomingCodes
from coder.workflows.ingest_report import IngestReport
from coder.workflows.kept_columns import personal_columns
from coder.workflows.plan import Plan, by_round, make_plan
from coder.workflows.project import Progress, Project, documents_of, no_progress, open_project
from coder.workflows.reading import read_options, read_table
from coder.workflows.redact_incoming import Incoming

__all__ = ["IngestOptions", "IngestReport", "ingest", "read_options", "read_table"]


WORDS_AT_ONCE = 20_000
"""Different answers whose words are read at once: half a minute. Who only takes in a large file need not wait."""


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How to read an export. Columns are given by name, by an unambiguous beginning of it, or as '#4'."""

    questions: tuple[str, ...]
    """'COL' or 'KEY=COL'."""
    round_id: str
    """Empty: the file says it."""
    coder_id: str
    id_column: str | None = None
    weight_column: str | None = None
    keep: tuple[str, ...] = ()
    keep_all: bool = False
    question_column: str | None = None
    """In a file with one row per answer: the column that names the question."""
    codes: tuple[str, ...] = ()
    """'COLS' (with one question) or 'QUESTION_COL=COLS'; see `coder.workflows.columns.find_columns`."""
    codes_separator: str | None = None
    new_codes: bool = False
    replace: bool = False
    redact: bool = False
    """Replace personal data before anything is written."""
    keep_original: bool = False
    """With `redact`: keep the texts as they came, apart."""
    finished_only: bool = False
    """Leave out respondents who did not finish, where the source tells them."""
    dry_run: bool = False


def ingest(
    path: Path, tables: Sequence[SurveyTable], options: IngestOptions, progress: Progress = no_progress
) -> IngestReport:
    """Take the answers of survey exports into the project file at `path`.

    Raises
    ------
    InputError : a column is missing, an id occurs twice, a weight is no number, a code is unknown.
    ProjectError : the project file cannot be used.
    """
    with _opened(path, options.dry_run) as project:
        report = IngestReport(dry_run=options.dry_run, finished_only=options.finished_only)
        with _maybe(project, options.dry_run):
            action_id = project.actions.add(
                options.coder_id,
                "ingest",
                {"files": [Path(t.path).name for t in tables], "round": options.round_id},
            )
            incoming = Incoming() if options.redact else None
            codes = IncomingCodes(project, options, action_id)
            report.files = list(tables)
            earlier, here = project.variables.current(), dict[str, None]()
            for round_id, part in (one for table in tables for one in by_round(table, options.round_id)):
                plan = make_plan(
                    part,
                    options.questions,
                    options.question_column,
                    round_id,
                    options.id_column,
                    options.weight_column,
                    options.keep,
                    options.keep_all,
                    options.codes,
                    options.finished_only,
                    project.answers.questions(),
                )
                if not project.variables.current(round_id):
                    here |= dict.fromkeys(plan.variables)
                report.left_open = list(dict.fromkeys([*report.left_open, *plan.left_open]))
                if options.keep_all:
                    report.personal = list(dict.fromkeys([*report.personal, *personal_columns(part, plan.variables)]))
                if incoming is not None:
                    plan.answers = incoming.redact(project, plan.answers, round_id)
                progress(_("Storing the answers"), 0, len(plan.answers))
                _take(project, plan, replace(options, round_id=round_id), report, action_id)
                codes.take(plan, round_id)
                progress(_("Storing the answers"), len(plan.answers), len(plan.answers))
                report.rounds = list(dict.fromkeys([*report.rounds, round_id]))
            if here:
                report.new_variables = [name for name in here if name not in earlier]
                report.gone_variables = [name for name in earlier if name not in here]
            codes.keep()
            _tell_codes(report, codes)
            if incoming is not None:
                report.redacted, report.unsure = incoming.keep(
                    project, action_id, options.coder_id, options.keep_original
                )
        if not options.dry_run:
            texts = {a.text_hash: a.text for one in report.rounds for a in project.answers.each(None, one)}
            if len(texts) > WORDS_AT_ONCE:
                report.words_later = len(texts)
            else:
                documents_of(project, list(texts.values()), progress)
    return report


def _tell_codes(report: IngestReport, codes: IncomingCodes) -> None:
    report.coded, report.coded_by = codes.codings, dict(codes.by_coder.most_common())
    report.codes_without_answer, report.coded_otherwise = codes.without_answer, codes.otherwise
    report.new_codes = {key: [code.label for code in new] for key, new in codes.new.items()}
    report.codes_in = {key: (found.shape, found.columns) for key, found in codes.found.items()}


class _DryRun(Exception):
    """Ends a transaction without keeping anything."""


@contextmanager
def _maybe(project: Project, dry_run: bool) -> Iterator[None]:
    try:
        with project.transaction():
            yield
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass


@contextmanager
def _opened(path: Path, dry_run: bool) -> Iterator[Project]:
    if dry_run and not path.exists():
        with TemporaryDirectory() as folder, open_project(Path(folder) / "coder.db", create=True) as project:
            yield project
    else:
        fresh = not path.exists()
        try:
            with open_project(path, create=True) as project:
                yield project
        except BaseException:
            # A first import that fails leaves no empty project behind.
            if fresh and path.exists() and not _has_actions(path):
                path.unlink(missing_ok=True)
            raise


def _has_actions(path: Path) -> bool:
    with open_project(path) as project:
        return bool(project.actions.recent(1))


def _take(project: Project, plan: Plan, options: IngestOptions, report: IngestReport, action_id: str) -> None:
    report.unfinished += len(plan.table.partial)
    report.id_column, report.weight_column = plan.id_name, plan.weight_name
    known_questions = {q.question_id: q for q in project.answers.questions()}
    fresh = [q for q in plan.questions if q.question_id not in known_questions]
    for question in plan.questions:
        old = known_questions.get(question.question_id, question)
        if fold(old.text) != fold(question.text):
            report.other_texts[question.question_id] = old.text
    report.questions = list({q.question_id: q for q in [*report.questions, *plan.questions]}.values())
    project.answers.add_questions(fresh, action_id)
    _take_respondents(project, plan, options, report, action_id)
    known = {a.answer_id: a for a in project.answers.answers(None, options.round_id)}
    # Files follow one another in a round; a changed answer keeps its place.
    place = 1 + max((a.position for a in known.values()), default=-1)
    new = [replace(a, position=place + a.position) for a in plan.answers if a.answer_id not in known]
    changed = [
        replace(a, position=known[a.answer_id].position)
        for a in plan.answers
        if a.answer_id in known and known[a.answer_id].text != a.text
    ]
    report.added += len(new)
    report.unchanged += len(plan.answers) - len(new) - len(changed)
    report.empty += plan.empty
    report.changed += sorted({a.respondent_id for a in changed})
    project.answers.add_answers(new, action_id)
    if options.replace and changed:
        report.replaced += len(changed)
        _flag_codings(project, changed, action_id, options.coder_id)
        project.answers.add_answers(changed, action_id)


def _take_respondents(
    project: Project, plan: Plan, options: IngestOptions, report: IngestReport, action_id: str
) -> None:
    known = project.answers.respondents(options.round_id)
    fresh: list[Respondent] = []
    for respondent in plan.respondents:
        old = known.get((respondent.round_id, respondent.respondent_id))
        if old is None:
            report.respondents += 1
            fresh.append(respondent)
            continue
        # What this file does not name stays as it was.
        weight = old.weight if respondent.weight is None else respondent.weight
        variables = {name: value for name, value in old.variables.items() if name not in respondent.missing}
        missing = {name: value for name, value in old.missing.items() if name not in respondent.variables}
        merged = replace(
            respondent,
            weight=weight,
            variables=variables | respondent.variables,
            missing=missing | respondent.missing,
        )
        if merged != old and (options.replace or not (old.variables or old.missing or old.weight)):
            fresh.append(merged)
    report.without_weight += plan.without_weight
    report.other_zeros += _other_zeros((key for _round, key in known), fresh)
    project.answers.add_respondents(fresh, action_id)
    stored = project.variables.current(options.round_id)
    told = {name: one for name, one in plan.variables.items() if stored.get(name) != one}
    project.variables.add(options.round_id, told, action_id)


def _other_zeros(known: Iterable[str], fresh: Iterable[Respondent]) -> list[str]:
    """Return the new respondents whose number the round has with other zeros before it: 00012 and 12."""
    bare = {key.lstrip("0") for key in known if key.isdecimal()}
    return [
        one.respondent_id for one in fresh if one.respondent_id.lstrip("0") in bare and one.respondent_id.isdecimal()
    ]


def _flag_codings(project: Project, changed: Sequence[Answer], action_id: str, coder_id: str) -> None:
    """Set apart what was coded on an old text: the decision may not hold for the new one."""
    new_texts = {a.answer_id: a for a in changed}
    flagged = [
        Coding(
            coding_id=new_id(),
            action_id=action_id,
            answer_id=old.answer_id,
            coder_id=old.coder_id,
            status="flagged",
            source=old.source,
            codes=old.codes,
            codebook_version=old.codebook_version,
            text_hash=new_texts[old.answer_id].text_hash,
            created_at=now(),
            memo="\n".join(part for part in (old.memo, _("The answer was changed after it was coded.")) if part),
            quote=old.quote,
        )
        for old in project.codings.current(None, changed[0].round_id)
        if old.answer_id in new_texts and old.status in ("coded", "flagged")
    ]
    project.codings.add(flagged)
