"""JSON Lines and JSON arrays."""

from pathlib import Path

import pytest

from coder.domain.errors import InputError
from coder.importers import jsonlines
from coder.importers.base import ReadOptions


@pytest.fixture
def table_of(tmp_path):
    def read(content: str | bytes):
        path = tmp_path / "answers.jsonl"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        assert jsonlines.recognises(path.read_bytes()[:1000], path)
        return jsonlines.read(path, ReadOptions())

    return read


LINES = '{"id": 1, "t": "één"}\n\n{"id": 2, "weight": 0.5, "t": " "}\n{"t": "x\\r\\ny", "id": null, "ok": true}\n'


def test_columns_are_all_keys_in_order_of_appearance(table_of):
    table = table_of(LINES)
    assert table.columns == ("id", "t", "weight", "ok")
    assert table.rows == ((1, "één", None, None), (2, None, 0.5, None), (None, "x\ny", None, True))
    assert table.row_numbers == (1, 3, 4)
    assert table.details == {"encoding": "utf-8"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "windows-1252"])
def test_other_encodings(table_of, encoding):
    assert table_of(LINES.encode(encoding)).rows[0] == (1, "één", None, None)


def test_an_array_and_objects_over_more_lines(table_of):
    table = table_of('[\n  {"id": 1,\n   "t": "a"},\n  {"id": 2}\n]\n')
    assert (table.rows, table.row_numbers) == (((1, "a"), (2, None)), (2, 4))
    assert table_of('{\n "id": 1\n}\n{\n "id": 2\n}').row_numbers == (1, 4)


def test_long_numbers_stay_ids_to_the_digit(table_of):
    assert table_of('{"id": 12345678901234567890, "n": 9223372036854775807}').rows == (
        ("12345678901234567890", 9223372036854775807),
    )
    assert table_of('{"id": ' + "9" * 10_000 + "}").rows == (("9" * 10_000,),)


def test_half_an_emoji_can_be_stored(table_of):
    cell = table_of('{"a": "x \\ud83d", "b": "\\ud83d\\ude00"}').rows[0]
    assert cell == ("x \ufffd", "😀")
    str(cell).encode()


@pytest.mark.parametrize(
    "text",
    [
        '{"count": 2, "responses": [{"id": 1, "t": "een"}, {"id": 2, "t": null}], "next": null}',
        '{"columns": ["id", "t"], "index": [0, 1], "data": [[1, "een"], [2]]}',
        '[{"id": 1, "t": "een"}, {"id": 2}]',
    ],
)
def test_all_rows_in_one_object(table_of, text):
    table = table_of(text)
    assert (table.columns, table.rows) == (("id", "t"), ((1, "een"), (2, None)))


def test_objects_and_lists_in_a_row(table_of):
    table = table_of(
        '{"id": 1, "answers": {"q1": "een", "q2": {"text": "twee", "codes": ["a", 3, null, true]}}, "leeg": []}\n'
        '{"id": 2, "answers": {"q1": null, "q2": {}}}'
    )
    assert table.columns == ("id", "answers.q1", "answers.q2.text", "answers.q2.codes", "leeg")
    assert table.rows == ((1, "een", "twee", "a; 3; true", None), (2, None, None, None, None))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1}\n{"a": [{"b": 2}]}', "line 2: the value of a is not one value"),
        ('{"a": 1}\n{"a": [[1]]}', "line 2: the value of a is not one value"),
        ('{"a": [{"b": 1}], "c": [{"d": 1}]}', "line 1: the value of a is not one value"),
        ('{"a": 1}\n{"a": {"b": 2}, "a.b": 3}', "line 2: the key a.b occurs twice"),
        ('{"columns": ["a"], "data": [[1], [1, 2]]}', "row 2"),
        ('{"columns": ["a", "a"], "data": [[1, 2]]}', "the key a occurs twice"),
        ('{"a": ' * 60 + "1" + "}" * 60, "is not one value"),
        ('{"a": 1}\n{"a": 2,}\n', "line 2: this is not right as JSON"),
        ('{"a": 1}\n{"a": "x', "line 2: this is not right as JSON"),
        ('{"a": 1}\n[1]', "line 2: this is not an object"),
        ('{"a": 1}\n7', "line 2: this is not an object"),
        ('[{"a": 1},\n{"a": 2}', "line 2: this is not right as JSON"),
        ('[{"a": 1}\n{"a": 2}]', "line 2: this is not right as JSON"),
        ('[{"a": 1}]\nx', "line 1: this is not right as JSON"),
        ('{"a": NaN}', "line 1: NaN is not a value"),
        ('{"a": 1}\n{"a": -Infinity}', "line 2: -Infinity is not a value"),
        ('{"a": 1e999}', "line 1: there is a number that is too large"),
        ('{"a": 1, "a": 2}', "line 1: the key a occurs twice"),
        ('{"a": 1}\n{"a":' + "[" * 100_000, "line 2: the values are nested too deeply"),
        ("[{" + '"a":{' * 100_000, "line 1: the values are nested too deeply"),
        ("[]", "is empty"),
        ("{}\n{}", "is empty"),
        ('{"a": null}', "no rows"),
    ],
)
def test_what_is_refused(table_of, text, reason):
    with pytest.raises(InputError, match=rf"answers\.jsonl.*{reason}"):
        table_of(text)


@pytest.mark.parametrize("head", [b"id,answer\n", b"[Q1],[Q2]\n", b"{name},x\n", b"PK\x03\x04", b"a\n{"])
def test_other_files_are_left_to_others(head):
    assert not jsonlines.recognises(head, Path("answers.jsonl"))
