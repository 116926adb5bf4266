"""What one table of a report hides, no other table of it tells."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from coder.workflows.codebook import import_codebook
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.report import ReportOptions, report

CODES = "abcd"
BOOK = "codes:\n  - {id: net, label: Net}\n" + "".join(
    f"  - {{id: {c}, label: Thema {c}{', parent: net' if c in 'ab' else ''}}}\n" for c in CODES
)
LEAST = 6


@pytest.fixture(params=range(4))
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    draw = random.Random(request.param)
    path, book = tmp_path / "coder.db", tmp_path / "c.yaml"
    book.write_text(BOOK)
    for name in ("2022", "2024"):
        export = tmp_path / f"{name}.csv"
        lines = []
        for n in range(90):
            codes = [c for c, share in zip("bcd", (0.3, 0.4, 0.1), strict=True) if draw.random() < share]
            codes += ["a"] if n < 4 else []
            lines.append(f"{name}-{n};iets {n};{'|'.join(codes)};{draw.choice('xyz')};{draw.randint(1, 10)}")
        head = "id;v1;codes;groep;cijfer\n"
        for text, given in ((head + "p;nog niet;;x;5\n", ()), (head + "\n".join(lines) + "\n", ("codes",))):
            export.write_text(text)
            options = IngestOptions(("v1",), name, "anna", "id", keep=("groep", "cijfer"), codes=given)
            ingest(path, [read_table(export, read_options(None, None, None))], options)
            if not given:
                import_codebook(path, book, "v1", "anna")
    return path


def test_what_is_hidden_is_hidden_everywhere(db):
    made = report(db, ReportOptions(by=("groep",), scores=("cijfer",), least=LEAST))
    (question,) = made.questions
    hidden = {theme.code_id for theme in question.themes if theme.share is None}
    assert "a" in hidden
    assert question.trend is not None
    assert all(question.trend.shares[code][-1] is None for code in hidden)
    assert hidden.isdisjoint(change.code_id for change in question.trend.changes)
    assert hidden.isdisjoint(code for pair in question.pairs for code in (pair.one, pair.other))
    assert hidden.isdisjoint(row.code_id for figures in question.scores for row in figures.rows)
    for figures in question.groups:
        for column in figures.columns:
            gone = {code for code, share in column.shares.items() if share is None}
            assert gone.isdisjoint(column.above)
            assert all(d.code_id not in gone for d in figures.differences if column.name in (d.high, d.low))
