"""Exports of survey tools: the files of tests/data/exports, whose answers are invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from coder.domain.formats import Carries
from tests.formats.frame import In

EXPORTS = Path(__file__).resolve().parents[1] / "data" / "exports"


def stored(name: str) -> Callable[[Path], Path]:
    """Return what gives a file that lies among the test data."""
    return lambda _folder: EXPORTS / name


ROLE = {"A1": "Adviseur", "A2": "Leidinggevende", "-oth-": "Anders"}
CONTENT = {"A1": "Ontevreden", "A2": "Tevreden"}
ORDER = {"A1": "Geld", "A2": "Tijd"}

LIMESURVEY = In(
    "limesurvey",
    stored("limesurvey/results-survey123456.csv"),
    {
        Carries.ANSWERS: {"1": "Het werk in de wijk,\nmet de buren", "2": '"Samen" iets af maken'},
        Carries.QUESTIONS: "Waar bent u trots op, in uw werk?",
        Carries.VARIABLES: {
            "1": {
                "startlanguage": "nl", "V1": "Adviseur", "V3[SQ001]": "Ja", "V4[SQ001]": "Tevreden",
                "V4[SQ002]": "Ontevreden", "V5[SQ001]": "De koffie", "V5[SQ002]": "Het overleg", "V6[1]": "Geld",
                "V6[2]": "Tijd", "V7": "Ja", "V8": "4",
            },
            "2": {
                "startlanguage": "nl", "V1": "Anders", "V3[SQ002]": "Ja", "V4[SQ001]": "Ontevreden",
                "V4[SQ002]": "Tevreden", "V6[1]": "Tijd", "V6[2]": "Geld", "V7": "Nee", "V8": "12",
            },
            "4": {"startlanguage": "en", "V1": "Leidinggevende"},
        },
        Carries.LABELS: {
            "V1": ROLE, "V3[SQ001]": {"Y": "Ja"}, "V3[SQ002]": {"Y": "Ja"}, "V4[SQ001]": CONTENT,
            "V4[SQ002]": CONTENT, "V6[1]": ORDER, "V6[2]": ORDER, "V7": {"Y": "Ja", "N": "Nee"},
        },
        Carries.MISSING: {"V4[SQ001]": ["{question_not_shown}"]},
        Carries.SETS: {
            "V3": ("V3[SQ001]", "V3[SQ002]"), "V5": ("V5[SQ001]", "V5[SQ002]"), "V6": ("V6[1]", "V6[2]"),
        },
    },
    {"questions": ("V2",)},
)  # fmt: skip

QUALTRICS = In(
    "qualtrics",
    stored("qualtrics/drie-koppen-nl.csv"),
    {
        Carries.ANSWERS: {
            "R_1aB1": "Meer bankjes in het park",
            "R_2aB2": "De straatverlichting",
            "R_4aB4": "Veiliger oversteken bij de school",
        },
        Carries.QUESTIONS: "Wat zou er beter kunnen in uw wijk?",
        Carries.VARIABLES: {
            "R_1aB1": {"UserLanguage": "NL", "Q1": "Gemeente", "Q3_1": "Lopend", "Q4_1": "Goed", "Q4_2": "Matig"},
            "R_2aB2": {"UserLanguage": "NL", "Q1": "School", "Q3_2": "Met de fiets", "Q4_1": "Goed", "Q4_2": "Goed"},
            "R_4aB4": {
                "UserLanguage": "NL", "Q1": "Winkel", "Q3_1": "Lopend", "Q3_2": "Met de fiets",
                "Q3_3": "Anders, namelijk", "Q4_1": "Matig", "Q4_2": "Goed",
            },
            "R_5aB5": {"UserLanguage": "NL", "Q1": "School"},
        },
        Carries.SETS: {"Q3": ("Q3_1", "Q3_2", "Q3_3")},
    },
    {"questions": ("Q2",)},
)  # fmt: skip

TRAVEL = "Welk vervoer gebruikt u? (meer antwoorden mogelijk)"
SATISFIED = "Hoe tevreden bent u?"
BORN = "In welk jaar bent u geboren?"

SURVEYMONKEY = In(
    "surveymonkey",
    stored("surveymonkey/twee-koppen-nl.xlsx"),
    {
        Carries.ANSWERS: {"11650001": "Meer bussen in de avond", "11650002": "Goedkopere kaartjes graag"},
        Carries.QUESTIONS: "Wat kan er beter?",
        Carries.VARIABLES: {
            "11650001": {
                f"{TRAVEL} [Bus]": "Bus", f"{TRAVEL} [Fiets]": "Fiets", f"{SATISFIED} [Prijs]": "Tevreden",
                f"{SATISFIED} [Op tijd]": "Zeer tevreden", BORN: 1980,
            },
            "11650002": {
                f"{TRAVEL} [Trein]": "Trein", f"{SATISFIED} [Prijs]": "Neutraal", f"{SATISFIED} [Op tijd]": "Tevreden",
                BORN: 1975,
            },
            "11650003": {BORN: 2001},
        },
        Carries.SETS: {TRAVEL: (f"{TRAVEL} [Bus]", f"{TRAVEL} [Trein]", f"{TRAVEL} [Fiets]")},
    },
    {"questions": ("Wat kan",)},
)  # fmt: skip

CANTEEN = "Wat vindt u van de nieuwe kantine?"
DAYS, AGE = "Welke dagen bent u op kantoor?", "Hoe oud bent u?\n(in jaren)"

MICROSOFT = In(
    "msforms",
    stored("msforms/antwoorden-nl.xlsx"),
    {
        Carries.ANSWERS: {
            "1": "De koffie is prima, het eten mag warmer",
            "2": "Te druk rond twaalf uur",
            "3": "Gezellig, maar duur…",
        },
        Carries.QUESTIONS: (
            "Wat vindt u van de nieuwe kantine en de koffie die daar sinds het voorjaar geschonken wordt?"
        ),
        Carries.VARIABLES: {
            "1": {DAYS: "maandag;dinsdag;", AGE: 44, CANTEEN: "Leuk"},
            "2": {DAYS: "dinsdag;", AGE: 51},
            "3": {DAYS: "maandag;woensdag;alleen ’s ochtends;", AGE: 29, CANTEEN: "Mwah"},
        },
    },
    {"questions": ("kantine=#6",)},
)

PARTS, CONTENTED = "Welke onderdelen heeft u gevolgd?", "Hoe tevreden bent u?"

GOOGLE = In(
    "gforms",
    stored("gforms/reacties-nl.csv"),
    {
        Carries.ANSWERS: {
            "row-2": "Dat samenwerken tijd kost, en loont",
            "row-3": "Nieuwe mensen ontmoet",
            "row-4": "De lezing over water, en de lunch",
        },
        Carries.QUESTIONS: "Wat neemt u mee van deze dag?",
        Carries.VARIABLES: {
            "row-2": {PARTS: "Workshop, Lezing", CONTENTED: "4"},
            "row-3": {PARTS: "Lezing", CONTENTED: "5"},
            "row-4": {PARTS: "Workshop, Lezing", CONTENTED: "3"},
        },
    },
    {"questions": ("Wat neemt",)},
)

PROOFS = [LIMESURVEY, QUALTRICS, SURVEYMONKEY, MICROSOFT, GOOGLE]
