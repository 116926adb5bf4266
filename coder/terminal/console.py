"""The one object that shows things: data to standard output, messages and progress to standard error."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from coder.domain.folding import visible
from coder.domain.texts import _

WIDEST_KEPT = 34  # cells that a column at the left may claim of a narrow window


def safe(text: str) -> Text:
    """Return any text as it stands: no markup, no emoji codes, no control characters."""
    return Text(visible(text))


def one_line(text: str, width: int) -> str:
    """Return a text on one line, cut with a mark where it is longer than `width` characters."""
    flat = " ".join(visible(text).split())
    return flat if len(flat) <= width else flat[: max(0, width - 1)] + "…"


class Output:
    """Shows data, messages, tables and progress.

    `project` is the project file where the user named one: the commands that come next name it too.
    """

    def __init__(self, *, quiet: bool = False, as_json: bool = False, project: str = "") -> None:
        self.quiet, self.as_json, self._project = quiet, as_json, project
        self.out = _console(sys.stdout)
        self.err = _console(sys.stderr)

    def say(self, message: str, style: str = "") -> None:
        """Show a message, unless the user wants silence."""
        if not self.quiet:
            self._line(self.err, Text(visible(message), style=style))

    def warn(self, message: str) -> None:
        """Show a warning."""
        self.say(message, "magenta")

    def next(self, command: str) -> None:
        """Show the command that comes next, ready to paste."""
        if not self.quiet:
            project = f" --db {shlex.quote(self._project)}" if self._project and "--db " not in command else ""
            ready = _program() + project + command.removeprefix("coder")
            self.err.print(Text.assemble((_("Next: "), "dim"), (visible(ready), "bold cyan")), soft_wrap=True)

    def error(self, message: str, hint: str = "") -> None:
        """Show what went wrong and what to do."""
        self._line(self.err, Text.assemble((_("Error: "), "bold red"), visible(message)))
        if hint:
            self._line(self.err, safe(hint))

    @staticmethod
    def _line(console: Console, text: Text) -> None:
        # A person reads whole words; a program, whole lines.
        console.print(text, soft_wrap=not console.is_terminal)

    def print(self, text: Text | str = "") -> None:
        """Show a line of data."""
        self._line(self.out, safe(text) if isinstance(text, str) else text)

    def raw(self, text: str) -> None:
        """Write a text to the letter to standard output."""
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()

    def json(self, data: object) -> None:
        """Write data as JSON."""
        self.raw(json.dumps(data, ensure_ascii=False, indent=2))

    def json_lines(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Write data as JSON lines."""
        for record in records:
            self.raw(json.dumps(record, ensure_ascii=False))

    def table(
        self,
        columns: Sequence[str | tuple[str, str]],
        rows: Sequence[Sequence[Text | str]],
        title: str = "",
        kept: int = 1,
    ) -> None:
        """Show a table that fits the window.

        Parameters
        ----------
        columns : headings; a pair of heading and 'right' aligns numbers.
        kept : how many columns at the left keep their width when the window is narrow.
        """
        shown = Table(
            title=safe(title) if title else None,
            title_justify="left",
            title_style="bold",
            box=None,
            pad_edge=False,
            header_style="bold",
        )
        for place, column in enumerate(columns):
            name, justify = column if isinstance(column, tuple) else (column, "left")
            cells = [row[place] for row in rows]
            longest = max((cell.cell_len if isinstance(cell, Text) else len(cell) for cell in cells), default=0)
            number = justify == "right"
            shown.add_column(
                safe(name),
                justify="right" if number else "left",
                overflow="ellipsis",
                # Words of a heading longer than its numbers may stand below each other; a number is never cut.
                no_wrap=len(name) <= longest if number else place < kept,
                min_width=longest if number else min(longest, WIDEST_KEPT) if place < kept else 3,
            )
        for row in rows:
            shown.add_row(*(cell if isinstance(cell, Text) else safe(cell) for cell in row))
        self.out.print(shown)

    @contextmanager
    def progress(self) -> Iterator[Any]:
        """Yield a function (what, done, total) that moves a bar on standard error; silent where nobody looks."""
        if self.quiet or not self.err.is_terminal:
            yield lambda _what, _done, _total: None
            return
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self.err,
            transient=True,
        )
        tasks: dict[str, Any] = {}
        with bar:

            def report(what: str, done: int, total: int) -> None:
                if what not in tasks:
                    tasks[what] = bar.add_task(what, total=total or None)
                bar.update(tasks[what], completed=done, total=total or None)  # 0: nobody knows

            yield report


def interactive() -> bool:
    """Whether a person sits at a terminal that can draw."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") not in ("dumb", "")


def _program() -> str:
    """Return what to type for this program: 'coder', or its path where a shell would not find it."""
    place = Path(sys.argv[0])
    if place.stem != "coder" or shutil.which("coder"):
        return "coder"
    try:
        return os.path.relpath(place)
    except ValueError:  # another drive
        return str(place)


def _console(file: IO[str]) -> Console:
    # Not a terminal: no wrapping at 80, other programs read it.
    width = None if file.isatty() else int(os.environ.get("COLUMNS") or 120)
    return Console(file=file, markup=False, emoji=False, highlight=False, width=width)
