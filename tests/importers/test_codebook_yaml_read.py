"""Codebook files: what is read, and how mistakes are told."""

import json
from pathlib import Path

import pytest

from coder.domain.codebook import Code
from coder.domain.errors import InputError
from coder.importers.codebook_yaml import MAX_CODES, json_schema, read_codebook
from tests.patience import ends

CODEBOOKS = Path(__file__).resolve().parents[2] / "codebooks"


def test_all_fields_are_read():
    codebook = read_codebook(
        """\
# een codeboek
codes:
  - Bemensing
  - 2024
  - id: 007
    label:   Tijd   en
             lange adem
    parent: bemensing
    definition: |
      Tijd.

      En geduld.
    include:
    exclude: "niet: geld"
    exclusive: true
    keywords: [tijd, 1.10, 2024-01-01, "true"]
    examples:
      - het kost jaren
    color: '#00ff00'
    retired: false
""",
        "f.yaml",
    )
    assert codebook.codes == (
        Code("bemensing", "Bemensing"),
        Code("2024", "2024"),
        Code(
            "007",
            "Tijd en lange adem",
            definition="Tijd.\n\nEn geduld.",
            exclude="niet: geld",
            keywords=("tijd", "1.10", "2024-01-01", "true"),
            examples=("het kost jaren",),
            parent="bemensing",
            exclusive=True,
            color="#00ff00",
        ),
    )


def test_what_replaced_a_code_is_read_and_takes_it_out_of_use():
    (a, _b) = read_codebook("codes:\n- {id: a, label: A, replaced_by: [b]}\n- B\n", "f").codes
    assert a == Code("a", "A", retired=True, replaced_by=("b",))
    text = "codes:\n- {id: a, label: A, replaced_by: [b, x]}\n- {id: b, label: B, replaced_by: [a]}\n"
    with pytest.raises(InputError) as caught:
        read_codebook(text, "f")
    assert caught.value.message.splitlines() == [
        "f: line 2: the codes replace each other in a circle: a > b > a",
        "f: line 2: there is no code with the id x, which is named in replaced_by",
    ]
    with pytest.raises(InputError, match="replaced_by is a list"):
        read_codebook("codes:\n- {id: a, label: A, replaced_by: b}\n- B\n", "f")


@pytest.mark.parametrize("text", ["codes:", "codes: []", "codes: ~  # nog niets\n", "\ufeff---\ncodes:\n...\n"])
def test_a_codebook_without_codes_is_one(text):
    assert read_codebook(text, "f").codes == ()


def test_ids_from_labels_are_unlike_those_that_are_stated():
    codebook = read_codebook("codes:\n- Tijd!\n- Tijd?\n- {id: tijd, label: Lange adem}\n", "f")
    assert [code.code_id for code in codebook.codes] == ["tijd_2", "tijd_3", "tijd"]


@pytest.mark.parametrize("name", ["energie", "opbrengst", "randvoorwaarden", "trots"])
def test_the_shipped_codebooks(name):
    path = CODEBOOKS / "koppelkansen" / f"{name}.yaml"
    codebook = read_codebook(path.read_text(encoding="utf-8"), str(path))
    assert len(codebook.codes) >= 14
    assert codebook.exclusive == {"geen_antwoord"}
    assert all(code.definition for code in codebook.codes)


MISTAKES = """\
codes:
  - id: a
    label: A
    parent: b
  - id: a
    label: a
    exclusive: ja
  - id: b b
    label: true
  - label: B
    id: b
    parent: a
    defintion: x
    keywords: tijd
  - parent: geldstroom
    label: C
    color: "#ff"
  - id: geldstromen
    label: Geld
    label: Geldstromen
    examples: ["", [x]]
  - definition: zonder naam
  - [x]
titel: x
"""


def test_all_mistakes_are_told_at_once():
    with pytest.raises(InputError) as caught:
        read_codebook(MISTAKES, "map/f.yaml")
    assert caught.value.message.splitlines() == [
        "map/f.yaml: line 4: the nets go round in a circle: a > b > a",
        "map/f.yaml: line 5: the id a is already that of the code at line 2",
        "map/f.yaml: line 6: the label a is already that of the code at line 3",
        "map/f.yaml: line 7: exclusive is either true or false",
        "map/f.yaml: line 8: the id b b has spaces or signs that an id may not have; write b_b",
        "map/f.yaml: line 9: label is not a text; put it between quotes",
        "map/f.yaml: line 13: the field defintion is not known; did you mean definition?",
        "map/f.yaml: line 14: keywords is a list, such as [one, two]",
        "map/f.yaml: line 15: there is no code with the id geldstroom, which is named as the net; "
        "did you mean geldstromen?",
        "map/f.yaml: line 17: color is a colour name such as green, or '#rrggbb' between quotes",
        "... and 6 more",
    ]
    rest = "codes:\n" + MISTAKES[MISTAKES.index("  - id: geldstromen") :]
    with pytest.raises(InputError) as caught:
        read_codebook(rest, "f")
    assert caught.value.message.splitlines() == [
        "f: line 4: label occurs twice here",
        "f: line 5: examples is empty",
        "f: line 5: examples is not a text; put it between quotes",
        "f: line 6: the code has no label; each code has a line 'label: ...'",
        "f: line 7: a code is a text, or has fields such as id and label",
        "f: line 8: the field titel is not known",
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "line 1: there is no list 'codes'"),
        ("- a", "line 1: there is no list 'codes'"),
        ("# x\ncodes: a", "line 2: there is no list 'codes'"),
        ("codes:\n - {id: a, label: A, parent: a}", "line 2: the nets go round in a circle: a > a"),
        ("codes:\n - Geld\n - {label: B, parent: Geld}", "line 3: there is no code with the id Geld.*mean geld"),
        ("codes:\n - label: A: b", "line 2: a colon followed by a space"),
        ("codes:\n - a\n\t- b", "line 3: there is a tab"),
        ("codes:\n - @a", "line 2: a text that begins with this sign"),
        ('codes:\n - "a\n', "line [23]: a quote or bracket is not closed"),
        ("codes: [a\n", "a quote or bracket is not closed"),
        ("codes:\n - a\x07", "line 2: there is a control character"),
        ("codes: [a]\n---\ncodes: [b]", "line 3: after a line '---' a second codebook begins"),
        ("codes:\n - &x a\n - *x", "line 2: & and \\* have a meaning"),
        ("codes:\n - *Overig", "line 2: & and \\* have a meaning"),
        ("codes:\n - !!python/object:os.system a", "line 2: ! has a meaning"),
        ("codes:\n - ? [a]\n   : b", "line 2: a list or mapping stands where a name"),
        ('codes: ["\\UFFFFFFFF"]', "not right as YAML"),
        ("codes: [" + "a," * (MAX_CODES + 1) + "]", "5001 codes, more than 5000"),
        ("codes: " + "[" * 400_000, "nested too deeply"),
        ("#" * 600_000, "too large for a codebook"),
    ],
)
def test_texts_that_are_refused(text, reason):
    with ends(), pytest.raises(InputError, match=reason):
        read_codebook(text, "f.yaml")


def test_aliases_cannot_grow_without_end():
    lines = ["a0: &a0 [x, x]", *(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 40))]
    with pytest.raises(InputError, match="line 1"):
        read_codebook("\n".join(lines), "f")


def test_the_schema_file_is_up_to_date():
    written = json.loads((CODEBOOKS / "codebook.schema.json").read_text(encoding="utf-8"))
    assert written == json_schema()


def test_the_schema_knows_and_describes_every_field_of_a_code():
    fields = json_schema()["$defs"]["CodeEntry"]["properties"]
    assert {"id", *(set(Code.__slots__) - {"code_id"})} == set(fields)
    assert all(field["description"] for field in fields.values())
