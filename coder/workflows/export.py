"""Every answer with its codes, for other programs: as plain tables, or in formats that carry a survey as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coder import plugins
from coder.domain.texts import _
from coder.exporters.base import SurveyFormat
from coder.workflows.clearance import refuse_uncleared_quotes
from coder.workflows.coded_sheets import long, wide
from coder.workflows.coded_survey import coded_survey
from coder.workflows.project import Progress, no_progress, open_project, the_question, the_round
from coder.workflows.sheets import write_sheets


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What goes out."""

    shape: str = "wide"
    """'wide', one row a respondent and round with a 0/1 column per code; or 'long', one row a coding, which says what
    is a quote. Formats that carry a survey as a whole take no notice of it."""
    question_id: str | None = None
    round_id: str | None = None
    with_texts: bool = True
    """False leaves out what respondents and coders wrote."""
    uncleared_quotes: bool = False
    """Let quotes out that were not checked for personal data."""


def export(path: Path, file: Path, options: ExportOptions, progress: Progress = no_progress) -> tuple[list[Path], int]:
    """Write all answers with their codes; return the files and the number of rows, or of respondents.

    Raises
    ------
    UsageError : no such question or round, quotes that are not cleared, or the file cannot be written.
    """
    whole = _survey_format(file)
    with open_project(path) as project:
        question_id, round_id = options.question_id, the_round(project, options.round_id)
        if options.with_texts and not options.uncleared_quotes and (whole or options.shape == "long"):
            if question_id is not None:
                question_id = the_question(project, question_id).question_id
            refuse_uncleared_quotes(project, question_id, round_id)
        progress(_("Reading the project"), 0, 1)
        survey = coded_survey(project, question_id, round_id, with_texts=options.with_texts)
        progress(_("Reading the project"), 1, 1)
    if whole is not None:
        written: list[Path] = whole.write_survey(file, survey, progress)
        return written, len(survey.respondents)
    sheet = (wide if options.shape == "wide" else long)(survey)
    return write_sheets(file, [sheet]), len(sheet.rows)


def _survey_format(file: Path) -> SurveyFormat | None:
    """Return the format of this ending that carries a survey as a whole, or None."""
    suffix = file.suffix.lower()
    for name in plugins.names("exporters"):
        exporter = plugins.load("exporters", name)
        if suffix in exporter.SUFFIXES and hasattr(exporter, "write_survey"):
            found: SurveyFormat = exporter
            return found
    return None
