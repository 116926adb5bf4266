"""`coder ingest`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coder.cli.options import Argument, Command, Option, State, coder_option, pass_state
from coder.domain.errors import UsageError
from coder.domain.texts import N_, _, ngettext

if TYPE_CHECKING:
    from coder.domain.survey import SurveyTable
    from coder.workflows.answer_kinds import AnswerKinds
    from coder.workflows.ingest import IngestReport


@click.command(
    cls=Command,
    help=N_(
        "Read survey exports (CSV, TSV, XLSX, JSON Lines) into the project. A column is given by its name, by an "
        "unambiguous beginning of it, or by its number (#4). Without --question, lists the columns."
    ),
)
@click.argument("files", cls=Argument, nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--question",
    "questions",
    cls=Option,
    multiple=True,
    metavar="[KEY=]COL",
    help=N_("A column with open answers, with a short key if you like; may be repeated."),
)
@click.option("--round", "round_id", cls=Option, metavar="NAME", help=N_("The round these answers belong to."))
@click.option("--id", "id_column", cls=Option, metavar="COL", help=N_("The column that names the respondent."))
@click.option("--weight", "weight_column", cls=Option, metavar="COL", help=N_("The column with the weight."))
@click.option(
    "--keep", cls=Option, multiple=True, metavar="COL", help=N_("A closed variable to keep; may be repeated.")
)
@click.option("--keep-all", cls=Option, is_flag=True, help=N_("Keep all other columns as closed variables."))
@click.option(
    "--question-column",
    cls=Option,
    metavar="COL",
    help=N_("In a file with one row per answer: the column that names the question."),
)
@click.option(
    "--codes",
    cls=Option,
    multiple=True,
    metavar="[QUESTION_COL=]COL",
    help=N_("A column with codes that were given already, by id or label."),
)
@click.option("--codes-separator", cls=Option, metavar="SEP", help=N_("What stands between two codes (else | or ;)."))
@click.option("--new-codes", cls=Option, is_flag=True, help=N_("Add unknown codes to the codebook."))
@click.option("--sheet", cls=Option, metavar="NAME", help=N_("The sheet of a workbook, by name or number (#2)."))
@click.option("--encoding", cls=Option, metavar="E", help=N_("The encoding of a text file, if it is not recognised."))
@click.option("--delimiter", cls=Option, metavar="D", help=N_("What stands between columns, if it is not recognised."))
@click.option(
    "--replace", cls=Option, is_flag=True, help=N_("Replace answers that changed; their codings are flagged.")
)
@click.option(
    "--redact", cls=Option, is_flag=True, help=N_("Replace personal data in the answers before they are written.")
)
@click.option(
    "--keep-original",
    cls=Option,
    is_flag=True,
    help=N_("With --redact: keep the old texts apart in the project file, so that coder undo can put them back."),
)
@click.option("--dry-run", cls=Option, is_flag=True, help=N_("Say what would happen, and write nothing."))
@coder_option()
@pass_state
def command(
    state: State,
    files: tuple[Path, ...],
    questions: tuple[str, ...],
    round_id: str | None,
    id_column: str | None,
    weight_column: str | None,
    keep: tuple[str, ...],
    keep_all: bool,
    question_column: str | None,
    codes: tuple[str, ...],
    codes_separator: str | None,
    new_codes: bool,
    sheet: str | None,
    encoding: str | None,
    delimiter: str | None,
    replace: bool,
    redact: bool,
    keep_original: bool,
    dry_run: bool,
    coder_id: str,
) -> None:
    from coder.workflows.answer_kinds import answer_kinds
    from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table

    if keep_original and not redact:
        raise UsageError(_("--keep-original goes with --redact"), "coder ingest --redact --keep-original")
    options = read_options(encoding, delimiter, sheet)
    tables = []
    for file in files:
        tables.append(read_table(file, options))
        table = tables[-1]
        details = ", ".join([table.format, *table.details.values()])
        state.output.say(
            _("{file}: {rows} rows, {columns} columns ({details})").format(
                file=file.name, rows=len(table.rows), columns=len(table.columns), details=details
            ),
            "dim",
        )
    if not questions:
        questions = _ask(state, tables[0])
        if not questions:
            return
    if not round_id:
        raise UsageError(_("Say which round these answers belong to"), _("For example: --round 2023."))
    wanted = IngestOptions(
        questions=questions,
        round_id=round_id,
        coder_id=coder_id,
        id_column=id_column,
        weight_column=weight_column,
        keep=keep,
        keep_all=keep_all,
        question_column=question_column,
        codes=codes,
        codes_separator=codes_separator,
        new_codes=new_codes,
        replace=replace,
        redact=redact,
        keep_original=keep_original,
        dry_run=dry_run,
    )
    with state.output.progress() as progress:
        report = ingest(state.db, tables, wanted, progress)
    kinds = [] if dry_run else answer_kinds(state.db, [q.question_id for q in report.questions], round_id)
    _show(state, report, kinds)


def _ask(state: State, table: SurveyTable) -> tuple[str, ...]:
    """Show the columns; in a terminal, ask which are open questions."""
    from dataclasses import asdict

    from coder.terminal.console import interactive
    from coder.terminal.tables import show_columns
    from coder.workflows.columns import profiles

    found = profiles(table)
    if state.as_json:
        state.output.json([asdict(profile) for profile in found])
        return ()
    show_columns(state.output, [asdict(profile) for profile in found])
    if not interactive():
        state.output.next(f"coder ingest {table.path} --question {_('COL')} --round {_('NAME')}")
        return ()
    proposal = " ".join(f"#{profile.number}" for profile in found if profile.looks_open)
    asked: str = click.prompt(_("Which columns are open questions? (numbers)"), default=proposal or None, err=True)
    return tuple(f"#{part.lstrip('#')}" for part in asked.replace(",", " ").split())


def _show(state: State, report: IngestReport, of_answers: list[AnswerKinds]) -> None:
    from dataclasses import asdict

    if state.as_json:
        plain = {**asdict(report), "files": [table.path for table in report.files]}
        plain["answer_kinds"] = [asdict(one) for one in of_answers]
        state.output.json(plain)
        return
    say = state.output.say
    if report.dry_run:
        say(_("Trial run: nothing was written."), "bold")
    keys = ", ".join(question.question_id for question in report.questions)
    say(_("Questions: {keys}").format(keys=keys))
    if not report.id_column:
        state.output.warn(
            _("Respondents are numbered by row. With --id COL the same file can be read again after sorting.")
        )
    else:
        say(_("Respondents are named by the column '{column}'.").format(column=" ".join(report.id_column.split())))
    say(
        ngettext("{n} answer added", "{n} answers added", report.added).format(n=report.added)
        + ", "
        + _("{n} known already, {empty} empty; {people} new respondents.").format(
            n=report.unchanged, empty=report.empty, people=report.respondents
        ),
        "green",
    )
    if of_answers:
        from coder.terminal.answer_kinds import show_kinds

        show_kinds(state.output, [asdict(one) for one in of_answers])
    if report.redacted:
        from coder.terminal.findings import kind_name

        kinds = ", ".join(f"{kind_name(kind)} {n}" for kind, n in report.redacted.items())
        say(_("Personal data replaced: {kinds}.").format(kinds=kinds), "green")
    if report.unsure:
        n = report.unsure
        said = ngettext("{n} finding is unsure and waits for you.", "{n} findings are unsure and wait for you.", n)
        state.output.warn(said.format(n=n) + " coder redact --review")
    if report.coded:
        say(_("{n} answers came with codes.").format(n=report.coded))
    for key, labels in report.new_codes.items():
        shown = ", ".join(labels[:8]) + (" …" if len(labels) > 8 else "")
        say(_("New codes in {question}: {codes}").format(question=key, codes=shown))
    if report.codes_without_answer:
        state.output.warn(
            _("{n} rows have codes but no answer; these codes were left out.").format(n=report.codes_without_answer)
        )
    if report.without_weight:
        state.output.warn(
            _("{n} respondents have no weight; they count as 1 in weighted tables.").format(n=report.without_weight)
        )
    if report.replaced:
        state.output.warn(
            _("{n} changed answers were replaced; what was coded on them is flagged.").format(n=report.replaced)
        )
    elif report.changed:
        names = ", ".join(report.changed[:5]) + (" …" if len(report.changed) > 5 else "")
        state.output.warn(
            _(
                "{n} respondents have a changed answer ({names}): the old one was kept. --replace takes the new one."
            ).format(n=len(report.changed), names=names)
        )
    if not report.dry_run and report.questions:
        from coder.workflows.history import status

        for step in status(state.db).next_steps[:1]:
            state.output.next(step)
