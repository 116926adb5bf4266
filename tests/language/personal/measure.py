"""How well personal data are found, on invented answers; `python -m tests.language.personal.measure` prints a table."""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from coder.domain.personal import Finding, Kind
from coder.language.personal import find

_MARK = re.compile(r"\{(\w+)\|([^{}]*)\}")

Marked = tuple[str, list[tuple[int, int, Kind]]]
"""An answer, and where in it what stands."""


def answers(half: str) -> list[Marked]:
    """Return the answers to develop with ('dev'), those that are held out ('held out'), or all."""
    lines = Path(__file__).with_name("answers.txt").read_text("utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    chosen = {"dev": lines[::2], "held out": lines[1::2], "all": lines}[half]
    return [_marked(line) for line in chosen]


def _marked(line: str) -> Marked:
    text, spans, at = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        spans.append((len(text), len(text) + len(mark[2]), Kind(mark[1])))
        text += mark[2]
        at = mark.end()
    return text + line[at:], spans


@dataclass
class Measured:
    """Counts over answers.

    A datum counts as found if no letter of it is left; a finding as right if it covers something of its own kind.
    """

    there: Counter[Kind] = field(default_factory=Counter)
    found: Counter[Kind] = field(default_factory=Counter)
    right: Counter[Kind] = field(default_factory=Counter)
    wrong: Counter[Kind] = field(default_factory=Counter)
    clean: int = 0
    touched: int = 0
    touched_for_sure: int = 0
    missed: list[str] = field(default_factory=list)
    disturbed: list[str] = field(default_factory=list)

    def recall(self, kind: Kind) -> float:
        return self.found[kind] / max(1, self.there[kind])

    def precision(self, kind: Kind) -> float:
        return self.right[kind] / max(1, self.right[kind] + self.wrong[kind])


def measure(half: str) -> Measured:
    """Measure one half."""
    made = Measured()
    marked = answers(half)
    for (text, spans), findings in zip(marked, find([text for text, _spans in marked]), strict=True):
        _count(made, text, spans, findings)
    return made


def _count(made: Measured, text: str, spans: list[tuple[int, int, Kind]], findings: list[Finding]) -> None:
    covered = {i for f in findings for i in range(f.start, f.end)}
    for start, end, kind in spans:
        made.there[kind] += 1
        if all(i in covered for i in range(start, end) if text[i].isalnum()):
            made.found[kind] += 1
        else:
            made.missed.append(f"{kind} {text[start:end]!r} in {text!r}")
    for f in findings:
        good = any(f.kind is kind and f.start < end and start < f.end for start, end, kind in spans)
        (made.right if good else made.wrong)[f.kind] += 1
        if not good:
            made.disturbed.append(f"{f.kind} {f.text!r} {'sure' if f.sure else 'unsure'} in {text!r}")
    if not spans:
        made.clean += 1
        made.touched += bool(findings)
        made.touched_for_sure += any(f.sure for f in findings)


def per_second(n: int = 20_000) -> float:
    """Return how many answers are looked at in a second; of some ten words, personal data in one of ten."""
    marked = answers("all")
    clean = [text for text, spans in marked if not spans]
    others = [text for text, spans in marked if spans]
    texts = [
        f"{clean[i % len(clean)]} {clean[-i % len(clean)]}" if i % 10 else others[i % len(others)] for i in range(n)
    ]
    list(find(texts[:1000]))
    begin = time.process_time()
    list(find(texts))
    return n / (time.process_time() - begin)


def table() -> str:
    """Return the table for the README."""
    halves = {half: measure(half) for half in ("dev", "held out")}
    lines = [
        "| kind | in dev | found | right | in held out | found | right |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for kind in Kind:
        cells = [f"{m.there[kind]} | {m.recall(kind):.1%} | {m.precision(kind):.1%}" for m in halves.values()]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    for name in ("touched", "touched_for_sure"):
        label = "answers without personal data that are touched" + (", for certain" if name.endswith("sure") else "")
        cells = [f"{m.clean} | {getattr(m, name) / m.clean:.1%} | " for m in halves.values()]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", f"{per_second():,.0f} answers of some ten words a second, on one core."])


if __name__ == "__main__":
    if "--dev" in sys.argv:
        made = measure("dev")
        print("MISSED", *made.missed, "WRONG", *made.disturbed, sep="\n")
    print(table())
