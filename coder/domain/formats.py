"""What files can carry: the columns of the table of formats."""

from __future__ import annotations

from enum import StrEnum

from coder.domain.texts import N_, _


class Carries(StrEnum):
    """One thing that a format takes in or out."""

    ANSWERS = "answers"
    QUESTIONS = "questions"
    VARIABLES = "variables"
    LABELS = "labels"
    WEIGHTS = "weights"
    MISSING = "missing"
    DATES = "dates"
    SETS = "sets"
    CODES = "codes"
    CODEBOOK = "codebook"
    CODERS = "coders"
    QUOTES = "quotes"
    MEMOS = "memos"

    @property
    def shown(self) -> str:
        """What it is called in the language in use."""
        return _(_SHOWN[self])

    @property
    def short(self) -> str:
        """Three letters of it in the language in use, as the heading of a narrow column."""
        return _(_SHORT[self])


_SHOWN = {
    Carries.ANSWERS: N_("open answers"),
    Carries.QUESTIONS: N_("question texts"),
    Carries.VARIABLES: N_("closed variables"),
    Carries.LABELS: N_("value labels"),
    Carries.WEIGHTS: N_("weights"),
    Carries.MISSING: N_("missing values"),
    Carries.DATES: N_("dates"),
    Carries.SETS: N_("multiple-response sets"),
    Carries.CODES: N_("codes"),
    Carries.CODEBOOK: N_("codebook"),
    Carries.CODERS: N_("coders"),
    Carries.QUOTES: N_("quotes"),
    Carries.MEMOS: N_("memos"),
}

_SHORT = {
    Carries.ANSWERS: N_("ans"),
    Carries.QUESTIONS: N_("que"),
    Carries.VARIABLES: N_("var"),
    Carries.LABELS: N_("lab"),
    Carries.WEIGHTS: N_("wei"),
    Carries.MISSING: N_("mis"),
    Carries.DATES: N_("dat"),
    Carries.SETS: N_("set"),
    Carries.CODES: N_("cod"),
    Carries.CODEBOOK: N_("bok"),
    Carries.CODERS: N_("who"),
    Carries.QUOTES: N_("quo"),
    Carries.MEMOS: N_("mem"),
}
