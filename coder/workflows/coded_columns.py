"""Codes that come with an export: cells such as 'netwerk; kennis' against the codebook."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from coder.domain.codebook import ID_PATTERN, Code, Codebook, slug
from coder.domain.errors import InputError
from coder.domain.survey import SurveyTable
from coder.domain.texts import _

# Tried in this order when no separator is given. Never a comma: labels hold commas.
SEPARATORS = ("|", ";")


@dataclass(frozen=True, slots=True)
class CodesFound:
    """Codes per answer, and the codebook with the codes that were new."""

    codes: dict[int, tuple[str, ...]]
    codebook: Codebook
    new: tuple[Code, ...]


def read_codes(
    table: SurveyTable,
    column: str,
    cells: Mapping[int, tuple[int, str]],
    codebook: Codebook | None,
    separator: str | None,
    new_codes: bool,
) -> CodesFound:
    """Read cells with codes by id or label.

    Parameters
    ----------
    cells : by answer id, the row number and the text of the cell.
    codebook : of the question; without one, it is made from the codes found, the most frequent first.
    separator : between codes in one cell; None finds it out.
    new_codes : whether codes that the codebook does not know are added to it.

    Raises
    ------
    InputError : a code is unknown.
    """
    if separator is None:
        separator = next((s for s in SEPARATORS if any(s in text for _n, text in cells.values())), SEPARATORS[-1])
    names = {
        answer_id: (number, [part.strip() for part in text.split(separator) if part.strip()])
        for answer_id, (number, text) in cells.items()
    }
    known = codebook or Codebook()
    unknown = Counter(name for _n, parts in names.values() for name in parts if known.find(name) is None)
    if unknown and codebook is not None and not new_codes:
        number, name = next((n, name) for n, parts in names.values() for name in parts if name in unknown)
        raise _unknown(table, column, number, name, codebook)
    new: list[Code] = []
    for name, _n in unknown.most_common():
        if known.find(name) is not None:  # the same label in other capitals
            continue
        taken = known.by_id
        code_id = name if ID_PATTERN.match(name) and name not in taken else slug(name, taken)
        code = Code(code_id, name)
        new.append(code)
        known = Codebook((*known.codes, code))
    codes = {}
    for answer_id, (_number, parts) in names.items():
        found = [known.find(name) for name in parts]
        codes[answer_id] = known.ordered(code.code_id for code in found if code is not None)
    return CodesFound(codes, known, tuple(new))


def _unknown(table: SurveyTable, column: str, number: int, name: str, codebook: Codebook) -> InputError:
    choices = [n for code in codebook.codes for n in (code.code_id, code.label)]
    near = difflib.get_close_matches(name, choices, n=1)
    hint = _("Correct the cell, or add such codes to the codebook with --new-codes.")
    if near:
        hint = _("Is '{code}' meant?").format(code=near[0]) + " " + hint
    return InputError(
        _("{file}, row {row}, column '{column}': the code '{code}' is not in the codebook").format(
            file=table.path, row=number, column=column, code=name[:80]
        ),
        hint,
    )
