"""REFI-QDA in: what other programs write, real projects, and files that mean harm."""

from __future__ import annotations

import io
import random
import stat
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.domain import texts
from coder.domain.errors import InputError
from coder.domain.refi import told, untold
from coder.domain.survey import SurveyTable
from coder.importers import refi, refi_archive
from coder.importers.base import ReadOptions, read_head
from coder.importers.refi_texts import Selection, located
from coder.workflows.reading import read_table
from tests.importers.test_import_fuzz import check, mutated, outcome

GUIDS = {name: f"{number:08d}-0000-0000-0000-000000000000" for number, name in enumerate("abcdefghijklmnopqrst")}


@pytest.fixture(autouse=True)
def _english():
    before = texts.language()
    texts.use_language("en")
    yield
    texts.use_language(before)


def project(inside: str, version: str = "urn:QDA-XML:project:1.0", before: str = "") -> str:
    for name, guid in GUIDS.items():
        inside = inside.replace(f"@{name}", guid)
    head = f'<?xml version="1.0" encoding="utf-8"?>{before}<Project xmlns="{version}" name="p" origin="Test 1">'
    return f"{head}{inside}</Project>"


def packed(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def read(path):
    return refi.read(path, ReadOptions())


OTHERS = project(
    """
<Users><User guid="@a" name="Anna"/><User guid="@b" name="Bas"/></Users>
<CodeBook><Codes>
  <Code guid="{@c}" name="Contact" isCodable="true" color="#0F0"><Description>leert men kennen</Description>
    <Code guid="@d" name="Buren" isCodable="true"/></Code>
  <Code guid="@e" name="Geld" isCodable="true"><Code guid="@f" name="buren" isCodable="true"/></Code>
</Codes></CodeBook>
<Variables><Variable guid="@g" name="rol" typeOfVariable="Text"><Description>Uw rol</Description></Variable>
<Variable guid="@h" name="uren" typeOfVariable="Integer"/></Variables>
<Cases><Case guid="@i" name="r1"><VariableValue><VariableRef targetGUID="@g"/><TextValue>adviseur</TextValue>
</VariableValue><SourceRef targetGUID="@k"/></Case></Cases>
<Sources>
<TextSource guid="@k" name="eerste" plainTextPath="internal://@k.txt">
  <PlainTextSelection guid="@l" name="veel buren" startPosition="4" endPosition="14" creatingUser="@a"
      creationDateTime="2024-05-01T12:00:00+02:00"><Description>mooi</Description>
    <Coding guid="@m" creatingUser="@a"><CodeRef targetGUID="{@d}"/><NoteRef targetGUID="@q"/></Coding>
  </PlainTextSelection>
  <PlainTextSelection guid="@n" startPosition="0" endPosition="3">
    <Coding guid="@m" creatingUser="@a" creationDateTime="2024-05-02T10:00:00"><CodeRef targetGUID="@e"/></Coding>
    <Coding guid="@m" creatingUser="@b"><CodeRef targetGUID="@f"/></Coding></PlainTextSelection>
  <VariableValue><VariableRef targetGUID="@h"/><IntegerValue>12</IntegerValue></VariableValue>
</TextSource>
<TextSource guid="@o" name="tweede"><PlainTextContent>meer geld</PlainTextContent>
  <Coding guid="@m" creatingUser="@b"><CodeRef targetGUID="@e"/></Coding></TextSource>
<TextSource guid="@p" name="derde" plainTextPath="internal://weg.txt"/>
<PDFSource guid="@r" name="boek"/>
</Sources>
<Notes><Note guid="@q"><PlainTextContent>let op</PlainTextContent></Note></Notes>
<Links><Link guid="@s" name="l"/></Links>
"""
)


@pytest.fixture
def others(tmp_path):
    return packed(tmp_path / "p.qdpx", {"project.qde": OTHERS, f"Sources/{GUIDS['k']}.TXT": "\ufeffmet veel buren\r\n"})


def test_a_project_of_another_program(others):
    table = read(others)
    assert (table.source, table.format) == ("REFI-QDA (Test 1)", "qdpx")
    assert table.columns == ("name", "case", "text", "rol", "uren")
    assert table.rows == (("eerste", "r1", "met veel buren", "adviseur", 12), ("tweede", None, "meer geld", None, None))
    assert (table.variable("name").role, table.variable("text").role) == ("id", "open")
    assert (table.variable("rol").text, table.variable("uren").kind) == ("Uw rol", "number")
    book = table.codebooks["text"]
    assert [(code.code_id, code.label, code.parent) for code in book.codes] == [
        *[("contact", "Contact", None), ("buren", "Buren", "contact")],
        *[("geld", "Geld", None), ("buren_geld", "buren (Geld)", "geld")],
    ]
    assert (book.codes[0].color, book.codes[0].definition) == ("#00FF00", "leert men kennen")
    anna = next(one for one in table.codings if one.coder_id == "Anna")
    assert (anna.codes, anna.quoted, anna.memo, anna.source) == (("buren", "geld"), (4, 14), "mooi\nlet op", "import")
    assert anna.created_at == "2024-05-02T10:00:00.000+00:00"
    bas = [one for one in table.codings if one.coder_id == "Bas"]
    assert [(one.row, one.codes, one.quote) for one in bas] == [(0, ("buren_geld",), True), (1, ("geld",), False)]
    assert len(table.left_out) == 4


def test_the_file_is_recognised_by_its_name_or_by_what_is_in_it(others, tmp_path):
    assert read_table(others, ReadOptions()).format == "qdpx"
    renamed = others.rename(tmp_path / "export.zip")
    assert refi.recognises(read_head(renamed), renamed)
    assert read_table(renamed, ReadOptions()).format == "qdpx"


def test_a_real_project_of_qc(shared_data):
    table = read_table(shared_data / "exports" / "refi" / "demo.qdpx", ReadOptions())
    assert [(row[0], len(row[1])) for row in table.rows] == [("board_2017.txt", 52542), ("admin-1.txt", 31905)]
    assert len(table.codebooks["text"].codes) == 262
    assert len({code.label.casefold() for code in table.codebooks["text"].codes}) == 262
    (coding,) = table.codings
    assert (coding.coder_id, len(coding.codes), coding.quoted) == ("cp", 77, (2896, 2977))


def test_a_real_project_of_atlas_without_its_sources(shared_data):
    with pytest.raises(InputError, match="holds no texts"):
        read_table(shared_data / "exports" / "refi" / "TestProject.qdpx", ReadOptions())


# Texts and places


@pytest.mark.parametrize(
    ("raw", "counted", "names"),
    [
        ("een\r\ntwee\r\ndrie buren", lambda raw, place: place, False),
        ("een\r\ntwee\r\ndrie buren", lambda raw, place: place - raw[:place].count("\r\n"), True),
        ("\ufeffeen drie buren", lambda raw, place: place - 1, False),
        ("\ufeffeen drie buren", lambda raw, place: place, True),
        ("👍👍 drie buren", lambda raw, place: place, False),
        ("👍👍 drie buren", lambda raw, place: len(raw[:place].encode("utf-16-le")) // 2, True),
        ("  een\tdrie buren  ", lambda raw, place: place, False),
    ],
)
def test_programs_count_in_their_own_ways(raw, counted, names):
    start = raw.index("drie")
    end = start + len("drie buren")
    text, ((first, last),) = located(raw, [Selection(counted(raw, start), counted(raw, end), "drie buren…" * names)])
    assert text == raw.replace("\r\n", "\n").strip("\ufeff \n")
    assert text[first:last] == "drie buren"


@settings(max_examples=200)
@given(
    raw=st.text(st.sampled_from("ab \r\n\0\ufeff👍é\t"), max_size=30),
    spans=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.text("ab👍", max_size=5)), max_size=4),
)
def test_places_are_always_in_the_text(raw, spans):
    found, places = located(raw, [Selection(*span) for span in spans])
    assert len(places) == len(spans)
    assert all(0 <= begin <= end <= len(found) for begin, end in places)


@settings(max_examples=100)
@given(st.text(max_size=40), st.dictionaries(st.text(max_size=5), st.text(max_size=5) | st.booleans(), max_size=3))
def test_what_was_told_is_read_again(text, facts):
    assert untold(told(text, facts)) == (text, facts)


# Harm


@pytest.mark.parametrize("name", ["../weg.txt", "/etc/weg.txt", "C:\\weg.txt", "sources/../../weg.txt", "..\\weg.txt"])
def test_names_outside_the_file(tmp_path, name):
    path = packed(tmp_path / "p.qdpx", {"project.qde": OTHERS, name: "x"})
    with pytest.raises(InputError, match="outside"):
        read(path)


@pytest.mark.parametrize("where", ["../../../etc/hostname", "absolute:///etc/hostname", "relative:///../geheim.txt"])
def test_paths_outside_the_file_are_never_followed(tmp_path, where):
    (tmp_path / "geheim.txt").write_text("geheim")
    inside = f"""<Sources><TextSource guid="@a" name="x" plainTextPath="{where}"/>
        <TextSource guid="@b" name="y"><PlainTextContent>tekst</PlainTextContent></TextSource></Sources>"""
    (tmp_path / "in").mkdir()
    table = read(packed(tmp_path / "in" / "p.qdpx", {"project.qde": project(inside)}))
    assert [row[1] for row in table.rows] == ["tekst"]


def test_a_link_in_the_file(tmp_path):
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", OTHERS)
        link = zipfile.ZipInfo("sources/link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/hostname")
    with pytest.raises(InputError, match="link"):
        read(path)


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE p SYSTEM "http://127.0.0.1:1/p.dtd">',
    ],
)
def test_entities(tmp_path, before):
    inside = '<Sources><TextSource guid="@a"><PlainTextContent>x&c;&a;</PlainTextContent></TextSource></Sources>'
    with pytest.raises(InputError, match="document type"):
        read(packed(tmp_path / "p.qdpx", {"project.qde": project(inside, before=before)}))


@pytest.mark.parametrize("name", ["project.qde", "sources/groot.txt"])
def test_a_zip_bomb(tmp_path, name):
    path = packed(tmp_path / "p.qdpx", {"project.qde": OTHERS, name: b"\0" * (32 * 2**20)})
    with pytest.raises(InputError, match="32 MB"):
        read(path)


def test_one_thing_that_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(refi_archive, "MAX_PIECE_BYTES", 1 << 16)
    text = "".join(random.Random(1).choices("abcdefgh ", k=1 << 18))
    inside = f'<Sources><TextSource guid="@a"><PlainTextContent>{text}</PlainTextContent></TextSource></Sources>'
    with pytest.raises(InputError, match="too much"):
        read(packed(tmp_path / "p.qdpx", {"project.qde": project(inside)}))
    many = "".join(f'<Note guid="@a"><PlainTextContent>{n} {text[:900]}</PlainTextContent></Note>' for n in range(300))
    source = '<Sources><TextSource guid="@b"><PlainTextContent>kort</PlainTextContent></TextSource></Sources>'
    assert read(packed(tmp_path / "p.qdpx", {"project.qde": project(f"{source}<Notes>{many}</Notes>")})).rows


def test_codes_and_elements_as_deep_as_a_file_can_hold(tmp_path):
    depth = 6000
    codes = '<Code guid="@a" name="c" isCodable="true">' * depth + "</Code>" * depth
    with pytest.raises(InputError, match="more than 5000 codes"):
        read(packed(tmp_path / "p.qdpx", {"project.qde": project(f"<CodeBook><Codes>{codes}</Codes></CodeBook>")}))
    deep = "<a>" * 20_000 + "</a>" * 20_000
    with pytest.raises(InputError, match="holds no texts"):
        read(packed(tmp_path / "p.qdpx", {"project.qde": project(deep)}))


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"readme.txt": "x"}, "without a project"),
        ({"project.qde": "geen xml"}, "XML"),
        ({"project.qde": project("<Sources>")}, "XML"),
        ({"project.qde": "\x00\x00"}, "XML"),
    ],
)
def test_what_is_no_project(tmp_path, parts, message):
    with pytest.raises(InputError, match=message):
        read(packed(tmp_path / "p.qdpx", parts))


def test_a_file_that_was_cut_off(others):
    others.write_bytes(others.read_bytes()[:-40])
    with pytest.raises(InputError, match="damaged"):
        read(others)


MUTATIONS = 150


@pytest.mark.parametrize("name", ["others", "demo.qdpx", "TestProject.qdpx"])
def test_mutations(name, others, shared_data, tmp_path):
    file = others if name == "others" else shared_data / "exports" / "refi" / name
    content, chance, path = file.read_bytes(), random.Random(name), tmp_path / "mutated.qdpx"
    with zipfile.ZipFile(file) as archive:
        parts = {part: data for part in archive.namelist() if (data := archive.read(part))}
    tables = 0
    for number in range(MUTATIONS):
        if number % 2:
            path.write_bytes(mutated(content, chance))
        else:  # past the checksums of the zip file
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w") as archive:
                for part, data in parts.items():
                    archive.writestr(part, mutated(data, chance))
            path.write_bytes(buffer.getvalue())
        table = outcome(lambda: read(path))
        if isinstance(table, SurveyTable):
            check(table)
            assert all(one.column in table.codebooks or not one.codes for one in table.codings)
            tables += 1
    assert tables or name == "TestProject.qdpx"
