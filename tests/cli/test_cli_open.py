"""`coder open`: the project in a web browser, and what stays hidden."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from coder.domain.texts import LANGUAGES
from coder.store.readable import SHOWN

pytest.importorskip("datasette")


@pytest.fixture
def address(coded) -> Iterator[str]:
    """The address that `coder open` says, of a process that runs."""
    command = [sys.executable, "-m", "coder", "--db", str(coded.db), "--lang", "en", "open", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process.stdout.readline().strip()
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Closed." in err


def test_the_project_is_read_by_who_has_the_key(address, coded):
    base = address.split("/-/")[0]
    assert base.startswith("http://127.0.0.1:")
    stranger, person = build_opener(), build_opener(HTTPCookieProcessor(CookieJar()))
    before = coded.db.read_bytes()

    def status(url: str, who=person) -> int:
        try:
            with who.open(base + url, timeout=30) as page:
                return page.status
        except HTTPError as error:
            return error.code

    assert status("/", stranger) == status("/coder/coded_answers", stranger) == 403
    with person.open(address, timeout=30) as page:
        front = page.read().decode()
    assert "Answers with their codes" in front or status("/coder") == 200
    with person.open(f"{base}/coder.json", timeout=30) as page:
        shown = json.load(page)
    assert {one["name"] for one in (*shown["tables"], *shown["views"])} == set(SHOWN)
    with person.open(f"{base}/coder/coded_answers.json?_shape=objects&respondent=r4&question=goed", timeout=30) as page:
        (row,) = json.load(page)["rows"]
    assert (row["answer"], row["codes"]) == ("Rapporten en bijeenkomsten", "Bijeenkomsten; Rapporten")
    for hidden in ("answers", "originals", "words", "current_answers", "code_aliases", "actions"):
        assert status(f"/coder/{hidden}") == 403, hidden
    # No SQL of one's own, no file as a whole, nothing about what is hidden.
    assert status("/coder.json?sql=select+text+from+answers") == 403
    assert status("/coder.db") == 403
    assert status("/_internal") in (403, 404)
    assert coded.db.read_bytes() == before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_shown_is_described_in_both_languages(coded, lang):
    about = json.loads(coded.run("--json", "--lang", lang, "open").stdout)
    tables = about["databases"]["coder"]["tables"]
    assert {name for name, one in tables.items() if one.get("allow") is not False} == set(SHOWN)
    assert (
        tables["coded_answers"]["title"] == {"en": "Answers with their codes", "nl": "Antwoorden met hun codes"}[lang]
    )

    with sqlite3.connect(coded.db) as db:
        for name in SHOWN:
            columns = {row[1] for row in db.execute(f"PRAGMA table_info({name})")}
            assert set(tables[name]["columns"]) <= columns
            assert columns - set(tables[name]["columns"]) <= {"coding_id"}


def test_without_datasette_it_says_what_to_install(coded, monkeypatch):
    monkeypatch.setattr("coder.workflows.browse.find_spec", lambda _name: None)
    assert "pip install 'enquete-coder[datasette]'" in coded.run("open", "--no-browser", exit_code=5).stderr


def test_a_port_that_is_taken(coded):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"port {port}" in coded.run("open", "--no-browser", "--port", port, exit_code=2).stderr


def test_no_project(work):
    work.run("open", "--no-browser", exit_code=4)
