"""What reading the words of 1,000, 10,000 and 100,000 distinct answers costs, beside spaCy alone.

    python -m tests.benchmarks.reading [SIZE...]

The first run reads and keeps the words in a project file, the second finds them there. *spaCy alone*: the same
pipeline, `nlp.pipe` in one process, nothing kept. Each in a process of its own; memory is the most that it held. From
8,000 answers on two helping processes read, each of which holds some 310 MB more.
"""

from __future__ import annotations

import sys
import time
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.results import apart, keep, options, peak_mb, table
from tests.benchmarks.sets import DATA
from tests.benchmarks.synthetic import answers, seeds

SIZES = (1_000, 10_000, 100_000)


def with_spacy_alone(texts: list[str]) -> tuple[float, float]:
    """Return seconds and MB of the pipeline without coder."""
    from coder.language.pipelines import pipeline

    start = time.perf_counter()
    for _doc in pipeline().pipe(texts):
        pass
    return time.perf_counter() - start, peak_mb()


def with_coder(db: str, texts: list[str]) -> tuple[float, float]:
    """Return seconds and MB of reading the texts as the commands do."""
    from coder.store.project import open_project
    from coder.workflows.project import documents_of

    start = time.perf_counter()
    with open_project(Path(db), create=not Path(db).exists()) as project:
        assert len(documents_of(project, texts)) == len(texts)
    seconds = time.perf_counter() - start
    return seconds, peak_mb()


def row(n: int) -> list[str]:
    """Return a row of the table."""
    texts = list(islice(answers(n, seeds(DATA)), n))
    words = sum(len(text.split()) for text in texts)
    with TemporaryDirectory() as folder:
        db = str(Path(folder) / "coder.db")
        alone, first, second = (
            apart(with_spacy_alone, texts),
            apart(with_coder, db, texts),
            apart(with_coder, db, texts),
        )
    print(f"  {n:,}: {alone}, {first}, {second}", file=sys.stderr, flush=True)
    cells = [f"{seconds:.1f} s, {mb:,.0f} MB" for seconds, mb in (alone, first, second)]
    return [f"{n:,}", f"{words / n:.1f}", *cells]


def main() -> None:
    """Measure, print, keep."""
    parser = options(__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    given = parser.parse_args()
    columns = ["answers", "words each", "spaCy alone", "first run", "second run"]
    body = table(columns, [row(n) for n in given.sizes])
    keep("Reading words", body, "tests.benchmarks.reading", write=given.write)


if __name__ == "__main__":
    main()
