"""The words around the tool keep step with it: guides in both languages, and every command line that is printed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from coder.cli.app import COMMANDS, cli
from coder.domain.texts import LANGUAGES
from coder.review.keymap import KEYS

ROOT = Path(__file__).resolve().parents[2]
HELP = ROOT / "coder" / "help"
README = ROOT / "README.md"
PAGES = [
    README,
    ROOT / "codebooks" / "README.md",
    ROOT / "corpus" / "koppelkansen" / "README.md",
    *sorted(HELP.glob("*/*.md")),
]
# A line of its own (perhaps indented), or text between backquotes; the program may stand in a folder.
LINE = re.compile(r"^\s*(?:\S*/)?coder (.+)$", re.MULTILINE)
QUOTED = re.compile(r"`(?:\S*/)?coder ([^`]+)`")


def topics(lang: str) -> list[str]:
    return sorted(path.stem for path in (HELP / lang).glob("*.md"))


def command_lines(page: Path) -> Iterator[str]:
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL) + re.findall(r"^ {4}\S.*$", text, re.MULTILINE)
    for block in blocks:
        yield from LINE.findall(block)
    yield from (" ".join(line.split()) for line in QUOTED.findall(text))


def problem(line: str) -> str:
    """Return what is wrong with a command line, '' when its commands and options exist and parse."""
    words = shlex.split(line, comments=True)
    command: click.Command = cli
    ctx = click.Context(cli, info_name="coder")
    shown = any(word.isupper() for word in words)  # such as FILE or TOPIC: a form, not a command to run
    options = {name for param in cli.params for name in param.opts}
    with ctx:
        while isinstance(command, click.Group):
            while words and words[0].startswith("-"):
                if words[0] not in options:
                    return f"no option {words[0]}"
                words = words[2:] if words[0] in ("--db", "--lang") else words[1:]
            if not words:
                return ""
            if words[0].isupper():
                return ""
            found = command.get_command(ctx, words[0])
            if found is None:
                return f"no command {words[0]}"
            command, words = found, words[1:]
        if not words:
            return ""
        known = {name for param in command.params for name in (*param.opts, *param.secondary_opts)}
        for word in words:
            if word.startswith("-") and word not in known | {"--help"}:
                return f"no option {word}"
        if not shown and "--help" not in words:
            try:
                command.make_context("coder", list(words), resilient_parsing=False)
            except click.exceptions.Exit:
                pass
            except click.ClickException as error:
                # A quoted fragment such as `coder table --source all` may leave out a file, never misname an option.
                if not isinstance(error, click.MissingParameter):
                    return error.format_message()
    return ""


def test_both_languages_have_the_same_guides() -> None:
    assert topics("nl")
    assert {lang: topics(lang) for lang in LANGUAGES} == {lang: topics("nl") for lang in LANGUAGES}


@pytest.mark.parametrize("path", sorted(HELP.glob("*/*.md")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_guide_has_a_title_and_fits_a_few_screens(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"# \S.*", lines[0])
    assert 25 <= len(lines) <= 70


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guide_to_the_desk_names_every_key(lang: str) -> None:
    guide = (HELP / lang / "desk.md").read_text(encoding="utf-8")
    assert [key.shown for key in KEYS if f"| {key.shown} |" not in guide] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_names_every_command(command: str) -> None:
    assert f"| `coder {command}` |" in README.read_text(encoding="utf-8")


def test_readme_names_every_guide() -> None:
    row = next(line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("| `coder help`"))
    assert set(re.findall(r"`(\w+)`", row)) == set(topics("en"))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_line_that_is_printed_exists(page: Path) -> None:
    lines = list(command_lines(page))
    assert lines
    assert {line: wrong for line in lines if (wrong := problem(line))} == {}


@pytest.mark.parametrize(
    "line",
    ["tabel --question trots", "table --sort n", "--verbose table", "review --order best", "codebook remove trots"],
)
def test_a_command_line_that_does_not_exist_is_noticed(line: str) -> None:
    assert problem(line)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_lists_the_guides_and_shows_each(lang: str) -> None:
    listed = CliRunner().invoke(cli, ["--lang", lang, "help"])
    assert listed.exit_code == 0
    for topic in topics(lang):
        title = (HELP / lang / f"{topic}.md").read_text(encoding="utf-8").splitlines()[0].lstrip("# ")
        assert f"{topic:<12} {title}" in listed.stdout
        shown = CliRunner().invoke(cli, ["help", topic, "--lang", lang])
        assert shown.exit_code == 0
        assert title.split(":")[0] in shown.stdout


def test_an_unknown_guide_is_a_usage_error() -> None:
    asked = CliRunner().invoke(cli, ["--lang", "en", "help", "nonsense"])
    assert asked.exit_code == 2
    assert "desk" in asked.stderr
