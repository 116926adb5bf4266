from coder.language.normal import Normaliser


def test_all_that_is_mended_in_one_place():
    forms = Normaliser().forms
    assert [forms(form) for form in ("heeeel", "veilighied", "👍", ":)", "fiets")] == [
        *("heel", "veiligheid", "goed", "blij", "fiets"),
    ]


def test_a_vocabulary_is_mapped_to_lemmas():
    assert Normaliser().lemmas(["fiets", "medewerkrs", "veilighied", "🚲", "niet"]) == {
        "medewerkrs": "medewerker",
        "veilighied": "veiligheid",
        "🚲": "fiets",
    }


def test_the_version_follows_the_words_that_matter():
    plain = Normaliser().version
    assert Normaliser({"koppelkansen": 1}).version == plain  # too rare to change anything
    assert Normaliser({"koppelkansen": 9}).version != plain
    assert Normaliser({"b": 9, "a": 9}).version == Normaliser({"a": 9, "b": 9}).version
    assert Normaliser(names=["roos"]).version != plain
