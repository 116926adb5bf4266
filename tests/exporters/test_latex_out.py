import shutil
import subprocess
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
        "% In de preambule: \\usepackage{array,booktabs,longtable,textcomp}, \\usepackage[T1]{fontenc}\n"
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
    assert "{r>{\\raggedright\\arraybackslash}p{0.60\\linewidth}}" in path.read_text(encoding="utf-8")
    assert "\\newline einde" in rows(path)[0]


def test_signs_that_the_reader_does_not_know(tmp_path: Path):
    path = tmp_path / "uit.tex"
    latex.write(path, [Sheet("", ("a",), [('<b> | x^2 "c" --',)])])
    assert rows(path) == [
        r"\textless{}b\textgreater{} \textbar{} x\textasciicircum{}2 \textquotedbl{}c\textquotedbl{} -{}- \\"
    ]


DOCUMENT = r"""\documentclass{article}
%s
\begin{document}
\input{uit.tex}
\end{document}
"""
PLAIN = [
    r"100 % & meer_minder #1 ~ ^ \ {x}",
    "[5pt] * ster -- --- <b> | $x_1$",
    r"\input{/etc/passwd} \end{longtable} \write18{rm}",
    "regel een\nregel twee",
    "een heel lang label " * 12,
    "https://example.org/" + "pad/" * 40,
]
SIGNS = [
    "\"dubbel\" 'enkel' `achter` „laag” ‘hoog’ € ë",
    "naïef façade Łódź ß å ø œ ĳ ½ ² ° ≤ ≥ → • … – —",
    "👩‍👩‍👧 gezin 日本 русский ✓",
    "zacht\u00adbreken nul\u200bbreedte e\u0301e\u0301n \ufffd \x00 \x1b[31m",
]


def set_by(program: str, folder: Path, sheets: list[Sheet]) -> tuple[str, str]:
    """Return the log of a document with these tables, and the letters that are on its pages."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not on this machine")
    latex.write(folder / "uit.tex", sheets)
    packages = (folder / "uit.tex").read_text(encoding="utf-8").splitlines()[0].partition(": ")[2]
    (folder / "doc.tex").write_text(DOCUMENT % packages.replace(", \\", "\n\\"), encoding="utf-8")
    command = [program, "-interaction=nonstopmode", "-halt-on-error", "doc.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=300)
    log = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, log[-2000:]
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not on this machine")
    read = subprocess.run(["pdftotext", "-raw", "doc.pdf", "-"], cwd=folder, capture_output=True, check=True)
    return log, "".join(read.stdout.decode("utf-8").split())


def test_pdflatex_sets_hostile_answers(tmp_path: Path, dutch: None):
    rows = [(text, n) for n, text in enumerate([*PLAIN, *SIGNS])]
    log, read = set_by("pdflatex", tmp_path, [Sheet("Thema's & zo_1", ("thema", "n"), rows, caption="Basis: 12 %")])
    assert "Overfull" not in log
    for number, text in enumerate(PLAIN):
        assert f"{''.join(text.split())}{number}" in read
    assert "[...]gezin[...][...][...]8" in read


def test_pdflatex_sets_hostile_headings_and_captions(tmp_path: Path, dutch: None):
    short = [text for text in (*PLAIN, *SIGNS) if len(text) < 60 and "\n" not in text]
    _log, read = set_by("pdflatex", tmp_path, [Sheet(text, (text, "n"), [("x", 1)], caption=text) for text in short])
    for text in short[:3]:
        assert read.count("".join(text.split())) >= 2  # a caption may be divided at the end of its line


def test_lualatex_gets_the_letters_that_pdflatex_does_not_have(tmp_path: Path):
    _log, read = set_by("lualatex", tmp_path, [Sheet("", ("a", "n"), [("≤ één", 1), ("русский", 2)])])
    assert "één1" in read
    assert "[...]" not in read
