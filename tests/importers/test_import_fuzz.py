"""Damaged files: whatever was done to it, a file becomes a table or an InputError, and soon."""

import json
import os
import random
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.domain.codebook import Code, Codebook
from coder.domain.codebook_edits import Rename, Split, applied
from coder.domain.errors import InputError
from coder.exporters.codebook_yaml import add_code, revised
from coder.importers import delimited, jsonlines, spreadsheet
from coder.importers.base import ReadOptions, read_head
from coder.importers.codebook_yaml import read_codebook
from tests.importers import fuzz
from tests.importers.fuzz import Found, attempts, others
from tests.importers.mutations import FILES, check, mutated
from tests.patience import ends

T = TypeVar("T")
FORMATS = (spreadsheet, jsonlines, delimited)
MUTATIONS = 60
CODEBOOKS = sorted((Path(__file__).resolve().parents[2] / "codebooks" / "koppelkansen").glob("*.yaml"))


def outcome(action: Callable[[], T]) -> T | InputError:
    """Return what an action gives or the InputError it raises; every other exception fails the test."""
    with ends():
        try:
            return action()
        except InputError as error:
            return error


def read_with_all(path: Path) -> None:
    for module in FORMATS:
        outcome(lambda module=module: module.recognises(read_head(path), path))
        table = outcome(lambda module=module: module.read(path, ReadOptions()))
        if isinstance(table, InputError):
            assert str(path) in table.message
        else:
            check(table)


@pytest.fixture(scope="module")
def found() -> list[Found]:
    return list(attempts((name, number) for name in FILES for number in range(MUTATIONS)))


@pytest.mark.parametrize("name", FILES)
def test_mutations(found, name):
    """`python -m tests.importers.fuzz` makes two thousand of each."""
    of_it = [one for one in found if one.name == name]
    assert len(of_it) == MUTATIONS
    assert others(of_it) == []
    assert {one.what for one in of_it} == {"read", "refused"}


def break_down(name: str, number: int) -> tuple[bool, str]:
    if name == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if name == "MemoryError":
        bytearray(2**30)
    if name == "hang":
        signal.pause()
    return True, ""


def test_what_breaks_down_or_hangs_is_noticed(monkeypatch):
    monkeypatch.setattr(fuzz, "SECONDS", 2)
    names = ["crash", "read", "hang", "MemoryError", "read"]
    assert [one.what for one in attempts([(name, 0) for name in names], break_down)] == names


@pytest.mark.parametrize("path", CODEBOOKS, ids=lambda path: path.stem)
def test_mutations_of_codebooks(path):
    content, chance = path.read_bytes(), random.Random(path.stem)
    before = read_codebook(content.decode("utf-8"), "f")
    for _ in range(MUTATIONS):  # a codebook takes 20 ms
        text = mutated(content, chance).decode("utf-8", "replace")
        for edit in (
            lambda text: text,
            lambda text: add_code(text, Code("nieuw", "Nieuw")),
            lambda text: revised(text, before, applied(before, Rename("geen_antwoord", "Nieuw"))),
            lambda text: revised(text, before, applied(before, Split("geen_antwoord", ("Een", "Twee")))),
        ):
            result = outcome(lambda edit=edit, text=text: read_codebook(edit(text), "f"))
            assert not isinstance(result, InputError) or len(result.message.splitlines()) <= 11


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | st.text('"a\r\n,;\t|{}[]:1\0é', max_size=200).map(str.encode))
def test_any_bytes(tmp_path, content):
    path = tmp_path / "any"
    path.write_bytes(content)
    read_with_all(path)
    (tmp_path / "zip").write_bytes(b"PK\x03\x04" + content)
    read_with_all(tmp_path / "zip")


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(VALUES, max_size=4))
def test_any_json(tmp_path, values):
    path = tmp_path / "any"
    for text in ("\n".join(map(json.dumps, values)), json.dumps(values)):
        path.write_text(text)
        read_with_all(path)


@settings(max_examples=60)
@given(text=st.text("codes:-idlabe \n\t'\"[]{}&*!|>#~1é?%@\x07", max_size=80).map(lambda text: "codes:\n - " + text))
def test_any_yaml(text):
    before = outcome(lambda: read_codebook(text, "f"))
    after = outcome(lambda: read_codebook(add_code(text, Code("nieuw", "Nieuw")), "f"))
    if isinstance(before, Codebook) and isinstance(after, Codebook):
        assert after.codes[:-1] == before.codes
