import csv
import json
import subprocess
import sys

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from coder import language
from coder.domain.errors import MissingError
from coder.domain.words import Document, Word
from coder.language import pipelines
from coder.language.analyser import ANALYSED_CHARACTERS
from tests.patience import ends


@pytest.fixture(scope="module")
def analyser():
    return language.load()


def words(analyser, text: str) -> list[tuple[str, str, bool]]:
    return [(text[word.start : word.end], word.lemma, word.content) for word in next(analyser.analyse([text])).words]


def content(analyser, text: str) -> list[str]:
    return [form for form, _lemma, is_content in words(analyser, text) if is_content]


def test_forms_lemmas_and_content(analyser):
    assert words(analyser, "De kinderen speelden.") == [
        ("De", "de", False),
        ("kinderen", "kind", True),
        ("speelden", "spelen", True),
    ]


@pytest.mark.parametrize("negation", ["niet", "geen", "nooit", "niks", "Niet", "zonder"])
def test_negations_are_content(analyser, negation):
    assert negation in content(analyser, f"ik voel mij hier {negation} veilig")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("geen idee.ik weet het niet,ofzo", ["geen", "idee", "weet", "niet"]),
        ("wonen/werk", ["wonen", "werk"]),
        ("te duur!!!Druk", ["duur", "Druk"]),
        ("in 2021 10% en 3,5 x", []),
        ("m.b.t. zorg", ["zorg"]),
        ("D66 \U0001f44d", ["D66", "\U0001f44d"]),
        ("-rechten", ["rechten"]),
        ("... ?! - _", []),
        ("", []),
    ],
)
def test_what_carries_content(analyser, text, expected):
    assert content(analyser, text) == expected


def test_lemmas_hold_no_marks_of_the_dictionary(analyser):
    assert [lemma for _form, lemma, _content in words(analyser, "opgebouwd aftreden a")] == [
        "opbouwen",
        "aftreden",
        "a",
    ]


@settings(max_examples=150)
@given(st.text(st.characters(codec=None), max_size=60))
def test_positions_fit_any_text(analyser, text):
    end = 0
    for word in next(analyser.analyse([text])).words:
        assert end <= word.start < word.end <= len(text)
        assert word.lemma
        assert " " not in text[word.start : word.end]
        end = word.end


@pytest.mark.parametrize("piece", ["\U0001f600", "(", "'", "a.", "aa!)", "\u0301", "\ud800", "\u20ac1", "(\u200d", "a"])
def test_hostile_texts_end(analyser, piece):
    with ends():
        found = next(analyser.analyse([piece * (1_000_000 // len(piece))]))
    assert all(word.end <= ANALYSED_CHARACTERS for word in found.words)


def test_order_is_kept_and_repeats_are_equal(analyser):
    first, second, third = analyser.analyse(["goede zorg", "", "goede zorg"])
    assert first == third == Document("goede zorg", first.words, first.phrases)
    assert first.words == (Word(0, 5, first.words[0].lemma, True), Word(6, 10, "zorg", True))
    assert second.words == ()


def test_version_needs_no_spacy():
    program = "import sys; from coder import language; print(language.version()); assert 'spacy' not in sys.modules"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == language.load().version


def test_version_of_nothing_installed_names_the_libraries(monkeypatch, tmp_path):
    monkeypatch.setattr(pipelines, "DUTCH_PACKAGES", ())
    monkeypatch.setattr(pipelines, "SHIPPED", tmp_path)
    assert language.version().startswith("blank-nl")
    assert spacy.__version__ in language.version()
    assert "simplemma" in language.version()


@pytest.mark.parametrize("name", ["nl_no_such_model", "os", "/no/such/folder", "..", "", "a\0b"])
def test_a_missing_model_is_said(name):
    with pytest.raises(MissingError) as caught:
        language.load(name)
    assert caught.value.hint
    with pytest.raises(MissingError):
        language.version(name)


def test_a_model_in_a_folder(tmp_path):
    nlp = spacy.blank("nl")
    nlp.meta["name"] = "proef"
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "model")
    analyser = language.load(str(tmp_path / "model"))
    assert analyser.version == language.version(str(tmp_path / "model"))
    assert analyser.version.startswith("nl_proef-")
    assert words(analyser, "De kinderen")[1] == ("kinderen", "kind", True)


@pytest.mark.parametrize("meta", ["[]", "{", json.dumps({"lang": "nl"})])
def test_a_broken_model_folder_is_said(tmp_path, meta):
    (tmp_path / "meta.json").write_text(meta)
    with pytest.raises(MissingError):
        language.load(str(tmp_path))


def test_a_model_that_finds_lemmas_itself(tmp_path):
    nlp = spacy.blank("nl")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.get_pipe("lemmatizer").lookups.add_table("lemma_lookup", {"kinderen": "kind_je"})
    nlp.to_disk(tmp_path / "model")
    assert words(language.load(str(tmp_path / "model")), "Kinderen kinderen")[1][1] == "kindje"


def test_words_of_real_answers_lie_within_them(analyser, shared_data):
    with (shared_data / "vu_panel_nl" / "answers.csv").open(encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file)][:500]
    found = list(analyser.analyse(texts))
    assert all(text[w.start : w.end].strip() for text, row in zip(texts, found, strict=True) for w in row.words)
