import pytest

from coder.domain.apart import apart
from coder.domain.codebook import Code


@pytest.mark.parametrize(
    "label",
    [
        "Overig", "OVERIGE", "overige antwoorden", "Anders", "Anders, namelijk:", "Anders, nl. ...", "Iets anders",
        "Diversen", "Divers / overig", "Sfeer, overig", "Overige voorzieningen", "Restcategorie", "Rest", "Other",
        "Other, please specify", "Something else", "Miscellaneous", "Other answers",
    ],
)  # fmt: skip
def test_what_is_left_over(label):
    assert apart(Code("c12", label))


@pytest.mark.parametrize(
    "label",
    ["Anders organiseren", "Diverse teams", "Diversiteit", "Other people", "Overigens", "Rust", "Arrest", "Antwoord"],
)
def test_what_is_a_theme(label):
    assert not apart(Code("c12", label))


def test_ids_count_and_codes_that_stand_alone():
    assert apart(Code("overig_sfeer", "Sfeer: de rest van alles"))
    assert apart(Code("other", "Wat niemand kon plaatsen"))
    assert apart(Code("weet_niet", "Weet niet", exclusive=True))
    assert not apart(Code("sfeer", "Sfeer"))
