"""The Dutch catalogue is complete, and its check can fail."""

from __future__ import annotations

from pathlib import Path

import messages
import pytest
from babel.messages.catalog import Message


def test_the_catalogue_is_complete() -> None:
    assert messages.mistakes() == [], "run: python -m tests.messages --update, and translate what is empty"


@pytest.mark.parametrize(
    ("message", "mistake"),
    [
        (Message("{n} rows", ""), "not translated"),
        (Message("{n} rows", "{m} rijen"), "other fields"),
        (Message("{n} rows", "rijen"), "other fields"),
        (Message("%(prog)s is here", "dit is er"), "other fields"),
        (Message(("{n} row", "{n} rows"), ("{n} rij", "")), "not translated"),
        (Message(("{n} row", "{n} rows"), ("{n} rij", "rijen")), "other fields"),
    ],
)
def test_a_wrong_translation_is_found(message: Message, mistake: str) -> None:
    assert messages.wrong_translation(message)[0].startswith(mistake)


def test_one_may_be_counted_in_words() -> None:
    assert messages.wrong_translation(Message(("{n} row", "{n} rows"), ("{n} rij", "{n} rijen"))) == []
    assert messages.wrong_translation(Message(("Takes {a}", "Takes {a}, {b}"), ("Wil {a}", "Wil {a}, {b}"))) == []


def test_an_update_keeps_translations_and_drops_what_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = messages.PO.read_text(encoding="utf-8")
    po = tmp_path / "nl" / "coder.po"
    po.parent.mkdir()
    po.write_text(before + '\nmsgid "gone from the code"\nmsgstr "weg"\n', encoding="utf-8")
    monkeypatch.setattr(messages, "PO", po)
    monkeypatch.setattr(messages, "MO", po.with_suffix(".mo"))
    assert any("gone from the code" in line for line in messages.mistakes())
    messages.update()
    assert po.read_text(encoding="utf-8") == before
    assert messages.mistakes() == []
