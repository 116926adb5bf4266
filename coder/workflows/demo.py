"""The main job on the example survey that ships with coder."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from coder.domain.errors import UsageError, reason_of
from coder.domain.texts import _
from coder.importers.base import ReadOptions
from coder.resources import folder as shipped
from coder.workflows.codebook import import_codebook
from coder.workflows.export import ExportOptions, export
from coder.workflows.ingest import IngestOptions, IngestReport, ingest, read_table
from coder.workflows.project import Progress, open_project
from coder.workflows.quotes import mark_typical
from coder.workflows.redact import redaction
from coder.workflows.report import ReportOptions, report
from coder.workflows.report_files import can_draw
from coder.workflows.report_files import write as write_files_of_report
from coder.workflows.suggest import select_by_machine
from coder.workflows.table import QuestionTable, table
from coder.workflows.table_files import write
from coder.workflows.train import Trained, train

NAME = "koppelkansen"
CODER = "demo"
DB = "coder.db"
CODED_ROUND, NEW_ROUND = "2022", "2023"
FILES = {CODED_ROUND: "koppelkansen-2022.csv", NEW_ROUND: "koppelkansen-2023.xlsx"}

# Key -> beginning of the question's text, which is the column's name in both files.
QUESTIONS = {
    "opbrengst": "Wat heeft het programma",
    "randvoorwaarden": "Welke randvoorwaarden",
    "trots": "Waar bent u in het programma",
    "energie": "Waar zou de energie",
}
KEEP = ("Type organisatie", "Rol", "Beleidsdomein")


def new_folder(folder: Path | None) -> Path:
    """Make a new folder: the one named, or 'koppelkansen-demo', with a number where that exists.

    Raises
    ------
    UsageError : it cannot be made, or the one named is not empty.
    """
    place = folder or Path(f"{NAME}-demo")
    number = 2
    while folder is None and place.exists():
        place, number = Path(f"{NAME}-demo-{number}"), number + 1
    try:
        place.mkdir(parents=True, exist_ok=True)
        if any(place.iterdir()):
            raise UsageError(
                _("The folder {folder} is not empty").format(folder=place), _("Name a new one with --folder.")
            )
    except OSError as error:
        raise UsageError(
            _("The folder {folder} cannot be made: {reason}").format(folder=place, reason=reason_of(error)),
            _("Name another one with --folder."),
        ) from error
    return place


def ingest_rounds(place: Path, progress: Progress) -> Iterator[str]:
    """Read both rounds and load the codebooks; yield a line on each."""
    survey, codebooks = shipped("corpus") / NAME, shipped("codebooks") / NAME
    db = place / DB
    for round_id, file in FILES.items():
        report = _ingest(db, survey / file, round_id, (), progress)
        yield _("Round {round}: {answers} answers of {people} respondents from {file}").format(
            round=round_id, answers=report.added, people=report.respondents, file=file
        )
    for key in QUESTIONS:
        change = import_codebook(db, codebooks / f"{key}.yaml", key, CODER)
        yield _("Codebook {question}: {n} codes").format(question=key, n=len(change.after.usable))
    # The same file once more, now with its codes: answers that are known are not added again.
    codes = tuple(f"{key}=codes_{key}" for key in QUESTIONS)
    report = _ingest(db, survey / FILES[CODED_ROUND], CODED_ROUND, codes, progress)
    yield _("Round {round}: {n} answers came with codes").format(round=CODED_ROUND, n=report.coded)


def _ingest(db: Path, file: Path, round_id: str, codes: tuple[str, ...], progress: Progress) -> IngestReport:
    options = IngestOptions(
        questions=tuple(f"{key}={column}" for key, column in QUESTIONS.items()),
        round_id=round_id,
        coder_id=CODER,
        id_column="Respondentnummer",
        weight_column="Weging",
        keep=KEEP,
        codes=codes,
    )
    return ingest(db, [read_table(file, ReadOptions())], options, progress)


def train_models(place: Path, progress: Progress) -> list[Trained]:
    """Learn from round 2022."""
    return train(place / DB, None, CODER, progress)


def select(place: Path, progress: Progress) -> int:
    """Code round 2023 with what would be pre-selected; return the number of answers."""
    return select_by_machine(place / DB, None, NEW_ROUND, progress)


def tables(place: Path) -> list[QuestionTable]:
    """Return the theme tables of round 2023, the machine's codings taken in as they are: nobody has read any yet."""
    return table(place / DB, None, NEW_ROUND, (), "uncorrected", weighted=True)


def write_files(place: Path) -> list[Path]:
    """Write the coded table and the theme table; return the files."""
    made = tables(place)
    files = []
    for suffix in (".csv", ".xlsx"):
        files += export(place / DB, place / f"codings{suffix}", ExportOptions())[0]
        files += write(place / f"themes{suffix}", made)
    return files


def choose_quotes(place: Path, progress: Progress) -> int:
    """Choose answers of round 2022 to quote, and check them for personal data; return how many may be quoted."""
    with redaction(place / DB, None, CODED_ROUND, progress=progress, sure=False) as looked:
        looked.apply(CODER, keep_originals=True)
    with open_project(place / DB) as project:
        return mark_typical(project, CODED_ROUND, CODER, 2)


def write_report(place: Path, progress: Progress) -> list[Path]:
    """Write the report on round 2022, as coded by hand and not weighted; return the files."""
    title = _("Koppelkansen {round}: what respondents wrote").format(round=CODED_ROUND)
    options = ReportOptions(by=KEEP[:1], rounds=(CODED_ROUND,), weighted=False, title=title)
    made = report(place / DB, options, progress)
    files = [place / "report.html"]
    if can_draw() and find_spec("docx") is not None:
        files.append(place / "report.docx")
    return write_files_of_report(files, made, progress=progress)


def next_command(place: Path) -> str:
    """Return the command to go on with."""
    return f"coder --db {place / DB} review --question randvoorwaarden --round {NEW_ROUND}"
