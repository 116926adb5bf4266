"""The demo, run once, and the key to the round that it does not show."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from coder.cli import cli
from coder.domain import texts

KEY = Path(__file__).resolve().parent.parent / "data" / "koppelkansen-2023-key.csv"


@dataclass(frozen=True)
class Demo:
    """What `coder demo` left and said."""

    folder: Path
    stdout: str
    stderr: str

    @property
    def db(self) -> Path:
        return self.folder / "coder.db"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = texts.language()
    texts.use_language("en")
    yield
    texts.use_language(before)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """`coder demo`, run once: about 10 seconds."""
    before = texts.language()
    folder = tmp_path_factory.mktemp("try") / "demo"
    result = CliRunner(env={"COLUMNS": "120"}).invoke(cli, ["--lang", "en", "demo", "--folder", str(folder)])
    texts.use_language(before)
    assert result.exit_code == 0, result.output
    return Demo(folder, result.stdout, result.stderr)


@pytest.fixture(scope="session")
def key() -> dict[tuple[str, str], tuple[str, ...]]:
    """Our own coding of round 2023: (question, respondent) -> codes."""
    with KEY.open(encoding="utf-8", newline="") as file:
        return {
            (row["question"], row["respondent"]): tuple(filter(None, row["codes"].split("|")))
            for row in csv.DictReader(file)
        }
