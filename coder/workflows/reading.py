"""A survey export as a table: in whatever format it is, and from whatever survey tool it comes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from coder import plugins
from coder.domain.errors import InputError, UsageError
from coder.domain.progress import Progress, no_progress
from coder.domain.survey import SurveyTable
from coder.domain.texts import _
from coder.importers.base import ReadOptions, read_head
from coder.importers.foreign import ZIP, not_a_table
from coder.importers.survey_tools import without_personal
from coder.importers.zipped import table_in


def read_options(encoding: str | None, delimiter: str | None, sheet: str | None) -> ReadOptions:
    """Return how to read a file, where the user says so."""
    return ReadOptions(encoding, delimiter, sheet)


def read_table(
    path: Path, options: ReadOptions, as_format: str | None = None, progress: Progress = no_progress
) -> SurveyTable:
    """Read a survey export; of whatever source, columns that say who the respondent is are known as such.

    Parameters
    ----------
    as_format : the format or survey tool that the user names; None finds it out. The name of a file format, such as
        'csv', reads the file as it stands, whatever tool it looks like.

    Raises
    ------
    InputError : it cannot be read, or nobody knows the format.
    UsageError : there is no format of this name.
    """
    options = replace(options, progress=progress)
    head = read_head(path)
    formats, sources = plugins.names("importers"), plugins.names("sources")
    if as_format is not None and as_format not in (*formats, *sources):
        raise UsageError(
            _("There is no format {name}").format(name=as_format),
            _("Known are: {names}. coder formats says what they are.").format(names=", ".join((*sources, *formats))),
        )
    if head.startswith(ZIP) and not any(plugins.load("importers", one).recognises(head, path) for one in formats):
        return _unpacked(path, options, as_format)
    if as_format in formats:
        stated: SurveyTable = plugins.load("importers", as_format or "").read(path, options)
        _check_used(stated, options)
        return stated
    table = _contained(path, head, options)
    _check_used(table, options)
    for name in (as_format,) if as_format else sources:
        source = plugins.load("sources", name)
        if as_format or source.recognises(table):
            refined: SurveyTable = source.refined(table)
            return refined
    return without_personal(table)


def _unpacked(path: Path, options: ReadOptions, as_format: str | None) -> SurveyTable:
    """Read the table in a zip file; messages name it as a file in that zip file."""
    with TemporaryDirectory() as folder:
        try:
            table = read_table(table_in(path, Path(folder)), options, as_format, options.progress)
        except (InputError, UsageError) as error:
            hint = error.hint and error.hint.replace(folder, str(path))
            raise type(error)(error.message.replace(folder, str(path)), hint) from None
    return replace(table, path=str(path))


def _check_used(table: SurveyTable, options: ReadOptions) -> None:
    """Raise a UsageError when a person states what a file of this format does not have."""
    for option, value, detail in (("--sheet", options.sheet, "sheet"), ("--delimiter", options.delimiter, "delimiter")):
        if value is not None and detail not in table.details:
            raise UsageError(
                _("{file} is read as {format}, which has no use for {option}").format(
                    file=table.path, format=table.format, option=option
                ),
                _("Leave it out."),
            )


def _contained(path: Path, head: bytes, options: ReadOptions) -> SurveyTable:
    for name in plugins.names("importers"):
        importer = plugins.load("importers", name)
        if importer.recognises(head, path):
            table: SurveyTable = importer.read(path, options)
            return table
    raise not_a_table(path, head)
