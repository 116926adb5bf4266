"""Record the desk for the README: the real program, on the example survey, in a real terminal.

    python -m tests.recording            # makes tests/data/desk.svg anew
    python -m tests.recording --frames   # prints what is on the screen after each key

The program runs in a pseudo-terminal; pyte keeps the screen, and each screen becomes a picture of an animated SVG.
Clock and learning go step by step, so that the same program gives the same recording; `tests/test_recording.py` makes
it anew and compares.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

RECORDING = Path(__file__).parent / "data" / "desk.svg"
COLUMNS, LINES = 112, 28
QUESTION, ROUND = "randvoorwaarden", "2023"

SCRIPT: tuple[tuple[str, str, float], ...] = (
    ("", "Een antwoord, met voorstellen en waarop ze rusten", 3.5),
    ("\r", "Enter: zo vastleggen, en verder", 2.5),
    ("\r", "Enter: het volgende voorstel leert al mee", 3),
    ("4", "4: een voorstel eraf", 2),
    ("\r", "Enter", 2),
    ("\t", "Tab: de respondent, met alle antwoorden", 4),
    ("\t", "Tab: terug naar de kaart", 1.5),
    ("\r", "Enter", 2),
    ("/", "/: zelf een code zoeken", 1.5),
    ("bew", "bew…", 1.5),
    ("\r\x1b", "Enter, Esc: gekozen", 2),
    ("c", "c: het codeboek, om in te lezen en te veranderen", 2),
    ("\x1b[B", "↓: definitie, voorbeelden, wat zo gecodeerd is", 3),
    ("\x1b", "Esc: terug naar de kaart", 1.5),
    ("\r", "Enter", 2),
    ("u", "u: teruggedraaid", 3),
)
"""What is typed, what is said about it, and the seconds for which that is in view."""

QUIET_SECONDS = 0.4  # a screen that nothing is written to for so long is complete
CELL, LINE, FONT = 8.0, 17.0, 13.5  # pixels
PAPER, INK, FAINT = "#1b1f27", "#dfe3ea", "#838b99"
COLORS = {
    **{"default": INK, "black": "#5c6370", "red": "#e06c75", "green": "#98c379", "brown": "#e5c07b"},
    **{"blue": "#61afef", "magenta": "#d68ee0", "cyan": "#56c8d8", "white": "#ffffff"},
}


@dataclass(frozen=True)
class Frame:
    """One screen: what was typed before it, for how long it is shown, and its runs of cells of one look."""

    said: str
    seconds: float
    runs: tuple[tuple[int, int, str, tuple[str, str, bool, bool, bool]], ...]
    """Line, column, text, and its look: ink, paper, bold, italic, underlined."""
    text: str


def desk(db: Path) -> None:
    """Run the program with a clock that goes four seconds on at each look, and learning that waits for nothing."""
    from coder.cli import main
    from coder.review.session import Session
    from coder.workflows import live

    defaults = Session.__init__.__kwdefaults__
    assert defaults is not None
    defaults["clock"] = itertools.count(step=4).__next__
    live.AT_ONCE_SECONDS = float("inf")
    sys.argv = ["coder", "--db", str(db), "--lang", "nl", "review", "--question", QUESTION, "--round", ROUND]
    main()


def example(folder: Path) -> Path:
    """Make the project file of the example survey, its first round coded."""
    from coder.workflows.demo import DB, ingest_rounds
    from coder.workflows.project import no_progress

    for _said in ingest_rounds(folder, no_progress):
        pass
    return folder / DB


def recorded(db: Path) -> Iterator[Frame]:
    """Yield the screens of the script."""
    import pexpect
    import pyte

    class Screen(pyte.Screen):
        """A screen that shows dim text in a fainter ink, which pyte itself leaves out."""

        def select_graphic_rendition(self, *attributes: int, **more: object) -> None:
            super().select_graphic_rendition(*attributes, **more)
            if 2 in attributes:
                self.cursor.attrs = self.cursor.attrs._replace(fg=FAINT)

    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CODER_", "NO_COLOR"))}
    environment |= {"TERM": "xterm-256color", "CODER_NAME": "anna"}
    command = ["-m", "tests.recording", "--desk", str(db)]
    child = pexpect.spawn(
        sys.executable,
        command,
        env=environment,
        dimensions=(LINES, COLUMNS),
        encoding="utf-8",
        timeout=60,
        use_poll=True,  # select() knows no more than 1,024 open files
    )
    screen = Screen(COLUMNS, LINES)
    stream = pyte.Stream(screen)

    def settle(until: str = "") -> None:
        """Take in what is drawn: each key draws the screen anew, be it later on a busy computer."""
        came, gives_up = 0.0, time.monotonic() + 60
        while not came or time.monotonic() < came + QUIET_SECONDS or until not in "".join(screen.display):
            try:
                stream.feed(child.read_nonblocking(65536, timeout=0.1))
                came = time.monotonic()
            except pexpect.TIMEOUT:
                if time.monotonic() > gives_up:
                    raise

    settle("stoppen")
    for typed, said, seconds in SCRIPT:
        for key in [typed] if typed.startswith("\x1b") else typed:
            child.send(key)
            settle()
        yield Frame(said, seconds, tuple(_runs(screen)), "\n".join(line.rstrip() for line in screen.display))
    child.send("q")
    child.expect(pexpect.EOF)


def _runs(screen) -> Iterator[tuple[int, int, str, tuple[str, str, bool, bool, bool]]]:
    for y in range(LINES):
        cells = [(x, screen.buffer[y][x]) for x in range(COLUMNS)]
        for look, run in groupby(cells, key=lambda cell: _look(cell[1])):
            part = list(run)
            text = "".join(char.data for _x, char in part)
            begins = part[0][0]
            if look[1] != PAPER or look[4]:
                yield y, begins, text, look
            elif text.strip():
                yield y, begins + len(text) - len(text.lstrip()), text.strip(), look


def _look(char) -> tuple[str, str, bool, bool, bool]:
    ink = COLORS.get(char.fg, char.fg if char.fg.startswith("#") else f"#{char.fg}")
    paper = PAPER if char.bg == "default" else COLORS.get(char.bg, f"#{char.bg}")
    ink, paper = (paper, ink) if char.reverse else (ink, paper)
    return ink, paper, char.bold, char.italics, char.underscore


def svg(frames: Sequence[Frame]) -> str:
    """Return the screens as an animated picture; where nothing moves, the first is shown."""
    total = sum(frame.seconds for frame in frames)
    width, height = COLUMNS * CELL + 24, (LINES + 2) * LINE + 24
    rules, groups, at = [], [], 0.0
    for n, frame in enumerate(frames):
        begins, at = 100 * at / total, at + frame.seconds
        ends = 100 * at / total
        before = f"0%{{visibility:hidden}}{begins:.3f}%{{visibility:visible}}" if n else "0%{visibility:visible}"
        rules.append(
            f"@keyframes f{n}{{{before}{min(ends, 99.999):.3f}%{{visibility:hidden}}100%{{visibility:hidden}}}}"
        )
        rules.append(f"#f{n}{{animation:f{n} {total:g}s step-end infinite}}")
        parts = "".join(_run(*run) for run in frame.runs)
        caption = f'<text class="said" x="12" y="{(LINES + 1.2) * LINE + 12:g}">{escape(frame.said)}</text>'
        hidden = "" if n == 0 else ' visibility="hidden"'
        groups.append(f'<g id="f{n}"{hidden}><title>{escape(frame.text)}</title>{parts}{caption}</g>')
    style = (
        f"text{{font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;font-size:{FONT}px;fill:{INK};"
        "white-space:pre}.b{font-weight:bold}.i{font-style:italic}.u{text-decoration:underline}"
        f".f{{fill:{FAINT}}}.said{{fill:{COLORS['brown']};font-weight:bold}}"
        + "".join(rules)
        + "@media (prefers-reduced-motion:reduce){g{animation:none!important}}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-label="The coding desk of coder">\n<style>{style}</style>\n'
        f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>\n' + "\n".join(groups) + "\n</svg>\n"
    )


def _run(y: int, x: int, text: str, look: tuple[str, str, bool, bool, bool]) -> str:
    ink, paper, *marks = look
    left, top, width = 12 + x * CELL, 12 + y * LINE, len(text) * CELL
    box = f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{LINE:g}" fill="{paper}"/>'
    names = [name for name, marked in zip("biuf", (*marks, ink == FAINT), strict=True) if marked]
    style = f' class="{" ".join(names)}"' if names else ""
    style += f' style="fill:{ink}"' if ink not in (INK, FAINT) else ""
    place = f'x="{left:g}" y="{top + 13:g}" textLength="{width:g}"'
    return f"{box if paper != PAPER else ''}<text {place}{style}>{escape(text)}</text>"


def main() -> None:
    """Make the recording."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--desk", type=Path, metavar="DB", help=argparse.SUPPRESS)
    parser.add_argument("--frames", action="store_true", help="print the screens only")
    given = parser.parse_args()
    if given.desk:
        desk(given.desk)
        return
    with TemporaryDirectory() as folder:
        frames = list(recorded(example(Path(folder))))
    if given.frames:
        for frame in frames:
            print(f"{frame.said}\n{frame.text}\n")
        return
    RECORDING.write_text(svg(frames), encoding="utf-8")


if __name__ == "__main__":
    main()
