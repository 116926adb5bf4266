"""Every answer with its codes, for other programs: as plain tables, or in formats that carry a survey as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from coder.domain.errors import UsageError
from coder.domain.folding import visible
from coder.domain.formats import Carries
from coder.domain.texts import _
from coder.workflows.clearance import refuse_uncleared_quotes
from coder.workflows.coded_sheets import long, wide
from coder.workflows.coded_survey import coded_survey
from coder.workflows.counted import Source
from coder.workflows.methods import Counting
from coder.workflows.project import Progress, Project, no_progress, open_project, the_question, the_round
from coder.workflows.sheets import exporter_of, only_csv, write_sheets
from coder.workflows.workbook import workbook

_ELSEWHERE = {
    "coder codebook export": (".qdc", ".yaml", ".yml"),
    "coder report -o": (".docx", ".pptx"),
    "coder chart -o": (".svg", ".png", ".pdf"),
}


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What goes out."""

    shape: Literal["", "wide", "long"] = ""
    """'wide', one row a respondent and round with a 0/1 column per code; or 'long', one row a coding, which says what
    is a quote. '' is all that the format can hold: a survey as a whole, a workbook of many sheets, else 'wide'."""
    question_id: str | None = None
    round_id: str | None = None
    with_texts: bool = True
    """False leaves out what respondents and coders wrote, and closed variables and weights."""
    keep_variables: bool = False
    """Without texts: let closed variables and weights go out all the same."""
    uncleared_quotes: bool = False
    """Let quotes out that were not checked for personal data."""
    source: Source = "human"
    """Whose codings the theme tables of a workbook count."""
    weighted: bool = False
    """Whether those are weighted."""
    excel_nl: bool = False
    """CSV as Excel with Dutch settings opens it."""


def export(path: Path, file: Path, options: ExportOptions, progress: Progress = no_progress) -> tuple[list[Path], int]:
    """Write all answers with their codes; return the files and the number of rows, or of respondents.

    Raises
    ------
    UsageError : no such question or round, quotes that are not cleared, options that the format has no use for, or
        the file cannot be written or is one that the answers came from.
    """
    _refer(file)
    exporter = exporter_of(file)
    whole = hasattr(exporter, "write_survey") and not (options.shape and hasattr(exporter, "write"))
    in_sheets = not whole and not options.shape and getattr(exporter, "WORKBOOK", False)
    shape = options.shape or "wide"
    quotes = options.with_texts and (Carries.QUOTES in exporter.CARRIES if whole else in_sheets or shape == "long")
    _refuse_unused(file, options, whole=whole, in_sheets=in_sheets, quotes=quotes)
    with open_project(path) as project:
        _refuse_source(project, file)
        question_id, round_id = options.question_id, the_round(project, options.round_id)
        if question_id is not None:
            question_id = the_question(project, question_id).question_id
        if quotes and not options.uncleared_quotes:
            refuse_uncleared_quotes(project, question_id, round_id)
        survey = coded_survey(
            *(project, question_id, round_id),
            with_texts=options.with_texts,
            with_variables=options.with_texts or options.keep_variables,
            progress=progress,
        )
        if in_sheets:
            counting = Counting(options.source, options.weighted)
            sheets = workbook(project, survey, question_id, round_id, counting, progress)
    if whole:
        return exporter.write_survey(file, survey, progress), len(survey.respondents)
    if not in_sheets:
        sheets = [(wide if shape == "wide" else long)(survey)]
    return write_sheets(file, sheets, excel_nl=options.excel_nl, progress=progress), len(sheets[0].rows)


def _refer(file: Path) -> None:
    """Raise a UsageError that names the command which writes files of this ending, where it is another."""
    for command, endings in _ELSEWHERE.items():
        if file.suffix.lower() in endings:
            raise UsageError(
                _("{file}: another command writes this kind of file").format(file=visible(str(file))),
                f"{command} {visible(str(file))}",
            )


def _refuse_unused(file: Path, options: ExportOptions, *, whole: bool, in_sheets: bool, quotes: bool) -> None:
    """Raise a UsageError for an option that would do nothing to this file: who gave it expects that it does."""
    if options.shape and whole:
        raise UsageError(
            _("--shape is about plain tables, and {file} holds the survey as a whole").format(file=visible(file.name)),
            _("Leave --shape out, or choose a name that ends in {endings}.").format(endings=".csv, .xlsx, .parquet"),
        )
    if options.excel_nl:
        only_csv(file)
    if not in_sheets and (options.weighted or options.source != "human"):
        raise UsageError(
            _("--weighted and --source are about the theme tables in a workbook"),
            _("Name a file that ends in .xlsx, without --shape; or write these tables: coder table -o FILE."),
        )
    if options.uncleared_quotes and not quotes:
        raise UsageError(
            _("--uncleared-quotes would do nothing: no quotes go into {file} this way").format(file=visible(file.name)),
            _("Quotes go into a workbook (.xlsx), a table with --shape long, and .qdpx; not with --no-text."),
        )


def _refuse_source(project: Project, file: Path) -> None:
    """Raise a UsageError when a file is there of the name of one that was read in: no export replaces raw data."""
    read_in = {name for action in project.actions.of_command("ingest") for name in action.details.get("files", ())}
    if file.name in read_in and file.exists():
        raise UsageError(
            _("{file} was read into this project: an export does not replace it").format(file=visible(str(file))),
            _("Choose another name."),
        )
