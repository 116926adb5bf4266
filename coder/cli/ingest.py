"""`coder ingest`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from coder.cli.asking import agreed
from coder.cli.ingest_report import show_report
from coder.cli.options import Argument, Command, Option, State, coder_option, pass_state
from coder.domain.errors import UsageError
from coder.domain.texts import N_, _, ngettext

if TYPE_CHECKING:
    from coder.domain.survey import SurveyTable
    from coder.workflows.ingest import IngestOptions


@click.command(
    cls=Command,
    help=N_(
        "Read survey exports into the project; coder formats lists the formats and survey tools that are known. A "
        "column is given by its name, by an unambiguous beginning of it, or by its number (#4). Without --question, "
        "lists the columns."
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
@click.option(
    "--round-column",
    cls=Option,
    metavar="COL",
    help=N_("In a file of several rounds: the column that names the round."),
)
@click.option("--id", "id_column", cls=Option, metavar="COL", help=N_("The column that names the respondent."))
@click.option("--weight", "weight_column", cls=Option, metavar="COL", help=N_("The column with the weight."))
@click.option(
    "--keep",
    cls=Option,
    multiple=True,
    metavar="[NAME=]COL",
    help=N_("A closed variable to keep, if you like under the name it had before; may be repeated."),
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
    metavar="[QUESTION_COL=]COLS",
    help=N_("Columns with codes that were given already: COL, COL1,COL2, #12-#30 or V5_*."),
)
@click.option("--codes-separator", cls=Option, metavar="SEP", help=N_("What stands between two codes (else | or ;)."))
@click.option("--new-codes", cls=Option, is_flag=True, help=N_("Add unknown codes to the codebook."))
@click.option("--as", "as_format", cls=Option, metavar="FORMAT", help=N_("What the file is, if it is not recognised."))
@click.option("--finished-only", cls=Option, is_flag=True, help=N_("Leave out respondents who did not finish."))
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
    round_column: str | None,
    id_column: str | None,
    weight_column: str | None,
    keep: tuple[str, ...],
    keep_all: bool,
    question_column: str | None,
    codes: tuple[str, ...],
    codes_separator: str | None,
    new_codes: bool,
    as_format: str | None,
    finished_only: bool,
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
    from coder.workflows.stacked import with_rounds

    if keep_original and not redact:
        raise UsageError(_("--keep-original goes with --redact"), "coder ingest --redact --keep-original")
    options = read_options(encoding, delimiter, sheet)
    tables = []
    for file in files:
        with state.output.progress() as progress:
            table = read_table(file, options, as_format, progress)
        tables.append(with_rounds(table, round_column) if round_column else table)
        _tell(state, table)
    asked = not questions
    if asked:
        questions = _ask(state, tables[0])
        if not questions:
            return
        if not round_id and (stacked := _ask_round_column(tables[0])):
            tables = [with_rounds(table, stacked) for table in tables]
        codes = codes or _ask_codes(tables[0], questions)
        round_id = round_id or ("" if all(table.rounds for table in tables) else _ask_round(state, tables[0]))
        keep_all = keep_all or (not keep and _ask_variables(tables[0], questions, codes))
    if not round_id and not all(table.rounds for table in tables):
        raise UsageError(_("Say which round these answers belong to"), _("For example: --round 2023."))
    wanted = IngestOptions(
        questions=questions,
        round_id=round_id or "",
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
        finished_only=finished_only,
        dry_run=dry_run,
    )
    if not _agreed(state, tables[0], wanted, asked):
        return
    with state.output.progress() as progress:
        report = ingest(state.db, tables, wanted, progress)
    kinds = [] if dry_run else answer_kinds(state.db, [q.question_id for q in report.questions], report.rounds)
    show_report(state, report, kinds)


def _tell(state: State, table: SurveyTable) -> None:
    """Say what a file was recognised as, and how large it is."""
    from coder.workflows.preview import recognised

    file, what = Path(table.path).name, recognised(table)
    n, m = len(table.rows), len(table.columns)
    rows = ngettext("{n} row", "{n} rows", n).format(n=n)
    columns = ngettext("{n} column", "{n} columns", m).format(n=m)
    said = (
        _("{file}: recognised as {what}; {rows}, {columns}")
        if table.source
        else _("{file}: {rows}, {columns} ({what})")
    )
    state.output.say(said.format(file=file, what=what, rows=rows, columns=columns), "dim")


def _ask(state: State, table: SurveyTable) -> tuple[str, ...]:
    """Show the columns; in a terminal, ask which are open questions."""
    from coder.terminal.console import interactive
    from coder.terminal.preview import show_columns, show_preview
    from coder.workflows.preview import as_record, preview

    found = as_record(preview(table))
    if state.as_json:
        state.output.json(found["columns"])
        return ()
    show_columns(state.output, found["columns"], found)
    if not interactive():
        show_preview(state.output, found)
        state.output.next(f"coder ingest {quote(table.path)} {_options(table, found)}")
        return ()
    proposal = " ".join(f"#{number}" for number in found["open"])
    asked: str = click.prompt(_("Which columns are open questions? (numbers)"), default=proposal or None, err=True)
    return tuple(f"#{part.lstrip('#')}" for part in asked.replace(",", " ").split())


def _options(table: SurveyTable, found: Mapping[str, Any]) -> str:
    """Return the options that read a table in as it is proposed, to copy."""
    from coder.workflows.preview import guess_round
    from coder.workflows.stacked import guess_round_column

    named = [f"--question '#{number}'" for number in found["open"]] or [f"--question {_('COL')}"]
    of_round = [] if table.rounds else [f"--round {guess_round(table) or _('NAME')}"]
    if (place := guess_round_column(table)) is not None:
        of_round = [f"--round-column '#{place + 1}'"]
    codes = [f"--codes '{columns}'" for columns in found["codes"]]
    return " ".join([*named, *codes, *of_round, "--keep-all"])


def _ask_codes(table: SurveyTable, questions: tuple[str, ...]) -> tuple[str, ...]:
    """Ask, where columns look like codes of a question, whether they are."""
    from coder.workflows.ingest import IngestOptions
    from coder.workflows.preview import preview

    one = _("Column {columns} looks like codes of column {question}. Take it as its codes?")
    several = _("Columns {columns} look like codes of column {question}. Take them as its codes?")
    specs = (spec.partition("=") for spec in preview(table, IngestOptions(questions, "", "")).codes)
    return tuple(
        f"{question}={columns}"
        for question, _sign, columns in specs
        if agreed((one if columns[1:].isdigit() else several).format(columns=columns, question=question), default=True)
    )


def _ask_round_column(table: SurveyTable) -> str:
    """Ask, where a column seems to name several rounds, whether it does; return which it is, '' for none."""
    from coder.workflows.stacked import guess_round_column

    place = guess_round_column(table)
    if place is None:
        return ""
    asked = _("Column #{number} ({column}) seems to name the round of each row. Take it so?")
    return f"#{place + 1}" if agreed(asked.format(number=place + 1, column=table.columns[place]), default=True) else ""


def _ask_round(state: State, table: SurveyTable) -> str:
    from coder.workflows.preview import guess_round

    asked, proposal = _("Which round do these answers belong to?"), guess_round(table)
    while True:
        suffix = ": " if proposal else " "  # no colon behind a question mark
        name: str = click.prompt(asked, default=proposal, show_default=bool(proposal), prompt_suffix=suffix, err=True)
        if name.strip():
            return name.strip()
        state.output.say(_("A round is a wave of the survey. Give it a name, for example the year."))


def _ask_variables(table: SurveyTable, questions: tuple[str, ...], codes: tuple[str, ...]) -> bool:
    """Ask whether closed variables, where there are any, come along."""
    from coder.workflows.ingest import IngestOptions
    from coder.workflows.preview import preview

    n = len(preview(table, IngestOptions(questions, "", "", keep_all=True, codes=codes)).kept)
    asked = ngettext("Keep {n} other column, to split tables by?", "Keep {n} other columns, to split tables by?", n)
    return n > 0 and agreed(asked.format(n=n), default=True)


def _agreed(state: State, table: SurveyTable, wanted: IngestOptions, asked: bool) -> bool:
    """Show what will be taken: in a trial run, and in a terminal before the first import, where it asks."""
    from coder.terminal.console import interactive
    from coder.terminal.preview import show_preview
    from coder.workflows.preview import as_record, preview

    first = interactive() and (asked or not state.db.exists())
    if state.as_json or not (wanted.dry_run or first):
        return True
    show_preview(state.output, as_record(preview(table, wanted)))
    return wanted.dry_run or agreed(_("Read this in?"), default=True)
