"""Codebooks that are no YAML: codeframes, REFI-QDA, value labels."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from coder.domain import texts
from coder.domain.codebook import Code, Codebook
from coder.domain.errors import InputError
from coder.exporters.codebook_table import codebook_sheet
from coder.exporters.qdc import write_codebook
from coder.importers import codebook_qdc, codebook_table
from coder.workflows.codebook import read_codebook_file
from coder.workflows.project import no_progress
from coder.workflows.sheets import write_sheets
from tests.exporters.refi_survey import CODES, SURVEY
from tests.importers.mutations import FOLDERS


@pytest.fixture(autouse=True)
def _english():
    before = texts.language()
    texts.use_language("en")
    yield
    texts.use_language(before)


def frame(folder: Path, text: str, name: str = "frame.csv") -> Codebook:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return codebook_table.read_codebook(path)


def tree(codebook: Codebook) -> list[tuple[str, str, str | None]]:
    return [(code.code_id, code.label, code.parent) for code in codebook.codes]


NESTED = [("10", "Contact", None), ("11", "Buren", "10"), ("12", "Collega's", "10"), ("20", "Geld", None)]


@pytest.mark.parametrize(
    "text",
    [
        "waarde;label;net\n10;Contact;\n11;Buren;Contact\n12;Collega's;contact\n20;Geld;\n",
        "Code,Label,Parent\n10,Contact,\n11,Buren,10\n12,Collega's,10\n20,Geld,\n",
        "niveau;nr;label\n1;10;Contact\n2;11;Buren\n2;12;Collega's\n1;20;Geld\n",
        "Level;Value;Name\nnet;10;Contact\ncode;11;Buren\ncode;12;Collega's\nnet;20;Geld\n",
        "waarde;thema\n10;Contact\n11;  Buren\n12;  Collega's\n20;Geld\n",
        "nummer;categorie\n10;Contact\n11;\tBuren\n12;\tCollega's\n20;Geld\n",
        "Niveau 1;Niveau 2;Code\nContact;;10\n;Buren;11\n;Collega's;12\nGeld;;20\n",
        "Codelijst vraag 7;;\nwaarde;label;net\n10;Contact;\n11;Buren;Contact\n12;Collega's;contact\n20;Geld;\n",
    ],
)
def test_nets_in_all_the_ways_that_people_write_them(tmp_path, text):
    assert tree(frame(tmp_path, text)) == NESTED


def test_a_net_without_a_row_of_its_own_comes_before_its_first_code(tmp_path):
    book = frame(tmp_path, "label;net\nGeld;\nBuren;Contact\nCollega's;Contact\n")
    assert tree(book) == [
        *[("geld", "Geld", None), ("contact", "Contact", None)],
        *[("buren", "Buren", "contact"), ("collega_s", "Collega's", "contact")],
    ]


def test_levels_that_stand_in_every_row(tmp_path):
    book = frame(tmp_path, "level 1,level 2,level 3\nA,B,C\nA,B,D\nA,E,F\nG,,\n")
    assert [(label, parent) for _id, label, parent in tree(book)] == [
        *[("A", None), ("B", "a"), ("C", "b"), ("D", "b"), ("E", "a"), ("F", "e"), ("G", None)]
    ]


def test_a_workbook_with_everything(tmp_path):
    workbook = Workbook()
    for row in [
        ("Waarde", "Label", "Exclusief", "Definitie", "Trefwoorden", "Kleur", "Vervallen"),
        (1.0, "Geld", None, "om uit te geven", "euro; subsidie", "#2266AA", None),
        (99, "Weet niet", "x", None, "geen idee, weet niet", "geel!", "ja"),
    ]:
        workbook.active.append(row)
    workbook.save(tmp_path / "frame.xlsx")
    assert codebook_table.read_codebook(tmp_path / "frame.xlsx").codes == (
        Code("1", "Geld", "om uit te geven", keywords=("euro", "subsidie"), color="#2266AA"),
        Code("99", "Weet niet", keywords=("geen idee", "weet niet"), exclusive=True, retired=True),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a;b\n1;2\n", "no column is called 'label'"),
        ("waarde;label\n1;A\n1;B\n", "row 3: the code 1 stands in row 2 already"),
        ("label\nA\na\n", "row 3: the code a stands in row 2 already"),
        ("label;net\nA;B\nB;A\n", "lies in itself"),
        ("label;niveau\nA;diep\n", "row 2: the level 'diep' is not a number"),
        ("label;vervangen door\nA;B\n", "what replaces the code A"),
    ],
)
def test_what_is_wrong_is_said_with_its_row(tmp_path, text, message):
    with pytest.raises(InputError, match=re.escape(message)):
        frame(tmp_path, text)


WORDS = st.text(st.sampled_from("abcé =-+@;,|.&<1("), min_size=1, max_size=12).map(lambda t: " ".join(t.split()))
WORDS = WORDS.filter(bool)


@st.composite
def codebooks(draw) -> Codebook:
    labels = draw(st.lists(WORDS, min_size=1, max_size=7, unique_by=str.casefold))
    codes: list[Code] = []
    for number, label in enumerate(labels):
        codes.append(
            Code(
                code_id=f"c{number}",
                label=label,
                definition=draw(st.just("") | WORDS),
                include=draw(st.just("") | WORDS),
                keywords=tuple(draw(st.lists(WORDS, max_size=3, unique=True))),
                parent=draw(st.sampled_from([None, *(code.code_id for code in codes)])),
                exclusive=draw(st.booleans()),
                color=draw(st.sampled_from([None, "green", "#2266AA"])),
                retired=draw(st.booleans()),
            )
        )
    return Codebook(tuple(draw(st.permutations(codes))))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(book=codebooks(), suffix=st.sampled_from([".csv", ".xlsx", ".qdc"]), language=st.sampled_from(["nl", "en"]))
def test_a_codebook_that_goes_out_comes_back(tmp_path, book, suffix, language):
    texts.use_language(language)
    path = tmp_path / f"book{suffix}"
    if suffix == ".qdc":
        path.write_bytes(write_codebook(book, "q"))
    else:
        write_sheets(path, [codebook_sheet(book)])
    assert read_codebook_file(path)[0] == book


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".qdc"])
def test_also_one_with_codes_that_were_replaced(tmp_path, suffix):
    path = tmp_path / f"book{suffix}"
    if suffix == ".qdc":
        path.write_bytes(write_codebook(CODES, "q"))
    else:
        write_sheets(path, [codebook_sheet(CODES)])
    back, yaml = read_codebook_file(path)
    assert [c.replaced_by for c in back.codes] == [c.replaced_by for c in CODES.codes]
    assert "replaced_by" in yaml


def test_a_project_of_several_questions_asks_which(tmp_path):
    from coder.exporters.refi import write_survey

    path = tmp_path / "p.qdpx"
    write_survey(path, SURVEY, no_progress)
    with pytest.raises(InputError, match="several questions") as raised:
        codebook_qdc.read_codebook(path)
    assert "trots, beter" in raised.value.hint
    assert codebook_qdc.read_codebook(path, "trots") == CODES


def test_a_codebook_of_another_program(tmp_path):
    path = tmp_path / "nvivo.qdc"
    path.write_text(
        """<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1:0" origin="NVivo">
        <Codes><Code guid="A" name="Geld" isCodable="true" color="#abc"><Description>euro</Description>
        <Code guid="B" name="Loon" isCodable="true"/></Code></Codes><Sets/></CodeBook>""",
        encoding="utf-8",
    )
    assert read_codebook_file(path)[0].codes == (
        Code("geld", "Geld", "euro", color="#aabbcc"),
        Code("loon", "Loon", parent="geld"),
    )
    path.write_text('<!DOCTYPE x [<!ENTITY a "b">]><CodeBook>&a;</CodeBook>', encoding="utf-8")
    with pytest.raises(InputError, match="document type"):
        read_codebook_file(path)
    path.write_text("<html></html>", encoding="utf-8")
    with pytest.raises(InputError, match="holds no codes"):
        read_codebook_file(path)


def test_value_labels_of_spss(tmp_path):
    pyreadstat = pytest.importorskip("pyreadstat")
    pandas = pytest.importorskip("pandas")
    path = tmp_path / "s.sav"
    labels = {"V5": {1.0: "Contact", 2.0: "Geld", 99.0: "Geld"}, "sekse": {1.0: "man"}}
    pyreadstat.write_sav(
        pandas.DataFrame({"V5": [1.0], "sekse": [1.0], "n": [3.0]}), path, variable_value_labels=labels
    )
    assert tree(read_codebook_file(path, "v5")[0]) == [
        ("1", "Contact", None),
        ("2", "Geld", None),
        ("99", "Geld (99)", None),
    ]
    with pytest.raises(InputError) as raised:
        read_codebook_file(path)
    assert "V5, sekse" in raised.value.hint
    with pytest.raises(InputError) as raised:
        read_codebook_file(path, "sexe")
    assert "'sekse'" in raised.value.hint


@pytest.mark.parametrize("name", ["stata/wijkpanel.dta", "sas/formaten.sas7bdat", "r/wijkpanel.rds"])
def test_value_labels_of_other_programs(name):
    pytest.importorskip("pyreadstat")
    pytest.importorskip("rdata")
    found = tree(read_codebook_file(FOLDERS[0] / name, "geslacht")[0])
    assert found == [("1", "man", None), ("2", "vrouw", None)]


@pytest.mark.parametrize(
    "name", ["gone.sav", "gone.dta", "gone.sas7bdat", "gone.rds", "gone.qdc", "gone.csv", "gone.yaml"]
)
def test_a_codebook_that_is_not_there_is_said_so(tmp_path, name):
    with pytest.raises(InputError, match=f"{name}.*not exist"):
        read_codebook_file(tmp_path / name)


def workbook(folder: Path, **sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "book.xlsx")
    return folder / "book.xlsx"


LIST = [[None, "CONTACT"], [11, "Buren"], [12, "Overig contact"], [None, "GELD"], [21, "Loon"], [98, "Overig"]]
NETS = [
    ("contact", "CONTACT", None),
    ("11", "Buren", "contact"),
    ("12", "Overig contact", "contact"),
    ("geld", "GELD", None),
    ("21", "Loon", "geld"),
    ("98", "Overig", None),
]


def test_a_list_below_a_title_with_headings_among_the_codes(tmp_path):
    path = workbook(tmp_path, Blad1=[["Codeframe vraag 20"], [], ["Code", "Omschrijving"], *LIST])
    assert tree(codebook_table.read_codebook(path)) == NETS


@pytest.mark.parametrize(
    "rows",
    [
        [[11, "Buren"], [12, "Collega's"], [None, "Nieuw"]],  # not numbered yet
        [[11, "Buren"], [None, "Nieuw"], [12, "Collega's"]],
        [[None, "Buren"], [None, "Nieuw"], [12, "Collega's"]],
    ],
)
def test_codes_without_a_number_are_no_nets_by_that_alone(tmp_path, rows):
    path = workbook(tmp_path, Blad1=[["Code", "Omschrijving"], *rows])
    assert [parent for _id, _label, parent in tree(codebook_table.read_codebook(path))] == [None] * 3


def test_the_sheet_with_the_codes_is_found(tmp_path):
    codes = [["Code", "Omschrijving"], *LIST]
    answers = [["nr", "label"], [1, "een antwoord"]]
    assert tree(codebook_table.read_codebook(workbook(tmp_path, Data=answers, Codeboek=codes))) == NETS
    assert tree(codebook_table.read_codebook(workbook(tmp_path, Data=[["nr"], [1]], Leeg=[], Blad3=codes))) == NETS
    path = workbook(tmp_path, Codeboek=answers, Lijst=codes)
    assert tree(codebook_table.read_codebook(path, "lijst")) == NETS
    with pytest.raises(InputError, match="which of its codebooks") as error:
        codebook_table.read_codebook(path, "Lijsten")
    assert "Codeboek, Lijst" in (error.value.hint or "")


def test_codebooks_of_several_questions_in_one_sheet(tmp_path):
    rows = [["trots", 1, "Buren"], ["trots", 2, "Geld"], ["beter", 1, "Rust"]]
    path = workbook(tmp_path, codeboek=[["vraag", "code", "label"], *rows])
    assert tree(codebook_table.read_codebook(path, "Beter")) == [("1", "Rust", None)]
    with pytest.raises(InputError) as error:
        codebook_table.read_codebook(path)
    assert "trots, beter" in (error.value.hint or "")


def test_a_table_without_codes(tmp_path):
    with pytest.raises(InputError, match="no codes"):
        frame(tmp_path, "naam;wat\n;a\n;b\n")
    with pytest.raises(InputError) as error:
        frame(tmp_path, "kleur;wat\nrood;a\n")
    assert "kleur, wat" in (error.value.hint or "")
