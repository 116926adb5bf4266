"""Files of statistical programs and for survey programs: SPSS, Stata, SAS, Triple-S."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from coder.domain.formats import Carries
from tests.exporters import test_triple_s_out as triple_s
from tests.formats.frame import TEXTS, Found, In, Out

FILES = Path(__file__).resolve().parents[1] / "data" / "exports"
OPEN = "De buren helpen elkaar, ook 's avonds: één belletje en ze staan er."
HOUSE = "Het buurthuis is altijd open."


def panel(variables: Mapping[str, Mapping[str, Any]], dates: Mapping[str, Mapping[str, str]]) -> dict[Carries, Any]:
    """Return what has to be in a project that was read from 'wijkpanel', without what is special to a program."""
    return {
        Carries.QUESTIONS: "Waar bent u trots op in uw wijk?",
        Carries.VARIABLES: variables,
        Carries.DATES: dates,
        Carries.WEIGHTS: {"101": 0.85, "102": 1.25, "103": 1, "104": 1.5},
    }


def spss() -> dict[Carries, Any]:
    """Return what has to come from the SPSS file: labels, user-missing values, a set and the weight that was on."""
    news = {"med_1": "nee", "med_2": "nee", "med_3": "nee"}
    return {
        **panel(
            {
                "101": {"geslacht": "man", "leeftijd": 34, "wijk": "Wijk Noord", "cijfer": 8}
                | {"med_1": "ja", "med_2": "nee", "med_3": "ja"},
                "102": {"geslacht": "vrouw", "wijk": "Wijk Zuid"} | news,
                "103": {"geslacht": "vrouw", "leeftijd": 51, "med_1": "nee", "med_2": "ja"},
                "104": {"wijk": "Wijk Noord"},
            },
            {
                "101": {"ingevuld": "2024-05-03", "begonnen": "2024-05-03 09:30:15", "duur": "00:04:10"},
                "102": {"ingevuld": "2024-05-04", "begonnen": "2024-05-04 23:59:59", "duur": "00:12:00"},
                "103": {"ingevuld": "2024-05-05", "begonnen": "2024-05-05 00:00:00", "duur": "25:10:00"},
                "104": {},
            },
        ),
        Carries.ANSWERS: {"101": OPEN, "102": (HOUSE + " ") * 19 + "Tot slot: de koffie.", "104": "Het park"},
        Carries.LABELS: {
            "geslacht": {"1": "man", "2": "vrouw", "9": "wil niet zeggen"},
            "wijk": {"Noord": "Wijk Noord", "Zuid": "Wijk Zuid"},
            "cijfer": {"1": "zeer slecht", "10": "uitstekend", "98": "weet niet", "99": "geen antwoord"},
            **{key: {"0": "nee", "1": "ja", "9": "onbekend"} for key in news},
        },
        Carries.MISSING: {
            "geslacht": ["9"],
            "leeftijd": ["-1", "999"],
            "cijfer": ["98", "99"],
            **{key: ["9"] for key in news},
        },
        Carries.SETS: {"media": ("med_1", "med_2", "med_3")},
        Carries.CODES: {"101": ["Meer groen in de straat"], "102": ["Niets, ga zo door"]},
    }


def haven(answer: str) -> dict[Carries, Any]:
    """Return what has to come from a file that haven wrote, or ReadStat with the same data."""
    found = panel(
        {
            "101": {"geslacht": "man", "leeftijd": 34},
            "102": {"geslacht": "vrouw"},
            "103": {"geslacht": "vrouw", "leeftijd": 51},
            "104": {"leeftijd": 67},
        },
        {
            "101": {"ingevuld": "2024-05-03", "begonnen": "2024-05-03 09:30:15"},
            "102": {"ingevuld": "2024-05-04", "begonnen": "2024-05-04 23:59:59"},
            "103": {},
            "104": {"ingevuld": "2024-05-05", "begonnen": "2024-05-05 00:00:00"},
        },
    )
    found[Carries.ANSWERS] = {"101": OPEN, "102": answer, "104": "Het park"}
    found[Carries.CODES] = {"101": ["Noord"], "102": ["Zuid"], "104": ["Noord"]}
    return found | {Carries.LABELS: {"geslacht": {"1": "man", "2": "vrouw"}}}


SAS_COLUMNS = ("geslacht", "leeftijd", "ingevuld", "begonnen")
R_COLUMNS = ("geslacht", "leeftijd", "ingevuld", "begonnen", "geslacht2")


def of_r() -> dict[Carries, Any]:
    """Return what has to come from the data frame: what haven writes, and missing values of SPSS that it keeps."""
    found = haven(WHOLE)
    for person, sex in (("101", "man"), ("102", "vrouw")):
        found[Carries.VARIABLES][person]["geslacht2"] = sex
    found[Carries.LABELS]["geslacht2"] = {"1": "man", "2": "vrouw", "9": "onbekend"}
    return found | {Carries.MISSING: {"geslacht2": ["9"]}}


def of_stata() -> dict[Carries, Any]:
    """Return what has to come from the Stata file: what haven writes, and a letter for who would not say."""
    found = haven(WHOLE)
    found[Carries.LABELS]["geslacht"][".a"] = "wil niet zeggen"
    return found | {Carries.MISSING: {"geslacht": [".a"]}}


def with_letter(folder: Path) -> Path:
    """Return the file that haven wrote, with a missing value of Stata in it that has a label."""
    import pyreadstat

    frame, meta = pyreadstat.read_dta(str(FILES / "stata/wijkpanel.dta"))
    frame["geslacht"] = [*frame["geslacht"][:3], "a"]
    labels = {"geslacht": {**meta.variable_value_labels["geslacht"], "a": "wil niet zeggen"}}
    pyreadstat.write_dta(
        frame,
        str(folder / "wijkpanel.dta"),
        column_labels=meta.column_labels,
        variable_value_labels=labels,
        missing_user_values={"geslacht": ["a"]},
    )
    return folder / "wijkpanel.dta"


def file(name: str) -> Callable[[Path], Path]:
    return lambda _folder: FILES / name


def read_sav(files: Mapping[str, Path]) -> Found:
    """Return what pyreadstat finds in a file that we wrote."""
    import pyreadstat

    read, meta = pyreadstat.read_sav(str(files[""]), output_format="dict", user_missing=True)
    people, question = read["respondent"], meta.column_names_to_labels["goed"]
    labels = meta.variable_value_labels
    (mentions,) = meta.mr_sets.values()
    columns = {meta.column_names_to_labels[one].removeprefix(f"{question}: "): one for one in mentions["variable_list"]}
    coded = [n for n in range(len(people)) if all(read[one][n] in (0, 1) for one in columns.values())]
    return {
        Carries.ANSWERS: {person: text for person, text in zip(people, read["goed"], strict=True) if text},
        Carries.QUESTIONS: question,
        Carries.VARIABLES: {
            person: (labels["rol"][role], f"{age:.0f}")
            for person, role, age in zip(people, read["rol"], read["leeftijd"], strict=True)
        },
        Carries.LABELS: {f"{value:.0f}": label for value, label in labels["rol"].items()},
        Carries.WEIGHTS: dict(zip(people, read["weight"], strict=True)),
        Carries.MISSING: [person for n, person in enumerate(people) if n not in coded],
        Carries.DATES: dict(zip(people, read["sinds"], strict=True)),
        Carries.SETS: list(columns),
        Carries.CODES: {people[n]: [label for label, one in columns.items() if read[one][n] == 1] for n in coded},
        Carries.CODERS: {people[n]: read["goed_coder"][n] for n in coded},
    }


def read_triple_s(files: Mapping[str, Path]) -> Found:
    """Return what a reader finds that goes by the description alone."""
    read = triple_s.read(files[""])
    people, data = read.data["respondent"], read.data
    codes, roles = read.values["goed_codes"], read.values["rol"]
    coded = [n for n in range(len(people)) if data["goed_codes"][n] is not None]
    return {
        Carries.ANSWERS: {
            person: TEXTS[person] if text == " ".join(TEXTS[person].split()) else text
            for person, text in zip(people, data["goed"], strict=True)
            if text
        },
        Carries.QUESTIONS: read.labels["goed"],
        Carries.VARIABLES: {
            person: (roles[str(role)], f"{age:.0f}")
            for person, role, age in zip(people, data["rol"], data["leeftijd"], strict=True)
        },
        Carries.LABELS: roles,
        Carries.WEIGHTS: dict(zip(people, data["weight"], strict=True)),
        Carries.MISSING: [person for n, person in enumerate(people) if n not in coded],
        Carries.DATES: {
            person: datetime.strptime(day, "%Y%m%d").date() for person, day in zip(people, data["sinds"], strict=True)
        },
        Carries.SETS: list(codes.values()),
        Carries.CODES: {people[n]: [codes[str(code)] for code in data["goed_codes"][n]] for n in coded},
        Carries.CODERS: {people[n]: data["goed_coder"][n] for n in coded},
    }


COMMON = {"questions": ("trots",), "id_column": "nr"}
CODED = COMMON | {"codes": ("wijk",), "weight_column": "weging"}
WHOLE = " ".join([HOUSE] * 20)

PROOFS = [
    In("spss", file("spss/wijkpanel.sav"), spss(), COMMON | {"codes": ("beter",)}),
    In("stata", with_letter, of_stata(), CODED),
    In("rds", file("r/wijkpanel.rds"), of_r(), CODED | {"keep": R_COLUMNS, "keep_all": False}),
    In(
        "sas",
        file("sas/formaten.sas7bdat"),
        haven(WHOLE[:149]) | {Carries.MISSING: {"geslacht": [".A"]}},
        CODED | {"keep": SAS_COLUMNS, "keep_all": False},
    ),
    Out("spss", ".sav", read_sav),
    Out("triple-s", ".sss", read_triple_s),
]
