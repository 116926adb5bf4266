"""A project made by commands, as a person would make it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coder.cli import cli
from coder.domain import texts

COLUMNS = ("Respondentnummer", "Organisatie", "Weging", "Wat ging goed?", "Wat kan beter?", "Codes goed")
ROWS = (
    ("r1", "gemeente", "1,5", "Mooie bijeenkomsten en veel contacten", "Meer tijd voor overleg", "bijeenkomst|netwerk"),
    ("r2", "gemeente", "0,5", "De bijeenkomsten in het buurthuis", "Meer geld en meer tijd", "bijeenkomst"),
    ("r3", "zorg", "1", "Het rapport over schulden", "Niets, ga zo door", "rapport"),
    ("r4", "zorg", "1", "Rapporten en bijeenkomsten", "Minder vergaderen", "rapport|bijeenkomst"),
    ("r5", "welzijn", "1", "Nieuwe contacten bij de GGD", "Meer geld", "netwerk"),
    ("r6", "welzijn", "1", "geen", "geen", "geen"),
    ("r7", "gemeente", "1", "Het netwerk met andere contacten", "meer tijd", ""),
    ("r8", "zorg", "1", "mooie rapporten", "", ""),
)
CODEBOOK = """\
# Codeboek van de proef; deze regel blijft staan.
codes:
  - id: uitgaven
    label: Bijeenkomsten en rapporten  # het net
  - id: bijeenkomst
    label: Bijeenkomsten
    parent: uitgaven
    keywords: [bijeenkomst, buurthuis]
  - id: rapport
    label: Rapporten
    parent: uitgaven
    keywords: [rapport]
  - id: netwerk
    label: Netwerk en contacten
    keywords: [netwerk, contact]
  - id: geen
    label: Geen antwoord
    exclusive: true
    keywords: [geen]
"""


class Work:
    """A folder with a survey, and the command line on its project file."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.db = folder, folder / "coder.db"
        self.survey = self.write("survey.csv", ROWS)
        self.codebook = folder / "goed.yaml"
        self.codebook.write_text(CODEBOOK, encoding="utf-8")

    def write(self, name: str, rows: Sequence[Sequence[str]], columns: Sequence[str] = COLUMNS) -> Path:
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([columns, *rows])
        return path

    def run(self, *args: object, exit_code: int = 0, input: str | None = None, width: int = 120) -> Result:
        runner = CliRunner(env={"CODER_NAME": "anna", "COLUMNS": str(width)})
        result = runner.invoke(cli, ["--lang", "en", "--db", str(self.db), *map(str, args)], input=input)
        assert result.exit_code == exit_code, (result.output, result.exception)
        if exit_code:
            assert "Traceback" not in result.output
            assert "Error" in result.stderr
        return result

    def json(self, *args: object) -> Any:
        return json.loads(self.run("--json", *args).stdout)

    def ingest(self, *more: object, exit_code: int = 0, file: Path | None = None) -> Result:
        return self.run(
            *("ingest", file or self.survey, "--question", "goed=Wat ging", "--question", "beter=Wat kan"),
            *("--round", "2024", "--id", "Respondentnummer", *more),
            exit_code=exit_code,
        )

    def add_codebook(self) -> None:
        self.run("codebook", "import", self.codebook, "--question", "goed")

    def table(self, *more: object) -> dict[str, dict[str, Any]]:
        """Return the rows of the table of the question 'goed' by code."""
        return {row["code_id"]: row for row in self.json("table", "--question", "goed", *more)[0]["rows"]}

    def codes(self) -> dict[str, str]:
        """Return the codes of 'goed' by respondent, joined, as the wide export has them."""
        path = self.folder / "codes-now.csv"
        self.run("export", path, "--question", "goed")
        with path.open(encoding="utf-8", newline="") as file:
            rows = {row["respondent"]: row for row in csv.DictReader(file)}
        return {person: row["goed: codes"] for person, row in rows.items()}


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = texts.language()
    yield
    texts.use_language(before)


@pytest.fixture
def work(tmp_path: Path) -> Work:
    """An empty folder with a survey and a codebook."""
    return Work(tmp_path)


@pytest.fixture(scope="session")
def _templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The project files of `started` and `coded`, made once: each test gets a copy."""
    work = Work(tmp_path_factory.mktemp("templates"))
    work.ingest("--weight", "Weging", "--keep", "Organisatie")
    work.add_codebook()
    started = work.db.read_bytes()
    work.ingest("--codes", "goed=Codes goed")
    return {"started": started, "coded": work.db.read_bytes()}


@pytest.fixture
def started(work: Work, _templates: dict[str, bytes]) -> Work:
    """A project with answers and a codebook."""
    work.db.write_bytes(_templates["started"])
    return work


@pytest.fixture
def coded(work: Work, _templates: dict[str, bytes]) -> Work:
    """A project in which six of eight answers are coded."""
    work.db.write_bytes(_templates["coded"])
    return work
