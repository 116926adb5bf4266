"""The rules of the finder one by one, and that none takes long on a text made for it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.language.personal import find, redact
from coder.language.personal.lists import names
from coder.language.personal.patterns import eleven

PIECES = [
    "jan", "Roos", "de", "van der", "Meer", "mevrouw", "dhr.", "J.", "heet", "bos", "06-12345678", "1234 AB", "12", "@",
    "punt", "at", "nl", ".", ",", "'", "-", "Ömer", "İ", "ü", "ß", "😀", "\n", "NL37INGB0678912345", "kerkstraat",
    "3-4-1961", "geb.", "452783227", "GX-482-K", "www.", "http://", "bsn", "insta:", "Jansen", "en", "(", "[naam]",
    "\ud800",
]  # fmt: skip
TEXTS = st.builds(lambda by, pieces: by.join(pieces), st.sampled_from(["", " "]), st.lists(st.sampled_from(PIECES)))


def kinds(text: str) -> list[tuple[str, str, bool]]:
    return [(f.kind.value, f.text, f.sure) for f in next(find([text]))]


def without(*texts: str) -> list[str]:
    numbers = {}
    return [redact(text, found, numbers) for text, found in zip(texts, find(texts), strict=True)]


def test_lists_do_not_overlap():
    lists = names()
    assert not lists.given & lists.surnames
    assert not (lists.given | lists.surnames) & (lists.both | lists.capital)
    assert len(lists.given) > 8_000


@given(TEXTS)
@settings(max_examples=300)
def test_findings_lie_side_by_side_inside_the_text(text):
    at = 0
    for found in next(find([text])):
        assert at <= found.start < found.end <= len(text)
        assert found.text == text[found.start : found.end]
        at = found.end


@given(TEXTS)
@settings(max_examples=200)
def test_redacting_keeps_all_that_was_not_found(text):
    found = next(find([text]))
    made = redact(text, found, {})
    ends = [0, *(f.end for f in found)]
    rest = [text[a:b] for a, b in zip(ends, [*(f.start for f in found), len(text)], strict=True)]
    for piece in rest:
        assert piece in made
    assert sum(map(len, rest)) <= len(made)
    assert made.count("[") == text.count("[") + len(found) - sum(f.text.count("[") for f in found)


@pytest.mark.parametrize(
    "unit",
    ["0 ", "a. ", "a at ", "a punt ", "Jan Van Der ", "mevrouw ", "collega ", "jan-", "NL12", "kerkstraat ",
     "Kerkstraat 1 ", "geb. 1-1-1990 ", "naam is van ", "roos en ", "De ", "u\u0308", "kenteken ", "Adres Aa Bb ",
     "123456789 ", "mijn insta: a "],
)  # fmt: skip
def test_hostile_texts_take_time_in_proportion(unit):
    begin = time.process_time()
    list(find([(unit * 40_000)[:40_000]]))
    assert time.process_time() - begin < 2  # quadratic ones took ten seconds and more


def test_redacting_many_persons_takes_time_in_proportion():
    text = " ".join(f"mevrouw Qx{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}" for i in range(6_000))
    begin = time.process_time()
    made = without(text)
    assert time.process_time() - begin < 4
    assert "[naam 5999]" in made[0]


def test_the_same_person_has_the_same_number():
    assert without("Piet Jansen en Fatima hielpen, JANSEN het meest", "fatima ook, en Anouk niet") == [
        "[naam] en [naam 2] hielpen, [naam] het meest",
        "[naam 2] ook, en [naam 3] niet",
    ]
    assert without("mevrouw Yılmaz", "mevrouw yilmaz, en Özlem Yılmaz") == [
        "mevrouw [naam]",
        "mevrouw [naam], en [naam]",
    ]
    assert without("J. van Dijk en Kees van den Berg en dhr. van dijk") == ["[naam] en [naam 2] en dhr. [naam]"]
    assert without("Jan Jansen en Kees Jansen") == ["[naam] en [naam 2]"]


def test_every_kind_has_its_placeholder():
    text = (
        "Anouk, a.b@voorbeeld.nl, 06-12345678, Kerkstraat 12, NL37INGB0678912345, bsn 452783227, GX-482-K, "
        "geboren op 3-4-1961, @handje, https://voorbeeld.nl/x"
    )
    assert without(text) == [
        "[naam], [e-mail], [telefoon], [adres], [iban], bsn [bsn], [kenteken], geboren op [geboortedatum], "
        "[gebruikersnaam], [link]"
    ]


def test_what_is_replaced_is_not_found_again():
    once = without("Piet Jansen en mevrouw de Wit, Kerkstraat 12, mail a@voorbeeld.nl, kenteken GX-482-K")
    assert without(*once) == once


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mijn vriendin Roos durft niet", ("name", "Roos", True)),
        ("gesproken met Roos", ("name", "Roos", False)),
        ("mevrouw koning belde", ("name", "koning", True)),
        ("Rutte moet weg", ("name", "Rutte", False)),
    ],
)
def test_what_may_be_a_word_or_somebody_known_is_for_a_person(text, name):
    assert kinds(text) == [name]


@pytest.mark.parametrize(
    "text",
    ["", " ", "...", "de roos", "een wit huis", "Koning Willem-Alexander", "Sint Maarten", "NL37INGB0678912346 x"[20:],
     "klantnummer 452783227", "0900-8844", "01-09-2023 10 uur", "snelweg 30 km", "de teamleider", "2019-2023"],
)  # fmt: skip
def test_left_alone(text):
    assert kinds(text) == []


def test_a_slip_in_an_account_is_for_a_person():
    assert kinds("rekening NL37INGB0678912346") == [("iban", "NL37INGB0678912346", False)]


def test_eleven():
    assert eleven("123456782")
    assert not eleven("123456789")
    assert not eleven("000000000")


def test_nothing_at_all():
    assert list(find([])) == []
    assert redact("niets", [], {}) == "niets"
