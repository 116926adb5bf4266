"""The root command: help, languages, errors, and how little it imports."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from coder import __version__
from coder.cli import cli
from coder.cli.app import COMMANDS

HEAVY = ("spacy", "sklearn", "pandas", "numpy", "scipy", "rich")
PROGRAM = """
import sys
from coder.cli import main
sys.argv = ["coder", *sys.argv[1:]]
try:
    main()
finally:
    print("IMPORTED", *sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.mark.parametrize("args", [["--help"], ["review", "--help"], ["table", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(args):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--lang", "en", *args], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    imported = done.stderr.rsplit("IMPORTED", 1)[1].split()
    assert not set(HEAVY) & set(imported)


def test_help_is_quick():
    resource = pytest.importorskip("resource", reason="processor time of a child is known on Unix only")
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "coder", "--help"], capture_output=True, check=True, timeout=60)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    # Processor time, whatever else the machine does. 0.3 s is the promise; a heavy import costs over a second.
    assert min(times) < 0.6


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help(command, language):
    args = ["--lang", language, *([command] if command else []), "--help"]
    result = CliRunner().invoke(cli, args)
    assert result.exit_code == 0
    assert len(result.stdout) > 100


def test_commands_stand_in_the_order_of_the_work(work):
    lines = work.run("--help").stdout
    assert lines.index("ingest") < lines.index("review ") < lines.index("table ") < lines.index("undo ")


def test_dutch_and_english_differ():
    texts = {lang: CliRunner().invoke(cli, ["--lang", lang, "table", "--help"]).stdout for lang in ("nl", "en")}
    if texts["nl"] == texts["en"]:
        pytest.fail("the Dutch texts are missing: has the catalogue been compiled?")


def test_language_from_the_environment():
    dutch = CliRunner(env={"CODER_LANG": "nl"}).invoke(cli, ["status", "--help"]).stdout
    english = CliRunner(env={"CODER_LANG": "en"}).invoke(cli, ["status", "--help"]).stdout
    assert dutch != english


def test_version(work):
    assert __version__ in work.run("--version").stdout


def test_a_mistyped_command_names_the_nearest(work):
    assert "review" in work.run("reveiw", exit_code=2).stderr


def test_project_from_the_environment_and_after_the_command(coded):
    runner = CliRunner(env={"CODER_DB": str(coded.db)})
    assert "goed" in runner.invoke(cli, ["--lang", "en", "status"]).stdout
    after = CliRunner().invoke(cli, ["status", "--db", str(coded.db), "--lang", "en", "--json"])
    assert after.exit_code == 0
    assert after.stdout.startswith("{")


def test_quiet_keeps_data_and_drops_messages(coded):
    result = coded.run("--quiet", "status")
    assert result.stdout
    assert not result.stderr


def test_a_mistake_in_the_program_shows_no_answer_and_no_traceback(coded, monkeypatch):
    import coder.workflows.history as history

    def broken(_path):
        raise RuntimeError("Mooie bijeenkomsten en veel contacten")

    monkeypatch.setattr(history, "status", broken)
    result = coded.run("status", exit_code=1)
    assert "RuntimeError" in result.stderr
    assert "bijeenkomsten" not in result.output
    debug = CliRunner().invoke(cli, ["--lang", "en", "--debug", "--db", str(coded.db), "status"])
    assert isinstance(debug.exception, RuntimeError)


def test_interrupted(coded, monkeypatch):
    import coder.workflows.history as history

    def stopped(_path):
        raise KeyboardInterrupt

    monkeypatch.setattr(history, "status", stopped)
    result = CliRunner().invoke(cli, ["--lang", "en", "--db", str(coded.db), "status"])
    assert result.exit_code == 130


def test_guides(work):
    shown = work.run("help").stdout
    topics = [line.split()[0] for line in shown.splitlines() if line.startswith("  ")]
    for topic in topics:
        assert work.run("help", topic).stdout.strip()
    work.run("help", "nowhere-to-be-found", exit_code=2)


def test_the_language_model_is_named_before_or_after_the_command(tmp_path, monkeypatch):
    # What the command sets in the environment of this process is taken back.
    monkeypatch.setenv("CODER_MODEL", "blank")
    survey = tmp_path / "s.csv"
    survey.write_text("id,q\n1,meer groen\n", encoding="utf-8")
    db = ["--db", str(tmp_path / "p.db"), "--lang", "en"]
    read = ["ingest", str(survey), "--question", "q", "--id", "id", "--round", "1"]
    assert CliRunner().invoke(cli, [*db, *read]).exit_code == 0
    propose = ["codebook", "propose", "--question", "q"]
    for arguments in (["--model", "nl_no_such_model", *propose], [*propose, "--model", "nl_no_such_model"]):
        done = CliRunner().invoke(cli, [*db, *arguments])
        assert done.exit_code == 5, done.output
        assert "nl_no_such_model" in done.stderr
