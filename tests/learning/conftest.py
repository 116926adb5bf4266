"""Invented answers to 'Wat kan er beter in onze buurt?', coded, and their words."""

import re
from collections.abc import Callable

import pytest

from coder.domain.codebook import Code, Codebook
from coder.domain.words import Document, Word

STOP = "de het een en in is er te van voor op met dat die ik we je dan ook om aan bij zijn maar wel nog"

CODED = """
meer groen in de straat | groen
bomen planten langs de weg | groen
het park is mooi maar te klein | groen
meer bomen en struiken | groen
perkjes beter onderhouden | groen afval
geen bloemen meer in het plantsoen | groen
een groter park voor de kinderen | groen spelen
gras maaien | groen
meer planten op het plein | groen
groene daken | groen
te veel auto's in de straat | verkeer
de auto's rijden te hard | verkeer
drempels tegen hardrijders | verkeer
auto's parkeren op de stoep | verkeer parkeren
fietspad is gevaarlijk | verkeer
er wordt veel te hard gereden | verkeer
drukke weg zonder oversteekplaats | verkeer
een zebrapad bij de school | verkeer spelen
minder vrachtwagens | verkeer
verkeer rijdt te snel door de wijk | verkeer
te weinig parkeerplaatsen | parkeren
nergens plek om te parkeren | parkeren
parkeren is een ramp | parkeren
betaald parkeren afschaffen | parkeren
parkeerplekken voor bewoners | parkeren
je kunt de auto niet kwijt | parkeren
bezoek kan niet parkeren | parkeren
meer parkeerplaatsen graag | parkeren
parkeervergunning is te duur | parkeren
bestelbusjes nemen alle parkeerplaatsen in | parkeren verkeer
overal zwerfvuil | afval
vuilnis naast de containers | afval
containers zitten altijd vol | afval
vaker afval ophalen | afval
rommel op straat | afval
hondenpoep op het gras | afval groen
meer prullenbakken | afval
mensen gooien hun rommel neer | afval
grofvuil blijft weken liggen | afval
zwerfafval in het park | afval groen
speeltuin voor kleine kinderen | spelen
geen plek waar kinderen kunnen spelen | spelen
speeltoestellen zijn kapot | spelen
een voetbalveldje voor de jeugd | spelen
meer te doen voor jongeren | spelen
speelplek in het park | spelen groen
kinderen spelen nu op straat | spelen
een schommel en een glijbaan | spelen
niks voor de jeugd | spelen
trapveldje opknappen | spelen
weet ik niet | weet_niet
geen idee | weet_niet
weet niet | weet_niet
zou het niet weten | weet_niet
nvt | weet_niet
geen mening | weet_niet
niets | weet_niet
alles is prima zo |
ik woon hier net |
heb het goed hier |
bomen kappen voor parkeerplaatsen | groen parkeren
auto's weg en bomen terug | verkeer groen
"""


def document(text: str) -> Document:
    """A document with a plain idea of words: the form is the lemma."""
    words = tuple(
        Word(m.start(), m.end(), m.group().lower(), m.group().lower() not in STOP.split() and len(m.group()) > 1)
        for m in re.finditer(r"\w+(?:'\w+)*", text)
    )
    return Document(text, words)


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    return [document(line.split("|")[0].strip()) for line in CODED.strip().splitlines()]


@pytest.fixture(scope="session")
def codings() -> list[frozenset[str]]:
    return [frozenset(line.split("|")[1].split()) for line in CODED.strip().splitlines()]


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return Codebook(
        (
            Code("buiten", "Buitenruimte"),
            Code("groen", "Groen", "bomen, planten, parken", parent="buiten"),
            Code("afval", "Afval en rommel", keywords=("zwerfvuil", "container"), parent="buiten"),
            Code("verkeer", "Verkeer", "te hard rijden, drukte"),
            Code("parkeren", "Parkeren"),
            Code("spelen", "Spelen", "speeltuinen, kinderen, jeugd"),
            Code("oud", "Hondenpoep", retired=True),
            Code("weet_niet", "Weet niet", keywords=("geen idee", "niets", "nvt"), exclusive=True),
        )
    )


@pytest.fixture(scope="session")
def as_document() -> Callable[[str], Document]:
    return document
