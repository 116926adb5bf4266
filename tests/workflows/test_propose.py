"""A codebook proposed from answers: what goes into the file, and what the analyst decides."""

from __future__ import annotations

import pytest

from coder.domain.errors import UsageError
from coder.workflows.codebook import read_codebook_file
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.propose import EMPTY_ID, Candidate, Choice, Proposal, as_record, propose, write

PLACES = ["park", "plein", "straat", "buurt", "wijk", "stad"]
TEXTS = [
    *(f"meer bomen en planten in {p}" for p in PLACES),
    *(f"bomen planten bij {p}" for p in PLACES),
    *(f"auto's rijden te hard door {p}" for p in PLACES),
    *(f"te hard rijden in {p}" for p in PLACES),
    *("geen", "geen", "Geen!", "weet niet", "?", "x"),
]


def project(folder, texts):
    export = folder / "e.csv"
    export.write_text("id;v1\n" + "".join(f"p{i};{text}\n" for i, text in enumerate(texts)))
    path = folder / "coder.db"
    ingest(path, [read_table(export, read_options(None, None, None))], IngestOptions(("v1",), "2024", "anna", "id"))
    return path


@pytest.fixture
def found(tmp_path):
    return propose(project(tmp_path, TEXTS), None, None, 2, False)


@pytest.mark.usefixtures("sentence_vectors")
def test_two_plain_themes_and_answers_that_say_nothing(found):
    assert found.answers == len(TEXTS)
    assert found.empty == 6
    assert found.empty_keywords == ("geen", "weet niet")
    assert sum(candidate.size for candidate in found.candidates) == len(TEXTS) - 6
    words = [" ".join(candidate.keywords) for candidate in found.candidates]
    assert len(words) == 2
    assert sum("bomen" in text for text in words) == 1
    assert sum("hard" in text for text in words) == 1
    assert as_record(found)["without_content"] == 6


def test_the_file_holds_no_verbatims_unless_asked_for(found, tmp_path):
    choice = Choice(found)
    for candidate in found.candidates:
        choice.keep(candidate)
    for examples in (False, True):
        file = tmp_path / f"{examples}.yaml"
        write(file, choice.codebook(examples))
        codebook, _text = read_codebook_file(file)
        assert [code.exclusive for code in codebook.codes] == [False, False, True]
        assert codebook.codes[-1].label == "Geen antwoord, weet niet"
        assert any(code.examples for code in codebook.codes) is examples
    with pytest.raises(UsageError, match="exists"):
        write(file, choice.codebook())


def candidates(*labels):
    return [Candidate(label, (label.casefold(), "samen"), 5, (f"over {label}",)) for label in labels]


def test_keep_rename_and_merge(found):
    groen, rust, tijd = candidates("Groen", "Rust", "Tijd")
    choice = Choice(found)
    choice.keep(groen)
    choice.keep(rust, "  Stilte  in de buurt ")
    assert choice.merge(tijd, "2") == "Stilte in de buurt"
    assert choice.merge(tijd, "groe") == "Groen"
    assert [(theme.label, theme.size) for theme in choice.kept] == [("Groen", 10), ("Stilte in de buurt", 10)]
    assert choice.kept[0].keywords == ("groen", "samen", "tijd")
    assert [code.code_id for code in choice.codebook().codes] == ["groen", "stilte_in_de_buurt", EMPTY_ID]


def test_what_cannot_be(found):
    groen, rust = candidates("Groen", "Rust")
    choice = Choice(found)
    choice.keep(groen)
    for label in ("GROEN", "geen antwoord, weet niet"):
        with pytest.raises(UsageError, match="already"):
            choice.keep(rust, label)
    for name in ("2", "0", "Rust", " ", "-1"):
        with pytest.raises(UsageError, match="kept"):
            choice.merge(rust, name)
    assert [theme.label for theme in choice.kept] == ["Groen"]


def test_nothing_kept_is_no_codebook(found):
    assert Choice(found).codebook().codes == ()
    full = Proposal(found.question, 5, tuple(candidates("Groen")), 0, ())
    choice = Choice(full)
    choice.keep(full.candidates[0])
    assert [code.code_id for code in choice.codebook().codes] == ["groen"]


def test_too_few_answers(tmp_path):
    with pytest.raises(UsageError, match="5 different answers"):
        propose(project(tmp_path, ["koe", "huis", "boom", "roos", "vis", "geen"]), None, None, None, False)


def test_answers_without_letters(tmp_path):
    with pytest.raises(UsageError, match="too little"):
        propose(project(tmp_path, ["." * (i + 1) + str(i) for i in range(40)]), None, None, None, False)
