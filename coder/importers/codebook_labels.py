"""Value labels of a variable of a statistics program as a codebook: the values are the ids."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from coder.domain.codebook import ID_PATTERN, Code, Codebook, slug
from coder.domain.errors import InputError
from coder.domain.survey import SurveyTable
from coder.domain.texts import _
from coder.importers import rds, sas, spss, stata
from coder.importers.base import ReadOptions

NAME = "labels"
LABEL = "SPSS (.sav, .zsav), Stata (.dta), SAS (.sas7bdat), R (.rds)"
SUFFIXES = (".sav", ".zsav", ".dta", ".sas7bdat", ".rds")
_MODULES = {".dta": stata, ".sas7bdat": sas, ".rds": rds}
LISTED = 12  # names that a message shows


def read_codebook(path: Path, variable: str | None = None) -> Codebook:
    """Read the value labels of a variable; it may be left out where only one has any.

    Raises
    ------
    InputError : there is no such variable, or it has no value labels; or see `coder.importers.spss`.
    MissingError : the package that reads it is not installed.
    """
    table = _MODULES.get(path.suffix.lower(), spss).read(path, ReadOptions())
    name = _meant(table, variable)
    codes: list[Code] = []
    labels: set[str] = set()
    for value, label in table.variable(name).labels:
        text = " ".join(label.split()) or value
        if text.casefold() in labels:
            text = f"{text} ({value})"
        labels.add(text.casefold())
        taken = [code.code_id for code in codes]
        codes.append(Code(value if ID_PATTERN.fullmatch(value) and value not in taken else slug(value, taken), text))
    return Codebook(tuple(codes))


def _meant(table: SurveyTable, variable: str | None) -> str:
    labelled = [name for name in table.columns if table.variable(name).labels]
    listed = ", ".join(labelled[:LISTED]) + (" …" if len(labelled) > LISTED else "")
    if variable is None:
        if len(labelled) == 1:
            return labelled[0]
        raise InputError(
            _("{file}: say which variable has the codes").format(file=table.path),
            _("--variable NAME; these have value labels: {names}.").format(names=listed),
        )
    same = [name for name in labelled if name.casefold() == variable.casefold()]
    if not same:
        near = get_close_matches(variable, labelled, 1)
        meant = _("Is '{code}' meant?").format(code=near[0]) + " " if near else ""
        raise InputError(
            _("{file}: there is no variable {name} with value labels").format(file=table.path, name=variable),
            meant + _("These have value labels: {names}.").format(names=listed),
        )
    return same[0]
