from coder.domain.folding import verbatim_hash
from coder.domain.words import Document, Phrase, Word
from coder.store.project import open_project

TEXT = "niet tevreden over de zorg"
DOCUMENT = Document(
    TEXT,
    (Word(0, 4, "niet", True), Word(5, 13, "tevreden", True, 0), Word(22, 26, "zorg", True)),
    (Phrase(0, 13, "niet tevreden", "noun"),),
)


def test_what_is_kept_comes_back(tmp_path):
    key = verbatim_hash(TEXT)
    with open_project(tmp_path / "p.db", create=True) as project:
        with project.transaction():
            project.words.add({key: DOCUMENT, "x": Document("x", ())}, "nl-1")
        assert project.words.get({key: TEXT, "x": "x", "y": "y"}, "nl-1") == {key: DOCUMENT, "x": Document("x", ())}
        assert project.words.get({key: TEXT}, "nl-2") == {}


def test_a_negation_from_nowhere_is_none(tmp_path):
    with open_project(tmp_path / "p.db", create=True) as project:
        with project.transaction():
            project.words.add({"k": Document("te duur", (Word(3, 7, "duur", True, 12),))}, "nl-1")
        assert project.words.get({"k": "te duur"}, "nl-1")["k"].words == (Word(3, 7, "duur", True),)
