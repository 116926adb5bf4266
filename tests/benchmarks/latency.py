"""How long it takes from a confirmed decision to the next suggestions, while more and more is coded.

    python -m tests.benchmarks.latency [--sizes 200,1000,2000,5000] [--codes 50] [--decisions 100] [--pause 0.3]

Through the object that the desk uses. Between two decisions there is a pause, in which a coder reads; what is learnt
in the background goes on meanwhile, as at the desk.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from coder.domain.coding import Coding
from coder.domain.survey import Answer
from coder.workflows.coded import CodedAnswers, new_engine
from coder.workflows.live import LiveSuggester
from tests.benchmarks.analyst import answers_of, coded_answers
from tests.benchmarks.results import keep, options, peak_mb, table
from tests.benchmarks.sets import DATA
from tests.benchmarks.synthetic import answers, codebook, codes_of, seeds

COLUMNS = [
    *("coded", "p50 ms", "p95 ms", "p95 of processor time", "longest ms"),
    *("full refit ms", "difference", "plain LR refit ms", "peak MB"),
]


def coding(answer: Answer, codes: frozenset[str]) -> Coding:
    """Return a person's coding of an answer."""
    return Coding(
        str(answer.position), "1", answer.answer_id, "a", "coded", "human", tuple(codes), text_hash=answer.text_hash
    )


def waits(live: LiveSuggester, queue: Sequence[Answer], gold: Sequence[frozenset[str]], pause: float) -> np.ndarray:
    """Decide answers one after another; return the milliseconds until the suggestions for the next are there.

    (n_decisions, 2): as a clock tells, and how long the waiting thread itself was at work.
    """
    found = []
    for answer, codes, following in zip(queue, gold, queue[1:], strict=False):
        start, worked = time.perf_counter(), time.thread_time()
        live.learn(answer, sorted(codes))
        live.suggest(following)
        found.append((1000 * (time.perf_counter() - start), 1000 * (time.thread_time() - worked)))
        time.sleep(pause)
    live.wait()
    return np.array(found)


def refit(coded: CodedAnswers, book, gold: Sequence[frozenset[str]], n: int, decisions: int) -> tuple[float, float]:
    """Return milliseconds of learning all anew, and how far probabilities after single decisions are from that."""
    engine, rest = new_engine(book, coded), range(n + decisions, min(len(gold), n + decisions + 200))
    engine.learn(range(n), list(gold[:n]))
    for row in range(n, n + decisions):
        engine.decide(row, gold[row])
    engine.relearn()
    step_by_step = engine.probabilities(rest)
    start = time.perf_counter()
    engine.learn(range(n + decisions), list(gold[: n + decisions]))
    seconds = time.perf_counter() - start
    return 1000 * seconds, float(np.abs(engine.probabilities(rest) - step_by_step).max(initial=0))


def plain_refit(texts: Sequence[str], book, gold: Sequence[frozenset[str]], n: int) -> float:
    """Return the milliseconds that one logistic regression per code takes to learn and to suggest for one answer."""
    x = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit_transform(texts)
    y = np.array([[code.code_id in codes for code in book.codes] for codes in gold[:n]], dtype=int)
    y = y[:, y.any(axis=0)]
    start = time.perf_counter()
    OneVsRestClassifier(LogisticRegression(C=10, solver="liblinear")).fit(x[:n], y).predict_proba(x[n])
    return 1000 * (time.perf_counter() - start)


def measure(sizes: Sequence[int], n_codes: int, decisions: int, pause: float, data: Path) -> str:
    """Return what is measured as Markdown."""
    base = seeds(data)
    book = codebook(base, n_codes)
    texts = list(answers(max(sizes) + 2 * decisions + 200, base))
    every = answers_of(texts)
    gold = [codes_of(text, book) for text in texts]
    coded, rows = coded_answers(every), []
    for n in sorted(sizes):
        coded.decided.update({a.answer_id: coding(a, codes) for a, codes in zip(every[:n], gold[:n], strict=True)})
        live = LiveSuggester(coded, book)
        found = waits(live, every[n : n + decisions + 1], gold[n:], pause)
        all_anew, difference = refit(coded, book, gold, n, decisions)
        (p50, _), (p95, worked) = np.percentile(found, [50, 95], axis=0)
        shown = [p50, p95, worked, found[:, 0].max(), all_anew]
        rows.append(
            [
                *(f"{n:,}", *(f"{value:.0f}" for value in shown), f"{difference:.1e}"),
                *(f"{plain_refit(texts, book, gold, n):.0f}", f"{peak_mb():.0f}"),
            ]
        )
        print(" | ".join(rows[-1]), file=sys.stderr, flush=True)
    return (
        f"{len(texts):,} distinct answers, {n_codes} codes, {decisions} decisions at each size, {pause} s apart.\n\n"
        f"{table(COLUMNS, rows)}\n\n"
        "Milliseconds from a confirmed decision to the suggestions for the next answer; processor time: of the thread "
        "that is waited for, whatever else the computer does. Full refit: the engine learns "
        "everything anew. Difference: the largest, of any probability, between learning decision by decision and the "
        "full refit. Plain LR: TF-IDF of words, one logistic regression per code, fitted anew."
    )


def main() -> None:
    """Print the table, and keep it."""
    parser = options(__doc__)
    parser.add_argument("--sizes", default="200,1000,2000,5000")
    parser.add_argument("--codes", type=int, default=50)
    parser.add_argument("--decisions", type=int, default=100)
    parser.add_argument("--pause", type=float, default=0.3)
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    body = measure(sizes, given.codes, given.decisions, given.pause, given.data)
    keep("Latency", body, "tests.benchmarks.latency", write=given.write)


if __name__ == "__main__":
    main()
