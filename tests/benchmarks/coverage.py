"""How often the corrected intervals hold the true share, and how wide they are.

    python -m tests.benchmarks.coverage [SET...] [--replicates 40] [--data FOLDER]

Each replicate: 100 answers are coded in file order, a random sample of 100, 200 or 400 of the rest is drawn and coded,
the engine learns from both, and the share of each code among all answers is estimated. Weights are drawn once per set.
"""

from __future__ import annotations

import argparse
import csv
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from coder import language
from coder.domain.codebook import Code, Codebook
from coder.domain.folding import text_hash
from coder.learning.engine import Engine
from coder.statistics.corrected import KNOWN, Sample, corrected_shares
from tests.benchmarks.results import kept

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FIRST = 100  # answers that were coded before the draw
DRAWN = (100, 200, 400)
CLASSES = ((0.0, 0.05, "< 5 %"), (0.05, 0.2, "5-20 %"), (0.2, 1.0, "> 20 %"))
SETS = {
    "why_vote": ("vu_panel_nl/why_vote_codings.csv", "codes_a", "vu_panel_nl/why_vote_codebook.md"),
    "restaurants_nl": ("restaurants_nl/answers.csv", "codes", ""),
    "nhs_en": ("nhs_en/answers.csv", "codes", ""),
    "anes_q05": ("anes_en/q05.csv", "codes", ""),
}
RARE = 5  # codes given less often are left out


def read(data: Path, name: str) -> Iterator[tuple[str, list[str], np.ndarray, Codebook]]:
    """Yield the questions of a set: name, texts, codings (n_answers, n_codes), codebook."""
    file, column, book = SETS[name]
    with (data / file).open(encoding="utf-8") as handle:
        rows = [row for row in csv.DictReader(handle) if row["text"].strip() and row[column]]
    lines = (data / book).read_text(encoding="utf-8").splitlines() if book else []
    said = dict(line[2:].split(": ", 1) for line in lines if line.startswith("- ") and ": " in line)
    by_question: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_question.setdefault(row["question"] if name == "nhs_en" else "", []).append(row)
    for question, members in by_question.items():
        sets = [set(row[column].split(" | ")) for row in members]
        names = [code for code, n in Counter(code for codes in sets for code in codes).most_common() if n >= RARE]
        codes = tuple(Code(code, re.sub(r"[_#&]+", " ", code), said.get(code, "")) for code in names)
        y = np.array([[code in given for code in names] for given in sets], float)
        if len(members) > FIRST + max(DRAWN):
            yield f"{name} {question}".strip(), [row["text"] for row in members], y, Codebook(codes)


def one_draw(engine: Engine, row_of: np.ndarray, y: np.ndarray, n: int, rng: np.random.Generator):
    """Return the sample and the predictions (n_answers, n_codes) of one replicate."""
    total = len(row_of)
    stratum = np.zeros(total, dtype=np.intp)
    first = np.isin(row_of, row_of[:FIRST])  # equal answers are coded together
    stratum[first] = KNOWN
    drawn = np.zeros(total, dtype=bool)
    drawn[rng.choice(np.flatnonzero(~first), n, replace=False)] = True
    coded = first | np.isin(row_of, row_of[drawn])
    ids = engine.codes
    lessons = {int(row_of[i]): frozenset(ids[j] for j in np.flatnonzero(y[i])) for i in np.flatnonzero(coded)}
    engine.learn(list(lessons), list(lessons.values()))
    f = engine.probabilities(range(int(row_of.max()) + 1))
    held_out = engine.held_out()
    f[list(held_out.rows)] = held_out.probabilities
    return Sample(stratum, drawn, np.ones(total), coded), f[row_of]


def measure(name: str, texts: list[str], y: np.ndarray, codebook: Codebook, replicates: int):
    """Yield (weighted, drawn, true share, hit, width, hit of the sample alone, its width) per code and replicate."""
    distinct = {text_hash(text): text for text in texts}
    place = {key: row for row, key in enumerate(distinct)}
    row_of = np.array([place[text_hash(text)] for text in texts])
    engine = Engine(codebook, list(language.load().analyse(distinct.values())))
    rng = np.random.default_rng(20240607)
    survey_weights = rng.lognormal(0, 0.5, len(texts)) * np.array([1 + (len(text) > 60) for text in texts])
    for n in DRAWN:
        for _ in range(replicates):
            sample, f = one_draw(engine, row_of, y, n, rng)
            for weights in (np.ones(len(texts)), survey_weights):
                true = weights @ y / weights.sum()
                weighed = Sample(sample.stratum, sample.drawn, weights, sample.coded)
                ours = corrected_shares(y, f, weighed)
                alone = corrected_shares(y, f, weighed, power=np.zeros(y.shape[1]))
                for j, share in enumerate(true):
                    found = [
                        value
                        for one in (ours, alone)
                        for value in (one.low[j] - 1e-12 <= share <= one.high[j] + 1e-12, one.high[j] - one.low[j])
                    ]
                    yield (weights is survey_weights, n, share, *found)


def line(name: str, kind: str, drawn: str, shares: str, rows: list[tuple]) -> str:
    """Return a row of the table."""
    hit, width, alone, alone_width = np.mean([row[3:] for row in rows], axis=0)
    cells = f"{len(rows)} | {100 * hit:.1f} | {100 * width:.1f} | {100 * alone:.1f} | {100 * alone_width:.1f}"
    return f"| {name} | {kind} | {drawn} | {shares} | {cells} | {100 * (1 - width / alone_width):.0f} % |"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("sets", nargs="*", default=list(SETS), metavar="SET")
    options.add_argument("--replicates", type=int, default=40)
    options.add_argument("--data", type=Path, default=DATA)
    given = options.parse_args()
    start, everything = time.perf_counter(), []
    print("| set | weights | drawn | true share | intervals | hold it % | width | sample alone % | width | narrower |")
    print("| --- | --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name in given.sets:
        for question, texts, y, codebook in read(given.data, name):
            found = list(measure(question, texts, y, codebook, given.replicates))
            everything += found
            for n in DRAWN:
                part = [row for row in found if row[1] == n and not row[0]]
                print(line(question, "no", str(n), "all", part), flush=True)
            print(line(question, "yes", "all", "all", [row for row in found if row[0]]), flush=True)
    for weighted in (False, True):
        kind = "yes" if weighted else "no"
        for low, high, shown in CLASSES:
            for n in DRAWN:
                part = [row for row in everything if row[0] == weighted and row[1] == n and low <= row[2] < high]
                print(line("**together**", kind, str(n), shown, part))
        print(line("**together**", kind, "all", "all", [row for row in everything if row[0] == weighted]))
    print(f"\n{given.replicates} replicates, {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    with kept("Coverage of corrected shares", "tests.benchmarks.coverage"):
        main()
