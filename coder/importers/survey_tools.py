"""What the survey tools share: their columns under whatever spelling, plain question texts, second headers, ticks."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from coder.domain.errors import InputError
from coder.domain.folding import bare
from coder.domain.survey import Cell, ResponseSet, Role, SurveyTable, Variable
from coder.domain.texts import _
from coder.importers.base import no_rows, unique_columns

_HTML = re.compile(r"<(script|style)\b[^<]*</\1\s*>|</?[a-zA-Z][^<>]*>|<!--[^<>]*-->", re.IGNORECASE)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")


_PERSONAL = {
    "email", "emailaddress", "emailadres", "mail", "mailadres", "name", "fullname", "firstname", "lastname", "naam",
    "volledigenaam", "voornaam", "voorletters", "achternaam", "username", "gebruikersnaam", "phone", "phonenumber",
    "telephonenumber", "telefoon", "telefoonnr", "telefoonnummer", "mobiel", "mobielnummer", "tel", "telnr", "ipadres",
    "ipaddress", "adres", "address", "straatnaam", "huisnummer", "bsn", "burgerservicenummer", "iban",
}  # fmt: skip
"""Names of columns, of a tool or of a question, that say who the respondent is."""


def text_of(cell: Cell) -> str:
    """Return a cell as a text: '' for an empty one, and '1' also where a number was stored as 1.0."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def name_of(cell: Cell) -> str:
    """Return the name of a column without case, spaces and punctuation: 'E-mail adres' is 'emailadres'."""
    return bare(text_of(cell)).replace(" ", "").replace("_", "")


def plain(cell: Cell) -> str:
    """Return a question text as people read it: one line, without HTML."""
    text = text_of(cell)
    if "<" in text:
        text = _HTML.sub(" ", text)
    return " ".join(html.unescape(text).split())


def personal() -> Variable:
    """Return what is known of a column that says who the respondent is."""
    return Variable(role="system", why=_("personal data"))


def added() -> Variable:
    """Return what is known of a column that the survey tool adds by itself."""
    return Variable(role="system", why=_("the survey tool adds it by itself"))


def moment() -> Variable:
    """Return what is known of a column with a time that the survey tool writes down."""
    return Variable(role="system", why=_("the survey tool adds it by itself"), kind="date")


def cells_of(table: SurveyTable, place: int) -> list[str]:
    """Return the filled cells of a column as texts."""
    return [text_of(row[place]) for row in table.rows if row[place] is not None]


def is_personal(name: Cell, cells: Sequence[str]) -> bool:
    """Tell whether a column says who the respondent is: by its name, or as most cells are e-mail addresses."""
    return name_of(name) in _PERSONAL or _hold_addresses(cells)


def without_personal(table: SurveyTable) -> SurveyTable:
    """Return a table of no survey tool with what shows of columns that say who the respondent is."""
    found = {
        name: personal()
        for place, (name, cell) in enumerate(zip(table.columns, table.header, strict=False))
        if not table.variable(name).role and is_personal(cell, cells_of(table, place))
    }
    return replace(table, variables={**table.variables, **found})


def _hold_addresses(cells: Sequence[str]) -> bool:
    return bool(cells) and sum(bool(_ADDRESS.fullmatch(cell)) for cell in cells) > len(cells) / 2


def open_if_filled(cells: Sequence[str]) -> Role:
    """Return the role of a column that is an open answer by its nature: nobody wants to code an empty one."""
    return "open" if cells else ""


def refined(
    table: SurveyTable,
    source: str,
    variables: Sequence[Variable],
    *,
    columns: Sequence[Cell] = (),
    skipped: int = 0,
    sets: Iterable[ResponseSet] = (),
) -> SurveyTable:
    """Return a table with what its survey tool says.

    Parameters
    ----------
    variables : one for each column; what the file said already (labels of SPSS) stays where these are silent.
    columns : new names; else those of the table stay.
    skipped : rows at the beginning that are header too.

    Raises
    ------
    InputError : no row is left.
    """
    if skipped >= len(table.rows):
        raise no_rows(table.path)
    names = unique_columns(columns) if columns else table.columns
    known = {
        name: _joined(table.variable(old), one) for name, old, one in zip(names, table.columns, variables, strict=True)
    }
    return replace(
        table.of_rows(range(skipped, len(table.rows))),
        columns=names,
        source=source,
        variables={name: one for name, one in known.items() if one != Variable()},
        sets=(*table.sets, *sets),
    )


def without(table: SurveyTable, rows: Iterable[int], told: str) -> SurveyTable:
    """Return a table without some of its rows (from 0), and with `told` among what was left out.

    Raises
    ------
    InputError : no row is left.
    """
    gone = frozenset(rows)
    if not gone:
        return table
    kept = [place for place in range(len(table.rows)) if place not in gone]
    if not kept:
        raise InputError(
            _("{file}: nothing is left without {what}").format(file=table.path, what=told),
            _("Export the answers again."),
        )
    return replace(table.of_rows(kept), left_out=(*table.left_out, told))


def ticked(cells: Sequence[str], meaning: str, marks: Collection[str]) -> bool:
    """Tell whether a column can be one choice of several: every filled cell is the choice itself or a mark.

    Where the choice is not known (an empty `meaning`), all filled cells are the same.
    """
    if not meaning:
        return len(set(cells)) <= 1
    return all(cell.lower() in marks or name_of(cell) == name_of(meaning) for cell in cells)


def _joined(old: Variable, new: Variable) -> Variable:
    return Variable(
        text=new.text or old.text,
        role=new.role or old.role,
        why=new.why or old.why,
        kind=new.kind or old.kind,
        labels=new.labels or old.labels,
        missing=new.missing | old.missing,
    )
