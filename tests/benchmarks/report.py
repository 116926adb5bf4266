"""What `coder report` costs: 20 questions, 1,000 and 10,000 answers each.

    python -m tests.benchmarks.report [SIZE...] [--questions 20]

The real commands, each in a process of its own. Two rounds with as many answers, on a codebook with a net and a code
that stands alone; most answers come with codes, the machine coded some, the rest is open; respondents have a weight, a
score and two closed variables, one of which divides the tables. The peer is what an analyst's script does for each
question: pandas counts and cross tables, a chi-square and a z test of each theme with Benjamini-Hochberg (scipy,
statsmodels), and a plain bar chart (vl-convert), written to one web page. It has no intervals, sentences, rounds,
pairs, quotes or account of methods.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from coder.domain.codebook import Code, Codebook
from coder.domain.coding import AUTOCODE, Coding
from coder.domain.ids import new_id
from coder.exporters.codebook_yaml import write_codebook
from coder.store.actions import now
from coder.store.project import open_project
from tests.benchmarks.files import told
from tests.benchmarks.results import DATA, apart, keep, options, peak_mb, table
from tests.benchmarks.scale import N_CODES, Cost, coder
from tests.benchmarks.synthetic import SEED, answers, codebook, codes_of, seeds

MODULE = "tests.benchmarks.report"
SIZES, QUESTIONS = (1_000, 10_000), 20
ROUNDS = ("2022", "2023")
REGIONS, ROLES = ("noord", "oost", "zuid", "west"), ("adviseur", "bestuurder", "raadslid")
BY_MACHINE, OPEN = 0.2, 0.1  # parts of the answers
IN_NET = 4  # codes below the net
PEERS_SUFFIX = ".peer.html"


def book_of(base: Sequence[str]) -> Codebook:
    """Return the codebook of each question: a net, the codes below it and beside it, and one that stands alone."""
    plain = codebook(base, N_CODES).codes
    below = [replace(code, parent="net") for code in plain[:IN_NET]]
    return Codebook((Code("net", "Net"), *below, *plain[IN_NET:], Code("geen", "Geen idee", exclusive=True)))


def write_round(path: Path, n: int, n_questions: int, base: Sequence[str], first: int, book: Codebook) -> None:
    """Write the export of a round of `n` respondents, with the codes of most answers."""
    chance, ids = (
        random.Random(SEED + first),
        Codebook(tuple(c for c in book.codes if c.code_id not in ("net", "geen"))),
    )
    texts = list(islice(answers(2 * n, base), first, first + n))
    keys = [f"q{place}" for place in range(1, n_questions + 1)]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["respondent", "gewicht", "regio", "rol", "cijfer", *keys, *(f"codes_{key}" for key in keys)])
        for row in range(n):
            said = [texts[(row * (2 * place + 1) + place) % n] for place in range(n_questions)]
            given = ["|".join(sorted(codes_of(text, ids))) if len(text) % 40 else "geen" for text in said]
            given = [codes if chance.random() > BY_MACHINE + OPEN else "" for codes in given]
            person = [f"R{row}", round(0.5 + chance.random(), 3), chance.choice(REGIONS), chance.choice(ROLES)]
            rows.writerow([*person, chance.randint(1, 10), *said, *given])


def by_machine(db: Path, book: Codebook) -> None:
    """Let the machine code a part of what nobody coded."""
    with open_project(db) as project, project.transaction():
        action_id = project.actions.add(AUTOCODE, "autocode", {})
        ids = Codebook(book.codes[1:-1])
        for question in project.answers.questions():
            known = project.answers.answers(question.question_id)
            decided = {one.answer_id for one in project.codings.of_answers(answer.answer_id for answer in known)}
            left = [answer for answer in known if answer.answer_id not in decided]
            project.codings.add(
                Coding(
                    *(new_id(), action_id, answer.answer_id, AUTOCODE, "coded", "machine"),
                    book.ordered(codes_of(answer.text, ids)),
                    codebook_version=book.version,
                    text_hash=answer.text_hash,
                    created_at=now(),
                )
                for answer in left[: round(len(left) * BY_MACHINE / (BY_MACHINE + OPEN))]
            )


def make(folder: Path, n: int, n_questions: int, base: Sequence[str]) -> tuple[Path, Path, Cost]:
    """Make a project; return it, the export of its last round, and what reading that took."""
    db, book = folder / "coder.db", book_of(base)
    book_file = folder / "book.yaml"
    book_file.write_text(write_codebook(book), encoding="utf-8")
    keys = [f"q{place}" for place in range(1, n_questions + 1)]
    common = ["--id", "respondent", "--weight", "gewicht", "--keep", "regio", "--keep", "rol", "--keep", "cijfer"]
    questions = [part for key in keys for part in ("--question", f"{key}={key}")]
    codes = [part for key in keys for part in ("--codes", f"{key}=codes_{key}")]
    for place, name in enumerate(ROUNDS):
        export = folder / f"{name}.csv"
        write_round(export, n // len(ROUNDS), n_questions, base, place * n // len(ROUNDS), book)
        if not place:
            coder(db, "ingest", export, *common, *questions, "--round", name)
            for key in keys:
                coder(db, "codebook", "import", book_file, "--question", key)
        cost = coder(db, "ingest", export, *common, *questions, *codes, "--round", name)
    by_machine(db, book)
    return db, export, cost


def peer_reports(export: Path, keys: Sequence[str], variable: str) -> Cost:
    """Return what a script takes to report on a round."""
    start, worked = time.perf_counter(), time.process_time()
    page = peer_page(export, keys, variable)
    export.with_suffix(PEERS_SUFFIX).write_text(page, encoding="utf-8")
    return Cost(time.perf_counter() - start, peak_mb(), time.process_time() - worked)


def peer_page(export: Path, keys: Sequence[str], variable: str) -> str:
    """Return a web page with a table, tests and a chart for each question."""
    import numpy as np
    import pandas as pd
    import vl_convert
    from scipy.stats import chi2_contingency
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.proportion import proportions_ztest

    data, parts = pd.read_csv(export), []
    for key in keys:
        coded = data[data[f"codes_{key}"].notna()]
        themes, groups = coded[f"codes_{key}"].str.get_dummies("|"), coded[variable]
        share = themes.mul(coded["gewicht"], axis=0).sum() / coded["gewicht"].sum()
        found = pd.DataFrame({"n": themes.sum(), "%": 100 * share}).sort_values("n", ascending=False)
        p, pairs = [], []
        sizes = groups.value_counts().sort_index()
        for theme in found.index:
            counts = pd.crosstab(groups, themes[theme])
            p.append(chi2_contingency(counts).pvalue)
            named = counts.get(1, 0 * sizes)
            with np.errstate(invalid="ignore"):  # a theme that nobody in two groups named
                pairs += [
                    proportions_ztest([named[one], named[other]], [sizes[one], sizes[other]])[1]
                    for place, one in enumerate(sizes.index)
                    for other in sizes.index[place + 1 :]
                ]
        found["p"] = multipletests(p, method="fdr_bh")[1]
        found["differences"] = (
            multipletests(np.nan_to_num(pairs, nan=1.0), method="fdr_bh")[0].reshape(len(found), -1).sum(axis=1)
        )

        cross = themes.groupby(groups).mean().T
        values = [{"theme": theme, "share": value} for theme, value in found["%"].items()]
        axes = {
            "y": {"field": "theme", "type": "nominal", "sort": "-x"},
            "x": {"field": "share", "type": "quantitative"},
        }
        svg = vl_convert.vegalite_to_svg({"data": {"values": values}, "mark": "bar", "encoding": axes})
        parts.append(f"<h2>{key}</h2>{found.to_html()}{cross.to_html()}{svg}")
    return "<!doctype html>" + "\n".join(parts)


def costs(n: int, n_questions: int, base: Sequence[str], folder: Path) -> list[str]:
    """Return a row of the table."""
    db, export, read = make(folder, n, n_questions, base)
    page, document = folder / "report.html", folder / "report.docx"
    reported = coder(db, "report", "-o", page, "-o", document, "--by", "regio")
    peer = apart(peer_reports, export, [f"q{place}" for place in range(1, n_questions + 1)], "regio")
    size = " + ".join(f"{file.stat().st_size / 2**20:.1f}" for file in (page, document))
    return [f"{n_questions} x {n:,}", told(read), told(reported), told(peer), size]


COLUMNS = "questions x answers|coder ingest of the last round|coder report|the peer|MB out"


def main() -> None:
    """Print the table, and keep it."""
    parser = options(__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    base, rows = seeds(given.data), []
    for n in given.sizes:
        with TemporaryDirectory() as folder:
            rows.append(costs(n, given.questions, base, Path(folder)))
        print(" | ".join(rows[-1]), file=sys.stderr, flush=True)
    body = (
        f"{table(COLUMNS.split('|'), rows)}\n\nAnswers are those of two rounds; {1 - BY_MACHINE - OPEN:.0%} came with "
        f"codes, the machine coded {BY_MACHINE:.0%}, of {N_CODES} codes beside a net and 'geen idee'. Between "
        "brackets: seconds of processor time. coder report writes .html and .docx, weighted, by a variable of four "
        "groups; the peer writes a web page about the last round alone."
    )
    keep("Report", body, MODULE, write=given.write)


if __name__ == "__main__":
    main()
