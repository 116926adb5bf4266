"""`coder fetch`, against a server on this computer that speaks as LimeSurvey's RemoteControl does (JSON-RPC)."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner, Result

pytest.importorskip("citric", reason="citric is not installed")

from coder.cli import cli
from coder.domain.errors import UsageError
from coder.importers import limesurvey_remote
from coder.importers.base import ReadOptions
from coder.importers.limesurvey_remote import address
from coder.workflows.columns import value_of
from coder.workflows.reading import read_table

EXPORT = Path(__file__).resolve().parents[1] / "data" / "exports" / "limesurvey" / "results-survey123456.csv"
USER, PASSWORD, KEY = "anna", "geheim woord", "k3y"


def question(qid: int, title: str, kind: str, text: str, parent: int = 0, other: str = "N") -> dict[str, object]:
    return {
        "id": qid, "qid": qid, "parent_qid": parent, "sid": 123456, "title": title, "type": kind, "question": text,
        "other": other, "question_order": qid, "scale_id": 0, "language": "nl",
    }  # fmt: skip


def labels(**told: str) -> dict[str, dict[str, object]]:
    return {code: {"answer": text, "order": n, "assessment_value": 0} for n, (code, text) in enumerate(told.items())}


QUESTIONS = [
    question(1, "V1", "L", "<p>Wat is uw rol?</p>", other="Y"),
    question(2, "V2", "T", "Waar bent u <b>trots</b> op & blij mee?"),
    question(3, "V3", "M", "Welk vervoer gebruikt u?", other="Y"),
    question(11, "SQ001", "T", "De trein", parent=3),
    question(12, "SQ002", "T", "De fiets", parent=3),
    question(4, "V4", "F", "Hoe tevreden bent u over"),
    question(13, "SQ001", "T", "uw team", parent=4),
]
OPTIONS = {
    1: {"answeroptions": labels(A1="Adviseur", A2="Leidinggevende"), "answeroptions_multiscale": "No answer options"},
    4: {"answeroptions_multiscale": {"0": labels(A1="Ontevreden", A2="Tevreden")}},
}


class Server(BaseHTTPRequestHandler):
    """One call of RemoteControl for each request; `spoken` keeps them."""

    spoken: ClassVar[list[tuple[str, str]]] = []
    answer: ClassVar[str] = "limesurvey"

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Server.spoken.append((self.path, call["method"]))
        if Server.answer == "redirect":
            self.send_response(307)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
            return
        found = {"limesurvey": self.result, "web page": lambda *_call: None}[Server.answer](
            call["method"], call["params"]
        )
        body = json.dumps({"id": call["id"], "result": found, "error": None}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"<html>" if Server.answer == "web page" else body)

    def result(self, method: str, given: list[object]) -> object:
        if method == "get_session_key":
            return KEY if given[:2] == [USER, PASSWORD] else {"status": "Invalid user name or password"}
        if given[0] != KEY:
            return {"status": "Invalid session key"}
        if method == "release_session_key":
            return "OK"
        if method == "get_question_properties":
            return OPTIONS[given[1]]
        if given[1] != 123456:
            return {"status": "Error: Invalid survey ID"}
        return {
            "get_survey_properties": {"language": "nl"},
            "list_questions": QUESTIONS,
            "export_responses": base64.b64encode(EXPORT.read_bytes()).decode(),
        }[method]


@pytest.fixture
def url() -> Iterator[str]:
    """The address of a server that runs in a thread."""
    Server.spoken, Server.answer = [], "limesurvey"
    server = HTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def fetch(url: str, file: Path, *more: str, survey: int = 123456, password: str = PASSWORD) -> Result:
    known = {"CODER_LIMESURVEY_USER": USER, "CODER_LIMESURVEY_PASSWORD": password, "NO_PROXY": "127.0.0.1"}
    args = ["--lang", "en", *more, "fetch", "limesurvey", "--url", url, "--survey", str(survey), "-o", str(file)]
    return CliRunner(env=known).invoke(cli, args)


def test_responses_and_structure_come_as_files_that_are_read(url, tmp_path):
    file = tmp_path / "antwoorden.csv"
    result = fetch(url, file)
    assert result.exit_code == 0, result.output
    assert f"coder ingest {file}" in result.stderr
    assert file.read_bytes() == EXPORT.read_bytes()
    table = read_table(file, ReadOptions())
    assert table.source == "LimeSurvey"
    assert table.variable("V2").text == "Waar bent u trots op & blij mee?"
    assert table.variable("V2").role == "open"
    assert value_of(table, table.rows[0], table.columns.index("V1")) == "Adviseur"
    assert value_of(table, table.rows[0], table.columns.index("V4[SQ001]")) == "Tevreden"
    assert table.variable("V3[SQ002]").text == "Welk vervoer gebruikt u? [De fiets]"
    assert [one.name for one in table.sets] == ["V3"]


def test_the_connection_goes_to_the_interface_and_is_closed(url, tmp_path):
    fetch(url, tmp_path / "a.csv")
    assert {path for path, _method in Server.spoken} == {"/index.php/admin/remotecontrol"}
    methods = [method for _path, method in Server.spoken]
    assert (methods[0], methods[-1]) == ("get_session_key", "release_session_key")
    assert methods.count("get_question_properties") == len(OPTIONS)


def test_as_json(url, tmp_path):
    found = json.loads(fetch(url, tmp_path / "a.csv", "--json").stdout)
    assert found["responses"] == str(tmp_path / "a.csv")
    assert found["structure"] == str(tmp_path / "a.lss")


@pytest.mark.parametrize(
    ("more", "reason"),
    [({"password": "fout"}, "Invalid user name or password"), ({"survey": 7}, "Invalid survey ID")],
)
def test_a_server_that_refuses_is_quoted(url, tmp_path, more, reason):
    result = fetch(url, tmp_path / "a.csv", **more)
    assert result.exit_code == 3
    assert reason in result.stderr
    assert PASSWORD not in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("answer", ["web page", "redirect"])
def test_a_server_that_is_no_limesurvey(url, tmp_path, answer):
    Server.answer = answer
    result = fetch(url, tmp_path / "a.csv")
    assert result.exit_code == 3
    assert "127.0.0.1" in result.stderr
    assert list(tmp_path.iterdir()) == []
    assert len(Server.spoken) == 1


def test_an_answer_without_end_is_cut_off(url, tmp_path, monkeypatch):
    monkeypatch.setattr(limesurvey_remote, "MAX_ANSWER_BYTES", 100)
    result = fetch(url, tmp_path / "a.csv")
    assert result.exit_code == 3
    assert "too large" in result.stderr


def test_nobody_there(tmp_path):
    result = fetch("http://127.0.0.1:9", tmp_path / "a.csv")
    assert result.exit_code == 3
    assert "127.0.0.1:9 cannot be reached" in result.stderr


def test_name_and_password_come_from_the_environment_alone(url, tmp_path):
    result = fetch(url, tmp_path / "a.csv", password="")
    assert result.exit_code == 2
    assert "CODER_LIMESURVEY_PASSWORD" in result.stderr
    assert Server.spoken == []


def test_without_the_library(url, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "citric", None)
    result = fetch(url, tmp_path / "a.csv")
    assert result.exit_code == 5
    assert "enquete-coder[limesurvey]" in result.stderr


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://x.nl", "https://x.nl/index.php/admin/remotecontrol"),
        ("https://x.nl/enquete/", "https://x.nl/enquete/index.php/admin/remotecontrol"),
        ("https://x.nl/index.php", "https://x.nl/index.php/admin/remotecontrol"),
        ("https://x.nl/admin/remotecontrol", "https://x.nl/admin/remotecontrol"),
        ("https://x.nl/index.php?r=admin/remotecontrol", "https://x.nl/index.php?r=admin/remotecontrol"),
        ("http://localhost:8080/", "http://localhost:8080/index.php/admin/remotecontrol"),
    ],
)
def test_the_address_of_the_interface(url, found):
    assert address(url) == found


@pytest.mark.parametrize(
    "url", ["x.nl", "http://x.nl", "https://anna:geheim@x.nl", "ftp://x.nl", "https://", "https://[x"]
)
def test_addresses_that_are_none_or_not_safe(url):
    with pytest.raises(UsageError) as raised:
        address(url)
    assert "geheim" not in raised.value.sentences
