"""The same project gives the same bytes: every ending that is written, by another process, elsewhere and later."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from coder import plugins
from tests.formats.frame import KEY, sample_project

SCRIPT = """
import json, sys
from click.testing import CliRunner
from coder.cli import cli
for args in json.load(sys.stdin):
    done = CliRunner().invoke(cli, args)
    assert done.exit_code == 0, (args, done.output, done.exception)
"""
ROOT = Path(__file__).resolve().parents[1]
PLACES = (
    {"TZ": "Europe/Amsterdam", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "LANG": "C"},
    {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "2", "LC_ALL": "nl_NL.UTF-8", "LANG": "nl_NL.UTF-8"},
)
REPORTED = (".html", ".docx", ".pptx", ".md")
CODEBOOKS = (".csv", ".xlsx", ".qdc")


def endings(kind: plugins.Kind, having: str) -> list[str]:
    """Return the endings that our own writers of a kind have for what `having` writes."""
    modules = (plugins.load(kind, name) for name in plugins.OURS[kind])
    return [suffix for module in modules if hasattr(module, having) for suffix in module.SUFFIXES]


TABLES, SURVEYS = endings("exporters", "write"), endings("exporters", "write_survey")


def files() -> Iterator[tuple[str, list[str]]]:
    """Yield the name of every file with the command that writes it."""
    for one in (*TABLES, *SURVEYS):
        kind = one.removeprefix(".")  # .sss writes a .csv beside it
        yield (name := f"all-{kind}{one}"), ["export", name]
        yield (name := f"codes-{kind}{one}"), ["export", name, "--no-text"]
    for one in TABLES:
        yield (name := f"wide{one}"), ["export", name, "--shape", "wide"]
        yield (name := f"long{one}"), ["export", name, "--shape", "long"]
        yield (name := f"themes{one}"), ["table", "-o", name]
    for one in CODEBOOKS:
        yield (name := f"book{one}"), ["codebook", "export", name, "--question", KEY]
    for one in REPORTED:
        yield (name := f"report{one}"), ["report", "-o", name]
    yield "nl.csv", ["export", "nl.csv", "--excel-nl"]


FILES = dict(files())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """The files, written twice; and once in English."""
    pytest.importorskip("docx", reason="the extra report is not installed")
    pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    db = sample_project(tmp_path_factory.mktemp("project"))
    found = []
    for language, more in (("nl", PLACES[0]), ("nl", PLACES[1]), ("en", PLACES[0])):
        folder = tmp_path_factory.mktemp("made")
        given = ["--lang", language, "--db", str(db)]
        commands = json.dumps([[*given, *args] for args in FILES.values()])
        environment = {**os.environ, **more, "PYTHONPATH": str(ROOT), "CODER_NAME": "anna"}
        command = [sys.executable, "-c", SCRIPT]
        subprocess.run(command, input=commands, text=True, check=True, cwd=folder, env=environment, timeout=600)
        found.append({path.name: path.read_bytes() for path in folder.iterdir()})
        time.sleep(2)  # a zip file counts time in two seconds
    return found


def test_every_file_is_there(made):
    assert set(FILES) <= set(made[0])
    assert set(made[0]) == set(made[1]) == set(made[2])


@pytest.mark.parametrize("name", FILES)
def test_another_process_clock_and_place_give_the_same_bytes(made, name):
    first, second, _english = made
    assert first[name] == second[name]
    assert first[name]


def test_codebooks_for_other_programs_do_not_depend_on_the_language(made):
    assert made[0]["book.qdc"] == made[2]["book.qdc"]


@pytest.mark.parametrize("ending", [".csv", ".html"])
def test_headings_do(made, ending):
    """So the comparison above is one that can fail."""
    assert made[0][f"wide{ending}"] != made[2][f"wide{ending}"]


def test_names_of_variables_do_not_depend_on_the_language(made, tmp_path):
    pyreadstat = pytest.importorskip("pyreadstat", reason="the extra spss is not installed")
    names = []
    for one in (made[0], made[2]):
        (tmp_path / "a.sav").write_bytes(one["all-sav.sav"])
        _values, meta = pyreadstat.read_sav(str(tmp_path / "a.sav"), output_format="dict")
        names.append((meta.column_names, sorted(meta.mr_sets)))
    assert names[0] == names[1]
