"""How well suggestions do after 0, 20, 50 ... coded answers, beside plain TF-IDF with logistic regression cut at 0.5.

    python tests/benchmarks/learning_first.py ANSWERS.csv CODES_COLUMN [--codebook FILE] [--sizes 0,20,50] [--draws 4]

ANSWERS holds the columns text and CODES_COLUMN (codes joined by ' | '). The codebook file holds lines
'- code: phrase, phrase, ...'; without it the engine knows the names of the codes alone.
"""

import argparse
import csv
import re
import time
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import hstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from coder import language
from coder.domain.codebook import Code, Codebook
from coder.domain.words import Document
from coder.learning.engine import Engine
from coder.learning.quality import measure

RARE = 5
"""Codes given less often are left out, as too rare to measure."""


def read(path: Path, column: str, codebook: Path | None):
    """Return the texts, the codings (n_answers, n_codes) and the codebook."""
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["text"].strip() and row[column]]
    sets = [set(row[column].split(" | ")) for row in rows]
    names = [name for name, n in Counter(name for codes in sets for name in codes).most_common() if n >= RARE]
    lines = codebook.read_text(encoding="utf-8").splitlines() if codebook else []
    said = dict(line[2:].split(": ", 1) for line in lines if line.startswith("- ") and ": " in line)
    codes = tuple(
        Code(name, re.sub(r"[_#&]+", " ", name), said.get(name, ""), exclusive="nooit samen" in said.get(name, ""))
        for name in names
    )
    return [row["text"] for row in rows], np.array([[n in s for n in names] for s in sets], float), Codebook(codes)


def engine_on(engine: Engine, codebook: Codebook, y: np.ndarray, seen: np.ndarray, rest: np.ndarray):
    """Return probabilities and selection for `rest` after learning from `seen`."""
    ids = [code.code_id for code in codebook.usable]
    place = {code_id: j for j, code_id in enumerate(ids)}
    engine.learn(seen.tolist(), [frozenset(ids[j] for j in np.flatnonzero(y[row])) for row in seen])
    p, selected = np.zeros((len(rest), len(ids))), np.zeros((len(rest), len(ids)), dtype=bool)
    for i, found in enumerate(engine.suggest_many(rest.tolist(), top=len(ids))):
        for suggestion in found.ranked:
            p[i, place[suggestion.code_id]] = suggestion.probability
        selected[i, [place[code_id] for code_id in found.selected]] = True
    return p, selected


def plain(x, y: np.ndarray, seen: np.ndarray, rest: np.ndarray):
    """Return the same for one logistic regression per code, cut at 0.5."""
    known = y[seen].any(axis=0) & ~y[seen].all(axis=0)
    p = np.tile(y[seen].mean(axis=0) if len(seen) else np.zeros(y.shape[1]), (len(rest), 1))
    if known.any():
        model = OneVsRestClassifier(LogisticRegression(C=10, solver="liblinear"))
        p[:, known] = model.fit(x[seen], y[seen][:, known]).predict_proba(x[rest]).reshape(len(rest), -1)
    return p, p > 0.5


def calibration_error(p: np.ndarray, y: np.ndarray) -> float:
    """Return the expected calibration error: ten bins of probability, over all answer-code pairs."""
    bins = np.minimum((p * 10).astype(int), 9)
    return sum(abs(p[bins == b].sum() - y[bins == b].sum()) for b in range(10)) / p.size


def main() -> None:
    """Print micro F1, macro F1, codes among the first three, sets exactly right, calibration error."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("answers", type=Path)
    options.add_argument("column")
    options.add_argument("--codebook", type=Path)
    options.add_argument("--sizes", default="0,20,50,100,200,500,1000")
    options.add_argument("--draws", type=int, default=4)
    given = options.parse_args()
    warnings.filterwarnings("ignore", category=ConvergenceWarning)

    texts, y, codebook = read(given.answers, given.column, given.codebook)
    documents = [Document(t, w) for t, w in zip(texts, language.load().analyse(texts), strict=True)]
    engine = Engine(codebook, documents)
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit_transform(texts)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True).fit_transform(texts)
    x = hstack([words, characters]).tocsr()
    ids = [code.code_id for code in codebook.usable]
    print(f"{given.answers.name}: {len(texts)} answers, {len(ids)} codes")
    print(f"{'coded':>6}  {'':16} micro  macro  top3   exact  calib.  seconds to learn")
    for n in [int(size) for size in given.sizes.split(",")]:
        rng, found = np.random.RandomState(0), {}
        for _ in range(given.draws):
            order = rng.permutation(len(texts))
            seen, rest = order[:n], order[n:]
            results = {"engine": engine_on(engine, codebook, y, seen, rest), "plain": plain(x, y, seen, rest)}
            for name, (p, selected) in results.items():
                q = measure(ids, p, selected, y[rest])
                found.setdefault(name, []).append((q.f1, q.macro_f1, q.top3, q.exact, calibration_error(p, y[rest])))
            if n >= 20:
                q = engine.quality()
                found.setdefault("  its own view", []).append((q.f1, q.macro_f1, q.top3, q.exact, 0.0))
        start = time.perf_counter()
        engine.relearn()
        seconds = time.perf_counter() - start
        for name, rows in found.items():
            means = "  ".join(f"{value:.3f}" for value in np.mean(rows, axis=0))
            print(f"{n:>6}  {name:16} {means}" + (f"  {seconds:.3f}" if name == "engine" else ""), flush=True)


if __name__ == "__main__":
    main()
