import pytest

from coder import language
from coder.language import lemmas


@pytest.fixture(scope="module")
def analyser():
    return language.load()


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("we lossen dat samen op", "oplossen"),
        ("de huisarts schuift aan", "aanschuiven"),
        ("bel eens aan bij de mensen", "aanbellen"),
    ],
)
def test_separable_verbs_are_put_together(analyser, text, verb):
    words = next(analyser.analyse([text])).words
    assert verb in [word.lemma for word in words if word.content]
    # The particle that was taken along is no content of its own.
    assert not any(word.content and word.end == len(text) for word in words if word.lemma in ("op", "aan"))


@pytest.mark.parametrize(
    ("form", "part_of_speech", "trained", "expected"),
    [
        ("kinderen", "NOUN", "kinder", "kind"),
        ("jansen", "PROPN", "jansen", "jansen"),
        ("a", "ADP", "à", "a"),
        ("gok", "NOUN", "gok", "gok"),
        ("zorgbehoeften", "NOUN", "zorgbehoef", "zorgbehoefte"),
        ("qwxzj", "NOUN", "qwxz", "qwxz"),
        ("opgebouwd", "", "opgebouwd", "opbouwen"),
    ],
)
def test_the_vote(form, part_of_speech, trained, expected):
    assert lemmas.lemma(form, part_of_speech, trained) == expected


def test_licences_stand_beside_the_model():
    names = {path.name for path in lemmas.TABLE.parent.iterdir()}
    assert {"LICENSE-CC-BY-SA-4.0.txt", "LICENSE-LGPL-2.1.txt", "meta.json", "forms.tsv.gz"} <= names
