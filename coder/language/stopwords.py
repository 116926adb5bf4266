"""Which words carry no content in survey answers."""

from __future__ import annotations

from functools import cache

# Negations turn a theme around ('niet veilig'): they are never stop words. Then words of spaCy's list that an answer
# may well be about: a road, freedom, loneliness, equality, more or less of something.
_KEPT = """
niet geen nooit niets niks nergens niemand geeneen nee zonder nauwelijks noch
alleen beter betere eigen gelijk later lang meer minder min mogelijk klaar
tegen veel vrij vroeg weg weinig weinige vooruit samen zeker liever
"""

# Words that answers of every theme are made of. Abbreviations stand without their full stops.
_OF_SURVEYS = """
vind vinden vindt vond denk denken denkt dacht persoonlijk
graag heel erg echt best eigenlijk gewoon misschien natuurlijk ofzo enzo zeg
bijv bv oa mn mbt tav dmv ivm tov dwz enz etc
ding dingen dergelijke soort manier aantal keer zn m'n z'n zo'n 'n 'k
the and of to is
"""

KEPT = frozenset(_KEPT.split())
"""Word forms and lemmas that count as content whatever the lists say."""

OF_SURVEYS = frozenset(_OF_SURVEYS.split())
"""Words without content beside those of spaCy's Dutch list."""


@cache
def stop_words() -> frozenset[str]:
    """Return the stop words: spaCy's Dutch list and survey words, without negations (imports spaCy)."""
    from spacy.lang.nl.stop_words import STOP_WORDS

    return (frozenset(STOP_WORDS) | OF_SURVEYS) - KEPT
