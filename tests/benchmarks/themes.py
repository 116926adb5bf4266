"""How well proposed themes agree with people's codes: adjusted mutual information (0 is chance, 1 the same).

    python -m tests.benchmarks.themes [SET ...] [--seeds 3]

Beside k-means and non-negative matrix factorisation (the strongest component counts) on TF-IDF of words, each with the
number of themes that ours chose. Equal answers count once. An answer with several codes counts twice over: by its first
code ('first', where the order of codes is the coders' own or the file's), and once for each of its codes ('each':
every answer-code pair is a case; no division into single themes can reach 1 there).
"""

import argparse
import csv
import time
import warnings
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score

from coder import language
from coder.domain.codebook import Codebook
from coder.domain.folding import text_hash
from coder.learning.engine import Engine
from coder.learning.themes import propose
from tests.benchmarks.results import kept
from tests.benchmarks.sets import DATA, SETS, present


def read(name: str):
    """Return the distinct answers of a set, their codes in the order of the file, and how often each was given."""
    file, column, _codebook, question = SETS[name]
    texts, codes, times = {}, {}, {}
    with (DATA / file).open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            of_question = " ".join(row.get("question", "").split()).startswith(question)
            if row["text"].strip() and row[column] and of_question:
                key = text_hash(row["text"])
                texts.setdefault(key, row["text"])
                codes.setdefault(key, row[column].split(" | "))
                times[key] = times.get(key, 0) + 1
    return list(texts.values()), list(codes.values()), list(times.values())


def agreement(labels, codes):
    """Return adjusted mutual information with the first code, and over all answer-code pairs."""
    each = [(label, code) for label, given in zip(labels, codes, strict=True) for code in given]
    first = adjusted_mutual_info_score([given[0] for given in codes], labels)
    return first, adjusted_mutual_info_score([code for _l, code in each], [label for label, _c in each])


def ours(documents, vectors, times, seed):
    """Return the theme of each answer; those that say nothing are one."""
    found = propose(documents, vectors, times, seed=seed)
    labels = np.full(len(documents), -1)
    for number, theme in enumerate(found.themes):
        labels[list(theme.rows)] = number
    return labels


def main() -> None:
    """Print a Markdown table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sets", nargs="*")
    options.add_argument("--data", type=Path, default=DATA)
    options.add_argument("--seeds", type=int, default=3)
    given = options.parse_args()
    warnings.filterwarnings("ignore", category=ConvergenceWarning)
    encoder = language.encoder()

    def encode(texts):
        return encoder.unpack(encoder.encode(texts))

    print("| set | answers | codes | themes | ours: first / each | k-means | NMF | seconds, ours |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in present(given.sets or list(SETS), given.data):
        texts, codes, times = read(name)
        documents = list(language.load().analyse(texts))
        engine = Engine(Codebook(), documents, encode=encode, encoder=encoder.version)
        vectors = engine.representation(range(len(documents)))
        x = TfidfVectorizer().fit_transform(texts)
        results = {"ours": [], "k-means": [], "NMF": []}
        seconds = []
        for seed in range(given.seeds):
            start = time.perf_counter()
            labels = ours(documents, vectors, times, seed)
            seconds.append(time.perf_counter() - start)
            k = len(set(labels))
            results["ours"].append(agreement(labels, codes))
            results["k-means"].append(agreement(KMeans(k, n_init=5, random_state=seed).fit_predict(x), codes))
            parts = NMF(k, init="nndsvdar", random_state=seed, max_iter=300).fit_transform(x)
            results["NMF"].append(agreement(parts.argmax(axis=1), codes))
        means = " | ".join("{:.3f} / {:.3f}".format(*np.mean(found, axis=0)) for found in results.values())
        n_codes = len({code for each in codes for code in each})
        print(f"| {name} | {len(texts)} | {n_codes} | {k} | {means} | {np.mean(seconds):.1f} |", flush=True)


if __name__ == "__main__":
    with kept("Proposed themes", "tests.benchmarks.themes"):
        main()
