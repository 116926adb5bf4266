"""A part of the queue by respondents and by words: what fits, and what is said where nothing does."""

from __future__ import annotations

import subprocess
import sys

import pytest

from coder.domain.errors import UsageError
from coder.workflows.codebook import import_codebook
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.narrowing import Narrowing
from coder.workflows.review import sitting

ROWS = (
    ("p0", "Directeur", "41", "2023-01-15", "Meer geld voor kinderen"),
    ("p1", "docent", "29,5", "2024-02-01", "Het kind staat centraal"),
    ("p2", "docent", "60", "2024-06-30", "Overheidsgeld één keer per jaar"),
    ("p3", "bestuurder", "", "2024-12-01", "geen idee"),
    ("p4", "", "35", "", "Geen idee!"),
)


@pytest.fixture
def db(tmp_path):
    export, book, path = tmp_path / "e.csv", tmp_path / "c.yaml", tmp_path / "coder.db"
    rows = ["id;Rol in school;leeftijd;sinds;v1", *(";".join(row) for row in ROWS)]
    export.write_text("\n".join(rows) + "\n", encoding="utf-8")
    options = IngestOptions(("v1",), "2024", "anna", "id", keep_all=True)
    ingest(path, [read_table(export, read_options(None, None, None))], options)
    book.write_text("codes: [{id: geld, label: Geld}]")
    import_codebook(path, book, "v1", "anna")
    return path


def found(db, *filters, search="", **more):
    with sitting(db, "v1", None, "anna", "file", None, asked=Narrowing(filters, search), **more) as opened:
        ids = sorted(answer.respondent_id for item in opened.session.queue for answer in item.answers)
        assert opened.outside == len(ROWS) - len(ids)
        assert opened.answers == len(ROWS)
        return ids


@pytest.mark.parametrize(
    ("filters", "search", "ids"),
    [
        (["rol=directeur"], "", ["p0"]),
        (["ROL IN SCHOOL = docent | bestuurder"], "", ["p1", "p2", "p3"]),
        (["rol!=docent"], "", ["p0", "p3", "p4"]),
        (["rol!=docent|"], "", ["p0", "p3"]),  # empty: not known
        (["rol="], "", ["p4"]),
        (["leeftijd>=41"], "", ["p0", "p2"]),
        (["leeftijd<29.6"], "", ["p1"]),
        (["leeftijd>29,5", "leeftijd<60"], "", ["p0", "p4"]),
        (["sinds>2024-02-01"], "", ["p2", "p3"]),
        (["ronde=2024"], "", ["p0", "p1", "p2", "p3", "p4"]),
        ([], "GELD", ["p0", "p2"]),
        ([], "een keer", ["p2"]),
        ([], "kinderen", ["p0", "p1"]),  # the same lemma
        ([], "kind", ["p0", "p1"]),
        ([], "idee geen", ["p3", "p4"]),
        (["rol=docent"], "geld", ["p2"]),
        (["rol=bestuurder"], "idee", ["p3"]),  # of one card with two answers, one remains
    ],
)
def test_what_fits(db, filters, search, ids):
    assert found(db, *filters, search=search) == ids


def test_order_and_limit_count_within_the_part(db):
    with sitting(db, "v1", "2024", "anna", "random", 1, asked=Narrowing(("rol=docent",))) as opened:
        assert len(opened.session.queue) == 1
        assert opened.outside == 3


@pytest.mark.parametrize(
    ("filters", "search", "message", "hint"),
    [
        (["rol"], "", "no filter: rol", "variable=value"),
        (["rolinschool=docent"], "", "no variable rolinschool", "Perhaps Rol in school? Known are: Rol in school, lee"),
        (["rol=docenten"], "", "Nobody has docenten for Rol in school", "Directeur, bestuurder, docent."),
        (["rol!=docenten"], "", "Nobody has docenten", "Directeur"),
        (["leeftijd>oud"], "", "no filter: leeftijd>oud", "one number"),
        (["leeftijd>1|2"], "", "no filter", "one number"),
        ([], "?!", "no word to search for", ""),
        (["leeftijd>99"], "", "No answer fits leeftijd>99", "take less"),
        (["rol=docent"], "idee", "No answer fits rol=docent · “idee”", "take less"),
    ],
)
def test_what_is_said_where_nothing_fits(db, filters, search, message, hint):
    with pytest.raises(UsageError) as raised:
        found(db, *filters, search=search)
    assert message in raised.value.message
    assert hint in raised.value.hint


def test_what_fits_and_is_decided_is_said_to_be_so(db):
    with sitting(db, "v1", None, "anna", "file", None, asked=Narrowing(("rol=directeur",))) as opened:
        opened.session.no_theme()
    with pytest.raises(UsageError, match="1 answer fits rol=directeur, and it is not in this queue"):
        found(db, "rol=directeur")
    with sitting(
        db, "v1", None, "anna", "file", None, ("coded",), asked=Narrowing(("rol=directeur",), "geld")
    ) as opened:
        assert [item.first.respondent_id for item in opened.session.queue] == ["p0"]


def test_searching_reads_the_words_that_are_kept_and_not_spacy(db):
    found(db, search="kinderen")  # words that are not kept yet are read now
    program = (
        "import sys; from pathlib import Path; from coder.workflows.review import sitting\n"
        "from coder.workflows.narrowing import Narrowing\n"
        "asked = Narrowing((), 'kinderen')\n"
        f"with sitting(Path({str(db)!r}), 'v1', None, 'anna', 'file', None, asked=asked) as opened:\n"
        "    print(len(opened.session.queue), 'spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2", "False"]
