"""Plain tables: CSV, workbooks, JSON Lines, Markdown."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import lxml.html
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pylatexenc.latex2text import LatexNodes2Text

from coder.domain.formats import Carries
from tests.formats.frame import CODEBOOK, CODES, EXPECTED, GIVEN, KEY, PEOPLE, TEXTS, Found, In, Out

Row = Mapping[str, Any]
SHAPES = ("wide", "long")


def in_tables(wide: Iterable[Row], long: Iterable[Row]) -> Found:
    """Return what stands in the two plain tables, read by whatever reads them; empty cells are '' or None."""
    wide, long = list(wide), list(long)
    columns = {code.label: f"{KEY}: {code.label}" for code in GIVEN}
    decided = [row for row in wide if any(row[column] not in ("", None) for column in columns.values())]
    return {
        Carries.ANSWERS: {row["respondent"]: row[KEY] for row in wide if row[KEY]},
        Carries.VARIABLES: {row["respondent"]: (row["rol"], str(row["leeftijd"])) for row in wide},
        Carries.WEIGHTS: {row["respondent"]: float(row["weight"]) for row in wide},
        Carries.MISSING: [row["respondent"] for row in wide if row not in decided],
        Carries.CODES: {
            row["respondent"]: [label for label, column in columns.items() if int(row[column])] for row in decided
        },
        Carries.CODERS: {row["respondent"]: row["coder"] for row in long if row["coder"]},
        Carries.QUOTES: {
            row["respondent"]: row["answer"][int(row["quote from"]) : int(row["quote to"])]
            for row in long
            if row["quote"] not in ("", None) and int(row["quote"])
        },
        Carries.MEMOS: {row["respondent"]: row["memo"] for row in long if row["memo"]},
    }


def both(rows_of: Callable[[Path], Iterable[Row]]) -> Callable[[Mapping[str, Path]], Found]:
    """Return what reads a file of each shape with `rows_of`."""
    return lambda files: in_tables(*(rows_of(files[shape]) for shape in SHAPES))


def of_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def of_sheet(sheet: Worksheet) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def of_workbook(files: Mapping[str, Path]) -> Found:
    workbook = load_workbook(files[""])
    assert workbook.sheetnames == ["answers", "codings", f"themes {KEY}", "codebook", "variables", "methods"]
    wide, long, _themes, codebook, variables, _methods = map(of_sheet, workbook.worksheets)
    question = next(row for row in variables if row["variable"] == KEY)
    return {
        **in_tables(wide, long),
        Carries.QUESTIONS: question["question text"],
        Carries.LABELS: {row["value"]: row["value label"] for row in variables if row["variable"] == "rol"},
        Carries.DATES: {row["respondent"]: row["sinds"].date() for row in wide},
        Carries.CODEBOOK: [(row["label"], row["net"] or "", row["definition"] or "") for row in codebook],
    }


def of_markdown(path: Path) -> list[dict[str, str]]:
    head, _rule, *rows = (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    )
    plain = [[cell.replace("\\", "").replace("<br>", "\n") for cell in row] for row in (head, *rows)]
    return [dict(zip(plain[0], row, strict=True)) for row in plain[1:]]


def of_html(path: Path) -> list[dict[str, str]]:
    page = lxml.html.document_fromstring(path.read_bytes())
    for line_break in page.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    head, *rows = ([cell.text_content() for cell in row.iter("th", "td")] for row in page.iter("tr"))
    return [dict(zip(head, row, strict=True)) for row in rows]


def of_latex(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    begin, end = lines.index("\\endfoot"), lines.index("\\end{longtable}")
    head = lines[lines.index("\\toprule") + 1]
    read = LatexNodes2Text(keep_comments=True, strict_latex_spaces=True).latex_to_text

    def plain(cell: str) -> str:
        # A sign of the T1 encoding that the reader does not know, and the line break of a cell.
        return read(cell.strip().replace(r"\textquotedbl{}", '"').replace(r"\newline ", "\n\n")).replace("\n\n", "\n")

    rows = (row.removesuffix(r" \\") for row in (head, *lines[begin + 1 : end]))
    cells = [[plain(cell) for cell in re.split(r"(?<!\\)&", row)] for row in rows]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]


COLUMNS = ("nr", "rol", "leeftijd", "sinds", "weging", KEY, "codes")
OPTIONS = {"id_column": "nr", "weight_column": "weging", "codes": ("codes",), "keep": COLUMNS[1:4], "keep_all": False}


def table(day: Callable[[str], Any] = str) -> list[list[Any]]:
    """Return the sample survey as a plain table, with codes that were given elsewhere."""
    rows: list[list[Any]] = [list(COLUMNS)]
    for person in PEOPLE:
        key, values = person.respondent_id, person.variables
        codes = " | ".join(CODEBOOK.label(code) for code in CODES.get(key, ())) or None
        rows.append(
            [key, values["rol"], values["leeftijd"], day(str(values["sinds"])), person.weight, TEXTS.get(key), codes]
        )
    return rows


def came_in(*, typed: bool, dates: bool) -> Found:
    """Return what has to be in a project that was read from `table`."""
    return {
        Carries.ANSWERS: TEXTS,
        Carries.VARIABLES: {
            p.respondent_id: {
                name: value if typed else str(value)
                for name, value in p.variables.items()
                if not (dates and name == "sinds")
            }
            for p in PEOPLE
        },
        Carries.WEIGHTS: EXPECTED[Carries.WEIGHTS],
        Carries.CODES: {p: labels for p, labels in EXPECTED[Carries.CODES].items() if labels},
    }


def as_csv(folder: Path) -> Path:
    path = folder / "in.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows(table())
    return path


def as_json_lines(folder: Path) -> Path:
    head, *rows = table()
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps(dict(zip(head, row, strict=True))) + "\n" for row in rows), encoding="utf-8")
    return path


def as_workbook(folder: Path) -> Path:
    workbook = Workbook()
    for row in table(datetime.fromisoformat):
        workbook.active.append(row)
    workbook.save(folder / "in.xlsx")
    return folder / "in.xlsx"


DATES = {p.respondent_id: {"sinds": str(p.variables["sinds"])} for p in PEOPLE}

PROOFS = [
    In("csv", as_csv, came_in(typed=False, dates=False), OPTIONS),
    In("jsonl", as_json_lines, came_in(typed=True, dates=False), OPTIONS),
    In("xlsx", as_workbook, {**came_in(typed=True, dates=True), Carries.DATES: DATES}, OPTIONS),
    Out("csv", ".csv", both(of_csv), SHAPES),
    Out("jsonl", ".jsonl", both(of_json_lines), SHAPES),
    Out("xlsx", ".xlsx", of_workbook),
    Out("md", ".md", both(of_markdown), SHAPES),
    Out("html", ".html", both(of_html), SHAPES),
    Out("tex", ".tex", both(of_latex), SHAPES),
]
