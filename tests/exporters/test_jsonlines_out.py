import json
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.errors import UsageError
from coder.exporters import jsonlines
from coder.exporters.base import Sheet


def read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_bytes().decode().splitlines()]


def test_golden(tmp_path: Path):
    path = tmp_path / "uit.jsonl"
    row = ("één", 1, 0.5, True, None, date(2024, 5, 1), datetime(2024, 5, 1, 9), time(9), float("inf"))
    assert jsonlines.write(path, [Sheet("A", tuple("abcdefghi"), [row])]) == [path]
    assert path.read_text(encoding="utf-8") == (
        '{"a": "één", "b": 1, "c": 0.5, "d": true, "e": null, "f": "2024-05-01", "g": "2024-05-01T09:00:00", '
        '"h": "09:00:00", "i": null}\n'
    )


def test_formulas_and_awkward_texts_are_kept_to_the_letter(tmp_path: Path, formula: str, awkward: str):
    path = tmp_path / "uit.jsonl"
    jsonlines.write(path, [Sheet("A", ("t", "u"), [(formula, awkward)])])
    assert read(path) == [{"t": formula, "u": awkward}]


@given(text=st.text(st.characters(exclude_categories=()), max_size=30))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str):
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    jsonlines.write(path, [Sheet("A", ("t",), [(text,), ("na",)])])
    assert read(path) == [{"t": text}, {"t": "na"}]
    assert b"\x1b" not in path.read_bytes()


def test_two_columns_of_one_name_would_lose_one(tmp_path: Path):
    with pytest.raises(UsageError, match="leeftijd"):
        jsonlines.write(tmp_path / "uit.jsonl", [Sheet("A", ("leeftijd", "leeftijd"), [(1, 2)])])
    assert list(tmp_path.iterdir()) == []


def test_more_sheets_go_beside_the_first(tmp_path: Path):
    written = jsonlines.write(tmp_path / "uit.jsonl", [Sheet("A", ("a",), [(1,)]), Sheet("B", ("b",), [])])
    assert [path.name for path in written] == ["uit.jsonl", "uit-b.jsonl"]
    assert [read(path) for path in written] == [[{"a": 1}], []]
