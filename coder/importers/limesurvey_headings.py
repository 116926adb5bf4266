"""The headers of an export of LimeSurvey: codes, texts, or both; and the columns that it adds by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from coder.domain.survey import SurveyTable
from coder.importers.survey_tools import name_of, plain, text_of

OWN = {
    "id": {"id", "responseid", "responsid", "antwoordid", "reactieid", "responsnummer"},
    "submitted": {
        "submitdate", "datesubmitted", "datumingestuurd", "datumingediend", "datumverzonden", "datumverstuurd",
        "inzenddatum", "verzenddatum", "datumingevuld", "datumvoltooid", "datumafgerond",
    },
    "page": {"lastpage", "laatstepagina"},
    "language": {"startlanguage", "starttaal", "begintaal", "taalbijaanvang"},
    "seed": {"seed", "zaad"},
    "started": {"startdate", "datestarted", "datumgestart", "startdatum", "begindatum", "datumbegonnen"},
    "changed": {"datestamp", "datelastaction", "datumlaatsteactie", "laatsteactie"},
    "personal": {
        "ipaddr", "ipaddress", "ipadres", "token", "accesscode", "toegangscode", "firstname", "voornaam", "lastname",
        "achternaam", "email", "emailaddress", "emailadres", "refurl", "referrerurl", "verwijzendeurl",
        "verwijzingsurl", "doorverwijzendeurl",
    },
}  # fmt: skip
"""The columns that LimeSurvey adds, by code and by name in English and Dutch."""

_FIRST = {
    "id": re.compile(r"\d{1,9}"),
    "submitted": re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?)?"),
    "page": re.compile(r"(\d{1,3})?"),
    "language": re.compile(r"[a-z]{2,3}(-[A-Za-z]+)*"),
}
"""What stands in the first columns of a whole export, in this order, whatever they are called in its language."""

_LOOKED = 50
"""Rows that are looked at."""

_MARKS = ("id", "submitdate", "lastpage", "startlanguage")
_TIME = re.compile(
    r"(total|group|question) time\b|interviewtime$|groupTime\d|(totale|groeps?|vraag) ?tijd\b", re.IGNORECASE
)
_BOTH = re.compile(r"([A-Za-z][A-Za-z0-9_]*(?:\[[^\[\]]*\])*)\. ")
_PARTS = re.compile(r"(.*?)\s*((?:\[[^\[\]]*\]\s*)+)", re.DOTALL)
_EXTRA = re.compile(
    r"((other|anders|overig|overige|andere)\W*(namelijk|nl|te weten|please specify|specify)?|comment|opmerking"
    r"|commentaar|toelichting)\W*"
)


MAX_PARTED = 20_000
"""Characters of a header that is taken apart: looking for parts takes time with the square of its length."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One header: a code, a text in one line, or both; `own` names a column that LimeSurvey adds."""

    own: str
    code: str
    text: str

    @property
    def question(self) -> str:
        """The code, or else the text, of the question of which this is a part; empty where it is a whole one."""
        match = _parts(self.code or self.text)
        return match[1] if match else ""

    @property
    def question_text(self) -> str:
        """The text without that of the part."""
        match = _parts(self.text)
        return match[1] if match else self.text

    @property
    def part(self) -> str:
        """Which part of the question it is, by code or text."""
        match = _parts(self.code or self.text)
        return match[2].strip()[1:-1] if match else ""

    @property
    def extra(self) -> bool:
        """Tell whether it is what respondents may write beside their choice."""
        last = self.part.rpartition("[")[2].lower()
        return bool(_EXTRA.fullmatch(last)) or (bool(self.code) and last.endswith("comment"))

    @property
    def counts_files(self) -> bool:
        """Tell whether it is the number of files that a respondent sent."""
        return self.part == "filecount" or self.text.startswith("filecount - ")


def _parts(text: str) -> re.Match[str] | None:
    return _PARTS.fullmatch(text) if len(text) <= MAX_PARTED else None


def headings(table: SurveyTable) -> list[Heading]:
    """Return the headers of a table, whatever tool it comes from."""
    cells = [text_of(cell) for cell in table.header]
    both = any(cell.startswith(f"{mark}. ") for cell in cells for mark in _MARKS)
    coded = not both and bool({"submitdate", "lastpage", "startlanguage"} & set(cells))
    found = []
    for cell in cells:
        match = _BOTH.match(f"{cell} ") if both else None
        code = match[1] if match else cell if coded else ""
        text = "" if coded else plain(cell[match.end() :] if match else cell)
        own = next((kind for kind, names in OWN.items() if name_of(code or text) in names), "")
        if not own and (_TIME.match(code or text) or (code.endswith("Time") and code[:-4] in cells)):
            own = "time"
        found.append(Heading(own, code, text))
    return found if any(heading.own == "page" for heading in found) else _by_place(table, found)


def _by_place(table: SurveyTable, found: list[Heading]) -> list[Heading]:
    """Return the headings with the first columns known by what stands in them: LimeSurvey speaks many languages."""
    rows = [[text_of(cell) for cell in row[: len(_FIRST)]] for row in table.rows[:_LOOKED]]
    if len(found) <= len(_FIRST) or not rows:
        return found
    fits = all(pattern.fullmatch(cell) for row in rows for pattern, cell in zip(_FIRST.values(), row, strict=True))
    numbered = len({row[0] for row in rows}) == len(rows) and any(row[1] and row[2] for row in rows)
    if not (fits and numbered):
        return found
    return [replace(heading, own=own) for heading, own in zip(found, _FIRST, strict=False)] + found[len(_FIRST) :]
