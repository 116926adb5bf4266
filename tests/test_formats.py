"""What every format carries, proven, and the table of `coder help formats` that follows from it.

RENEW_FORMATS=1 pytest tests/test_formats.py writes the table anew after a format learnt to carry something.
"""

from __future__ import annotations

import os
import re
from importlib import import_module
from pathlib import Path

import pytest

from coder import plugins
from coder.domain.formats import Carries
from coder.domain.texts import LANGUAGES, language, use_language
from tests.formats.frame import CLOSED, WRITTEN, In, Out, sample_project

FOLDER = Path(__file__).parent / "formats"
GUIDES = Path(__file__).resolve().parents[1] / "coder" / "help"
MODULES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "frame")
PROOFS: list[In | Out] = [proof for name in MODULES for proof in import_module(f"tests.formats.{name}").PROOFS]
OUT = [proof for proof in PROOFS if isinstance(proof, Out)]
TABLES = re.compile(r"^    (?:Read|Lezen) .*?(?=\n\n\*\*)", re.DOTALL | re.MULTILINE)
NAME_WIDTH, COLUMN_WIDTH = 13, 4
KINDS: dict[str, tuple[plugins.Kind, ...]] = {"in": ("sources", "importers"), "out": ("exporters",)}


@pytest.fixture(autouse=True)
def _language():
    before = language()
    use_language("en")
    yield
    use_language(before)


def formats(direction: str) -> dict[str, frozenset[Carries]]:
    """Return what the modules of this direction say that they carry, by name."""
    return {name: plugins.load(kind, name).CARRIES for kind in KINDS[direction] for name in plugins.OURS[kind]}


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: f"{proof.direction}-{proof.name}")
def test_a_format_carries_what_it_says(proof: In | Out, tmp_path: Path):
    found, expected = proof.found(tmp_path)
    for feature, wanted in expected.items():
        assert wanted, feature
        assert found[feature] == wanted, feature
    assert formats(proof.direction)[proof.name] == set(expected)


@pytest.mark.parametrize("direction", KINDS)
def test_every_format_is_proven(direction: str):
    proven = [proof.name for proof in PROOFS if proof.direction == direction]
    assert sorted(proven) == sorted(formats(direction)), "add a proof in tests/formats"


def content(proof: Out, db: Path, folder: Path, **options: bool) -> str:
    """Return all that is in the files of a format."""
    folder.mkdir()
    files = [file for files in proof.written(db, folder, **options).values() for file in files]
    return "\n".join(proof.content(file).decode("utf-8", "replace") for file in files)


@pytest.mark.parametrize("proof", OUT, ids=lambda proof: proof.name)
def test_without_texts_nothing_that_somebody_wrote_goes_out(proof: Out, tmp_path: Path):
    db, carried = sample_project(tmp_path), formats("out")[proof.name]
    all_of_it = content(proof, db, tmp_path / "all")
    codes_only = content(proof, db, tmp_path / "codes", with_texts=False)
    with_variables = content(proof, db, tmp_path / "variables", with_texts=False, keep_variables=True)
    # What is looked for is found where it may be.
    assert (WRITTEN[0] in all_of_it) == (Carries.ANSWERS in carried)
    assert (CLOSED[0] in all_of_it) == (CLOSED[0] in with_variables) == (Carries.VARIABLES in carried)
    assert [word for word in (*WRITTEN, *CLOSED) if word in codes_only] == []
    assert [word for word in WRITTEN if word in with_variables] == []
    assert "r1" in codes_only or Carries.CODES not in carried


def shown(lang: str) -> str:
    """Return the tables in a language: a mark for each feature that is proven."""
    use_language(lang)
    titles = {"in": {"en": "Read", "nl": "Lezen"}, "out": {"en": "Written", "nl": "Schrijven"}}
    lines = []
    for direction, words in titles.items():
        lines += ["", "    " + words[lang].ljust(NAME_WIDTH) + "".join(f.short.ljust(COLUMN_WIDTH) for f in Carries)]
        for name, carried in formats(direction).items():
            marks = "".join(("x" if f in carried else "·").ljust(COLUMN_WIDTH) for f in Carries)
            lines.append("    " + name.ljust(NAME_WIDTH) + marks.rstrip())
    return "\n".join(line.rstrip() for line in lines[1:])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guide_shows_what_is_proven(lang: str):
    guide = GUIDES / lang / "formats.md"
    text = guide.read_text(encoding="utf-8")
    table = shown(lang)
    if os.environ.get("RENEW_FORMATS"):
        guide.write_text(TABLES.sub(lambda _found: table, text), encoding="utf-8")
        text = guide.read_text(encoding="utf-8")
    assert TABLES.search(text)
    assert TABLES.search(text)[0] == table, "RENEW_FORMATS=1 pytest tests/test_formats.py writes the table anew"
    assert max(map(len, table.splitlines())) <= 80
