"""Codes that say nothing of the subject: those that stand alone ('weet niet'), and what is left over ('overig')."""

from __future__ import annotations

import re

from coder.domain.codebook import Code

LEFT_OVER = frozenset(
    "overig overige overigen restcategorie rest diversen divers other others miscellaneous misc anders else "
    "residual".split()
)
"""Words that name what is left over."""

AROUND = frozenset(
    "antwoord antwoorden opmerking opmerkingen reactie reacties code codes thema themas categorie en of nl namelijk "
    "nml iets zelf invullen te weten answer answers remark remarks comment comments theme themes category and or "
    "please specify something anything namely".split()
)
"""Words that may stand beside those: 'anders, namelijk', 'overige opmerkingen', 'other, please specify'."""

OF_A_NET = frozenset(("overig", "overige", "overigen"))
"""Words that name what is left over also beside the name of a net: 'Sfeer overig', 'overige voorzieningen'."""

_WORDS = re.compile(r"[^\W\d_]+")


def apart(code: Code) -> bool:
    """Return whether a code says nothing of the subject: such codes come last and are in no ranking.

    These are exclusive codes, and those whose label or id names what is left over, in Dutch or English: it has one of
    `OF_A_NET`, or is made of words of `LEFT_OVER` and `AROUND` alone. So 'Anders', 'Anders, nl.', 'Diversen' and 'Other
    (please specify)' are; 'Anders organiseren', 'Diverse teams' and 'Other people' are themes.
    """
    return code.exclusive or left_over(code)


def left_over(code: Code) -> bool:
    """Return whether a code is for what fits no other, by the words of its label or its id."""
    return any(_names_what_is_left(text) for text in (code.label, code.code_id))


def _names_what_is_left(text: str) -> bool:
    words = set(_WORDS.findall(text.casefold().replace("_", " ").replace("'", "")))
    return bool(words & OF_A_NET) or (bool(words & LEFT_OVER) and words <= LEFT_OVER | AROUND)
