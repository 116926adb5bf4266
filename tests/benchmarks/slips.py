"""How many codings that were changed on purpose `coder check` lists, and how many good ones beside them.

    python -m tests.benchmarks.slips [--share 0.03] [--seeds 5]

Answers of an election panel (../shared/data, not part of the repository), equal ones taken together. Of a share of
them one code is replaced by another, left out, or one is added; the engine learns from all, the changed ones too.
'otherwise' is the share of the unchanged ones on the list that a second coder coded otherwise as well.
"""

import argparse
import csv
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from coder import language
from coder.domain.codebook import Code, Codebook
from coder.domain.folding import text_hash
from coder.learning.engine import Engine
from coder.learning.slips import contradictions
from tests.benchmarks.results import kept

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "vu_panel_nl"
KINDS = ("none", "replaced", "left out", "added", "mixed")


def read():
    """Return the documents, both coders' codes of each, and the codebook."""
    rows = {}
    with (DATA / "why_vote_codings.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["text"].strip() and row["codes_a"]:
                rows.setdefault(text_hash(row["text"]), row)
    texts = [row["text"] for row in rows.values()]
    documents = list(language.load().analyse(texts))
    first, second = ([frozenset(row[c].split(" | ")) for row in rows.values()] for c in ("codes_a", "codes_b"))
    lines = (DATA / "why_vote_codebook.md").read_text(encoding="utf-8").splitlines()
    said = dict(line[2:].split(": ", 1) for line in lines if line.startswith("- ") and ": " in line)
    names = [name for name, _n in Counter(c for codes in first for c in codes).most_common()]
    codes = (Code(n, n.replace("_", " "), said.get(n, ""), exclusive="nooit samen" in said.get(n, "")) for n in names)
    return documents, first, second, Codebook(tuple(codes))


def changed(codings, ids, kind, share, rng):
    """Return the codings with some of them changed, and which."""
    new, rows = list(codings), rng.choice(len(codings), round(share * len(codings)), replace=False)
    if kind == "none":
        return new, frozenset()
    for row in rows:
        how = kind if kind != "mixed" else KINDS[1 + rng.integers(3)]
        old = sorted(new[row])
        gone = {old[rng.integers(len(old))]} if how != "added" else set()
        came = {str(rng.choice([c for c in ids if c not in old]))} if how != "left out" else set()
        new[row] = frozenset(old) - gone | came
    return new, frozenset(rows.tolist())


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--share", type=float, default=0.03)
    options.add_argument("--seeds", type=int, default=5)
    given = options.parse_args()
    if not DATA.is_dir():
        sys.exit("The data (../shared/data) are not on this computer.")
    documents, first, second, codebook = read()
    encoder = language.encoder()

    def encode(texts):
        return encoder.unpack(encoder.encode(texts))

    engine = Engine(codebook, documents, encode=encode, encoder=encoder.version)
    ids = [code.code_id for code in codebook.usable]
    print(f"{len(documents)} answers, {len(ids)} codes, {given.share:.0%} changed, {given.seeds} draws\n")
    print("| changed | n | listed | recall | precision | precision of the first n | otherwise |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for kind in KINDS:
        results = []
        for seed in range(given.seeds if kind != "none" else 1):
            codings, wrong = changed(first, ids, kind, given.share, np.random.default_rng(seed))
            engine.learn(range(len(documents)), codings)
            held = engine.held_out()
            listed = [held.rows[one.place] for one in contradictions(held.probabilities, held.y, held.codes)]
            hits = [row in wrong for row in listed]
            good = [row for row in listed if row not in wrong]
            results.append(
                (
                    len(wrong),
                    len(listed),
                    sum(hits) / max(1, len(wrong)),
                    sum(hits) / max(1, len(listed)),
                    sum(hits[: len(wrong)]) / max(1, len(wrong)),
                    sum(first[row] != second[row] for row in good) / max(1, len(good)),
                )
            )
        n, listed, recall, precision, top, otherwise = np.mean(results, axis=0)
        shares = "- | - | -" if kind == "none" else f"{recall:.2f} | {precision:.2f} | {top:.2f}"
        print(f"| {kind} | {n:.0f} | {listed:.0f} | {shares} | {otherwise:.2f} |", flush=True)
    apart = np.mean([one != other for one, other in zip(first, second, strict=True)])
    print(f"\nOf all answers the two coders coded {apart:.0%} otherwise.")


if __name__ == "__main__":
    with kept("Slips that are found", "tests.benchmarks.slips"):
        main()
