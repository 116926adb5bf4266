"""Codebooks as YAML: written afresh, and edited without touching anything else."""

import difflib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from coder.domain.codebook import Code, Codebook
from coder.domain.codebook_edits import Define, Merge, Move, Rename, Retire, Split, applied
from coder.domain.errors import InputError, UsageError
from coder.exporters.codebook_yaml import add_code, add_codes, revised, write_codebook
from coder.importers.codebook_yaml import read_codebook

OPBRENGST = Path(__file__).resolve().parents[2] / "codebooks" / "koppelkansen" / "opbrengst.yaml"


def changes(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line for line in lines if line[0] in "+-"]


def edited(text: str, edit) -> str:
    before = read_codebook(text, "f")
    after = applied(before, edit)
    result = revised(text, before, after)
    assert read_codebook(result, "f") == after
    return result


def test_a_codebook_is_written_for_people():
    codebook = Codebook(
        (
            Code("geld", "Geld", keywords=("budget", "a, b", "ja", "#1")),
            Code("12", "true", definition="Let op: geld.\n\nOok 'uren'.", parent="geld", color="#ff0000", retired=True),
            Code("geen", "Geen", exclude="it's", exclusive=True, examples=("n.v.t.",)),
        )
    )
    text = write_codebook(codebook)
    assert text == (
        "# yaml-language-server: $schema=codebook.schema.json\n"
        "codes:\n"
        "  - id: geld\n"
        "    label: Geld\n"
        "    keywords: [budget, 'a, b', ja, '#1']\n"
        "  - id: '12'\n"
        "    label: 'true'\n"
        "    parent: geld\n"
        "    definition: |-\n"
        "      Let op: geld.\n"
        "\n"
        "      Ook 'uren'.\n"
        "    color: '#ff0000'\n"
        "    retired: true\n"
        "  - id: geen\n"
        "    label: Geen\n"
        "    exclude: it's\n"
        "    exclusive: true\n"
        "    examples: [n.v.t.]\n"
    )
    assert read_codebook(text, "f") == codebook


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_other_readers_of_yaml_see_the_same_texts(version):
    words = [
        "no",
        "y",
        "on",
        "~",
        "null",
        "1_000",
        "0x1F",
        "12:30",
        "1e3",
        "2024-01-01",
        "=",
        "<<",
        "a:",
        "#b",
        "-",
        "?",
        "[",
        "}",
        "*",
        "&",
        "!",
        "%",
        "@",
        "`",
        "|",
        ">",
    ]
    reader = YAML(typ="safe", pure=True)
    reader.version = version
    content = reader.load(write_codebook(Codebook((Code("a", "nee", keywords=tuple(words)),))))
    assert content == {"codes": [{"id": "a", "label": "nee", "keywords": words}]}


def test_edits_of_a_real_codebook_touch_nothing_else():
    text = OPBRENGST.read_text(encoding="utf-8")
    code = Code("nieuw", "Nieuw: anders", keywords=("a",))
    assert changes(text, add_code(text, code)) == [
        "+   - id: nieuw\n",
        "+     label: 'Nieuw: anders'\n",
        "+     keywords: [a]\n",
    ]
    assert changes(text, edited(text, Rename("geld", "Geld  en uren"))) == [
        "-     label: Geld en capaciteit\n",
        "+     label: Geld en uren\n",
    ]
    assert changes(text, edited(text, Retire("geld"))) == ["+     retired: true\n"]
    assert read_codebook(add_code(text, code), "f").codes == (*read_codebook(text, "f").codes, code)


HAND_MADE = """\
# boven
codes:   # alle
- id: a     # eerste
  label: >-
    Lang
    label
  keywords:
      - x
      - y  # laatste

  # tussen
- Los, of niet  # een tekst

- {id: c, label: "C" }
- label: Zonder id
  retired:
# onder
"""


def test_adding_keeps_the_lay_out_of_the_file():
    assert changes(HAND_MADE, add_code(HAND_MADE, Code("z", "Z"))) == ["+ - id: z\n", "+   label: Z\n"]
    loose = "codes:\n    - A\n\n    - B   # b\n\n\n# onder"
    assert add_code(loose, Code("z", "Z")) == (
        "codes:\n    - A\n\n    - B   # b\n\n    - id: z\n      label: Z\n\n\n# onder"
    )


@pytest.mark.parametrize(
    ("code_id", "renamed"),
    [
        ("a", ["-   label: >-\n", "-     Lang\n", "-     label\n", "+   label: Nieuw, anders\n"]),
        ("los_of_niet",
         ["- - Los, of niet  # een tekst\n", "+ - id: los_of_niet\n", "+   label: Nieuw, anders  # een tekst\n"]),
        ("c", ['- - {id: c, label: "C" }\n', "+ - {id: c, label: 'Nieuw, anders' }\n"]),
        ("zonder_id", ["- - label: Zonder id\n", "+ - id: zonder_id\n", "+   label: Nieuw, anders\n"]),
    ],
)  # fmt: skip
def test_renaming_keeps_the_id_whatever_the_form(code_id, renamed):
    after = edited(HAND_MADE, Rename(code_id, "Nieuw, anders"))
    assert sorted(changes(HAND_MADE, after)) == sorted(renamed)
    expected = {code.code_id: code.label for code in read_codebook(HAND_MADE, "f").codes} | {code_id: "Nieuw, anders"}
    assert {code.code_id: code.label for code in read_codebook(after, "f").codes} == expected


@pytest.mark.parametrize(
    ("code_id", "retired"),
    [
        ("a", ["+   retired: true\n"]),
        ("los_of_niet",
         ["- - Los, of niet  # een tekst\n", "+ - id: los_of_niet\n", "+   label: Los, of niet\n",
          "+   retired: true  # een tekst\n"]),
        ("c", ['- - {id: c, label: "C" }\n', '+ - {id: c, label: "C", retired: true }\n']),
        ("zonder_id", ["-   retired:\n", "+   retired: true\n"]),
    ],
)  # fmt: skip
def test_retiring_whatever_the_form(code_id, retired):
    after = edited(HAND_MADE, Retire(code_id))
    assert changes(HAND_MADE, after) == retired
    assert [code.code_id for code in read_codebook(after, "f").codes if code.retired] == [code_id]


@pytest.mark.parametrize(
    ("edit", "changed"),
    [
        (Define("a", "Een. Twee."), ["+   definition: Een. Twee.\n"]),
        (Move("c", "a"), ['- - {id: c, label: "C" }\n', '+ - {id: c, label: "C", parent: a }\n']),
        (Split("a", ("A1", "A2")),
         ["+   retired: true\n", "+   replaced_by: [a1, a2]\n", "+ - id: a1\n", "+   label: A1\n", "+ - id: a2\n",
          "+   label: A2\n"]),
        (Merge(("c", "a"), "AC"),
         ["+   retired: true\n", "+   replaced_by: [ac]\n", '- - {id: c, label: "C" }\n',
          '+ - {id: c, label: "C", retired: true, replaced_by: [ac] }\n', "+ \n", "+ - id: ac\n", "+   label: AC\n",
          "+   keywords: [x, 'y']\n"]),
        (Merge(("a",), "zonder_id"),
         ["+   retired: true\n", "+   replaced_by: [zonder_id]\n", "+   keywords: [x, 'y']\n"]),
    ],
)  # fmt: skip
def test_edits_change_only_what_they_are_about(edit, changed):
    after = edited(HAND_MADE, edit)
    assert changes(HAND_MADE, after) == changed


def test_what_is_taken_away_leaves_its_comment():
    text = "codes:\n- Net\n- id: a\n  label: A\n  parent: net  # waarom\n  definition: |\n    Een.\n    Twee.\n"
    assert changes(text, edited(text, Move("a", None))) == ["-   parent: net  # waarom\n", "+   parent:  # waarom\n"]
    top = text[: text.index("  definition")]
    assert edited(text, Define("a", "")) == top + "  definition:\n"
    assert edited(text, Define("a", "Drie.\n\nVier.")) == top + "  definition: |-\n    Drie.\n\n    Vier.\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("codes: []  # leeg\n# x\n", "codes:  # leeg\n  - id: z\n    label: Z\n# x\n"),
        ("codes:\n", "codes:\n  - id: z\n    label: Z\n"),
        ("codes: ~", "codes:\n  - id: z\n    label: Z"),
        ("codes: [a, b]  # x", "codes: [a, b, {id: z, label: Z}]  # x"),
        ('{"codes": []}', '{"codes": [{id: z, label: Z}]}'),
        ("codes:\r\n- A", "codes:\r\n- A\r\n- id: z\r\n  label: Z"),
        ("\ufeff---\ncodes:\n- A\n...\n", "\ufeff---\ncodes:\n- A\n- id: z\n  label: Z\n...\n"),
        ("codes:\n- id: a\n  label: A\n  definition:   # leeg\n# x\n",
         "codes:\n- id: a\n  label: A\n  definition:   # leeg\n- id: z\n  label: Z\n# x\n"),
    ],
)  # fmt: skip
def test_adding_to_files_of_all_forms(text, after):
    assert add_code(text, Code("z", "Z")) == after
    assert read_codebook(after, "f").find("z") == Code("z", "Z")


def test_what_cannot_be_edited():
    for edit in (
        lambda text: add_code(text, Code("a", "Nieuw")),
        lambda text: add_code(text, Code("z", "ZONDER id")),
        lambda text: add_codes(text, [Code("z", "Z"), Code("z", "M")]),
        lambda text: revised(text, Codebook(), Codebook((Code("weg", "N"),))),
    ):
        with pytest.raises(InputError):
            edit(HAND_MADE)
    for text in ("", "codes", "- a", "codes:\n  - x: &x [*x]", "codes: [a", "a: 1", "codes:\n - \x07"):
        with pytest.raises(InputError, match="cannot be changed"):
            add_code(text, Code("z", "Z"))


def test_many_codes_are_added_in_one_go():
    codes = [Code(f"c{i}", f"Code {i}") for i in range(300)]
    assert read_codebook(add_codes("codes: []\n", codes), "f").codes == tuple(codes)
    assert add_codes(HAND_MADE, []) == HAND_MADE


SIGNS = st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r")
LINE = st.text(SIGNS, min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
TEXT = st.text(SIGNS, max_size=40).map(str.strip)
WORDS = st.lists(st.text(SIGNS, min_size=1, max_size=12).map(str.strip).filter(bool), max_size=3).map(tuple)
CODES = st.builds(
    Code,
    code_id=st.from_regex(r"\A[a-z0-9_é][a-z0-9_.#&/-]{0,8}\Z"),
    label=LINE,
    definition=TEXT,
    include=TEXT,
    keywords=WORDS,
    examples=WORDS,
    exclusive=st.booleans(),
    retired=st.booleans(),
    color=st.sampled_from([None, "green", "bright_red", "#00ff00"]),
)
CODEBOOKS = st.lists(CODES, min_size=2, max_size=4, unique_by=(lambda c: c.code_id, lambda c: c.label.casefold())).map(
    lambda codes: Codebook(tuple(codes))
)


EDITS = st.one_of(
    st.builds(Rename, st.sampled_from([0, 1]), LINE),
    st.builds(Define, st.sampled_from([0, 1]), TEXT),
    st.builds(Move, st.sampled_from([0, 1]), st.sampled_from([None, 0, 1])),
    st.builds(Retire, st.sampled_from([0, 1])),
    st.builds(Merge, st.just((0, 1)), LINE),
    st.builds(Split, st.sampled_from([0, 1]), st.tuples(LINE, LINE)),
)


def named(edit, codebook):
    """Return an edit with the ids of the codes that it names by number."""
    ids = {0: codebook.codes[0].code_id, 1: codebook.codes[1].code_id}
    fields = {name: getattr(edit, name) for name in edit.__slots__}
    return type(edit)(
        **{
            name: tuple(ids.get(one, one) for one in value) if isinstance(value, tuple) else ids.get(value, value)
            for name, value in fields.items()
        }
    )


@settings(max_examples=150)
@given(codebook=CODEBOOKS, edits=st.lists(EDITS, max_size=4))
def test_what_is_written_and_edited_is_read_back(codebook, edits):
    text = write_codebook(codebook)
    assert read_codebook(text, "f") == codebook
    first, *rest = codebook.codes
    assert read_codebook(add_codes(write_codebook(Codebook((first,))), rest), "f") == codebook
    for edit in edits:
        try:
            applied(read_codebook(text, "f"), named(edit, codebook))
        except UsageError:
            continue
        text = edited(text, named(edit, codebook))
