from pathlib import Path

import pytest
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalker

from coder.domain import texts
from coder.exporters import latex
from coder.exporters.base import Sheet


@pytest.fixture
def dutch():
    texts.use_language("nl")
    yield
    texts.use_language("en")


def rows(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return lines[lines.index("\\endfoot") + 1 : lines.index("\\end{longtable}")]


def test_golden(tmp_path: Path, dutch: None):
    sheet = Sheet(
        "Thema's", ("thema", "n", "%"), [("prijs & 100 %", 12, 0.4125)], frozenset({"%"}), caption="Basis: 15"
    )
    path = tmp_path / "uit.tex"
    assert latex.write(path, [sheet]) == [path]
    assert path.read_text(encoding="utf-8") == (
        "% In de preambule: \\usepackage{booktabs,longtable,textcomp}, \\usepackage[T1]{fontenc}\n"
        "\\begin{longtable}{lrr}\n"
        "\\caption{Thema\\textquotesingle{}s: Basis: 15}\\\\\n"
        "\\toprule\nthema & n & \\% \\\\\n\\midrule\n\\endfirsthead\n"
        "\\toprule\nthema & n & \\% \\\\\n\\midrule\n\\endhead\n"
        "\\bottomrule\n\\endfoot\n"
        "prijs \\& 100 \\% & 12 & 41,2 \\% \\\\\n"
        "\\end{longtable}\n"
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r"\input{/etc/passwd}", r"\input{/etc/passwd}"),
        (r"\end{longtable}\write18{rm}", r"\end{longtable}\write18{rm}"),
        ("$x_1$ ~ #1 {a}", "$x_1$ ~ #1 {a}"),
        ("% alles weg", "% alles weg"),
        ("[5pt] eerst", "[5pt] eerst"),
        ("* ster", "* ster"),
        ("'t is `zo`", "'t is `zo`"),
    ],
)
def test_commands_in_answers_are_texts(tmp_path: Path, text: str, read: str):
    path = tmp_path / "uit.tex"
    latex.write(path, [Sheet("", ("a", "b"), [(text, "na")])])
    (row,) = rows(path)
    cell, after = row.removesuffix(r" \\").rsplit(" & ", 1)
    assert LatexNodes2Text(keep_comments=True).latex_to_text(cell) == read
    assert after == "na"
    LatexWalker(path.read_text(encoding="utf-8"), tolerant_parsing=False).get_latex_nodes()


def test_an_option_of_the_row_before_is_not_made(tmp_path: Path):
    path = tmp_path / "uit.tex"
    latex.write(path, [Sheet("", ("a",), [("[1cm]",), ("*",)])])
    assert [row[0] for row in rows(path)] == ["{", "{"]


def test_long_texts_break_in_their_column(tmp_path: Path):
    path = tmp_path / "uit.tex"
    latex.write(path, [Sheet("", ("nr", "antwoord"), [(1, "woord " * 20 + "\neinde"), (2, None)])])
    assert "\\begin{longtable}{rp{0.60\\linewidth}}" in path.read_text(encoding="utf-8")
    assert "\\newline einde" in rows(path)[0]


def test_signs_that_the_reader_does_not_know(tmp_path: Path):
    path = tmp_path / "uit.tex"
    latex.write(path, [Sheet("", ("a",), [('<b> | x^2 "c" --',)])])
    assert rows(path) == [
        r"\textless{}b\textgreater{} \textbar{} x\textasciicircum{}2 \textquotedbl{}c\textquotedbl{} -{}- \\"
    ]
