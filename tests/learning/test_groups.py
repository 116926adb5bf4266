import pytest

from coder.learning.groups import distance, groups


def together(*texts, similarity=0.85):
    found = groups(list(texts), [1] * len(texts), similarity)
    return [sorted(texts[row] for row in group) for group in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("meer parkeerplaatsen in de wijk", "meer parkeerplatsen in de wijk"),
        ("betere samenwerking met gemeente", "betere samenwerking met de gemeente"),
        ("eigenaarschap", "eigenaarschp"),
    ],
)
def test_texts_that_read_alike_come_together(one, other):
    assert together(one, other) == [sorted([one, other])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ik ben tevreden over de gemeente", "ik ben niet tevreden over de gemeente"),
        ("meer regels in de regio", "minder regels in de regio"),
        ("twee keer 15 minuten per week", "twee keer 45 minuten per week"),
        ("geld", "veld"),
        ("meer bomen", "meer banken"),
        ("", "..."),
    ],
)
def test_texts_that_say_something_else_stay_apart(one, other):
    assert together(one, other) == []


def test_no_chains():
    texts = ["betere samenwerking met de gemeente", "betere samenwerking met gemeente", "samenwerking gemeente"]
    for group in together(*texts, "samenwerking", "gemeente"):
        assert len(group) <= 3


def test_distance():
    assert distance("huis", "huis", 2) == 0
    assert distance("huis", "hius", 2) <= 2
    assert distance("huis", "boom", 2) > 2
