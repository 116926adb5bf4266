"""The project in a web browser: Datasette on the views with readable names, for this computer and this person only."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from coder.domain.errors import MissingError, UsageError
from coder.domain.texts import _
from coder.store.readable import SHOWN
from coder.workflows.project import open_project

HOST = "127.0.0.1"
START_SECONDS = 60
"""How long Datasette may take to start on a slow disk."""
INSTALL = "pip install 'enquete-coder[datasette]'"
SETTINGS = {
    # The file as a whole would be a way around what is hidden.
    "allow_download": "off",
    "suggest_facets": "off",
    "default_page_size": "100",
    "sql_time_limit_ms": "10000",
}


def metadata(path: Path) -> dict[str, Any]:
    """Return what Datasette shows of the project and what it keeps to itself, in the language in use.

    Only the readable views are shown: no versions that no longer count, no originals, no caches; and no SQL of one's
    own, which would reach them all the same.

    Raises
    ------
    ProjectError : the project file cannot be used.
    """
    with open_project(path) as project:
        names = project.db.table_names() + project.db.view_names()
    shown: dict[str, Any] = _descriptions()
    hidden = {name: {"allow": False} for name in names if name not in shown}
    return {
        "title": _("coder: {project}").format(project=path.stem),
        "description": _(
            "What respondents answered, and how it was coded. Only to be read; changes are made with coder."
        ),
        "allow": {"id": "root"},
        "databases": {path.stem: {"allow_sql": False, "tables": shown | hidden}, "_internal": {"allow": False}},
    }


@contextmanager
def served(path: Path, port: int | None = None) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start Datasette on the project, read-only; yield the address with the key to it, and the process.

    Parameters
    ----------
    port : None for one that is free.

    Raises
    ------
    MissingError : Datasette is not installed.
    ProjectError : the project file cannot be used.
    UsageError : it does not start, because the port is taken for instance.
    """
    if find_spec("datasette") is None:
        raise MissingError(
            _("Datasette is not installed"),
            _("Install it: {command}").format(command="pip install 'enquete-coder[datasette]'"),
        )
    about = metadata(path)
    with TemporaryDirectory(prefix="coder-") as folder:
        described, errors = Path(folder) / "metadata.json", Path(folder) / "errors.txt"
        described.write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        port = _free_port(port or 0)
        command = [
            sys.executable,
            "-m",
            "datasette",
            str(path.resolve()),
            "--host",
            HOST,
            "--port",
            str(port),
            "--root",
        ]
        command += ["--metadata", str(described), *(w for pair in SETTINGS.items() for w in ("--setting", *pair))]
        with errors.open("w", encoding="utf-8") as told:
            # A session of its own: Ctrl-C is for coder, which ends it in good order.
            process = subprocess.Popen(  # noqa: S603 - our own command
                command, stdout=subprocess.PIPE, stderr=told, text=True, start_new_session=True
            )
        try:
            yield _address(process, port, errors), process
        finally:
            process.terminate()
            process.wait()
            if process.stdout:
                process.stdout.close()


def _address(process: subprocess.Popen[str], port: int, errors: Path) -> str:
    """Return the address that Datasette prints, with a key that works once, when it answers."""
    line = process.stdout.readline().strip() if process.stdout else ""
    end = time.monotonic() + START_SECONDS
    while line and process.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return line
        time.sleep(0.05)
    reason = next((text for text in reversed(errors.read_text(encoding="utf-8").splitlines()) if text.strip()), "")
    raise UsageError(
        _("Datasette did not start: {reason}").format(reason=reason.strip() or _("it gave no reason")),
        _("Choose another port with --port."),
    )


def _free_port(wanted: int) -> int:
    """Return the port, or for 0 one that is free."""
    with socket.socket() as one:
        try:
            one.bind((HOST, wanted))
        except OSError as error:  # somebody else would answer there, and get the key
            raise UsageError(
                _("Another program uses port {port}").format(port=wanted), _("Choose another port with --port.")
            ) from error
        return int(one.getsockname()[1])


def _descriptions() -> dict[str, dict[str, Any]]:
    columns = {
        "question": _("key of the question"),
        "question_text": _("the question as respondents saw it"),
        "round": _("round (wave)"),
        "respondent": _("id of the respondent"),
        "answer": _("what the respondent wrote"),
        "codes": _("labels of the codes, with semicolons between them"),
        "status": _("coded, skipped, flagged, or not coded"),
        "coder": _("who decided"),
        "source": _("human, import, group, reconciled; or machine"),
        "decided_at": _("when, in UTC"),
        "quote": _("1 if it is marked as a quote"),
        "memo": _("remark of the coder"),
        "code": _("id of the code"),
        "label": _("name of the code"),
        "net": _("the net that the code belongs to"),
        "counts": _("1 if this is the decision that tables use"),
        "codebook_version": _("version of the codebook that the coder saw"),
        "definition": _("what the code means"),
        "include": _("what belongs to it"),
        "exclude": _("what does not"),
        "exclusive": _("1 for a code that stands alone"),
        "retired": _("1 for a code that is no longer given"),
        "weight": _("weight"),
        "variable": _("closed variable"),
        "value": _("its value"),
    }
    views = {
        "coded_answers": (
            _("Answers with their codes"),
            _("One row an answer, with the decision that counts: reconciled first, then people, then the machine."),
            *("question", "question_text", "round", "respondent", "answer", "codes", "status", "coder", "source"),
            *("decided_at", "quote", "memo"),
        ),
        "given_codes": (
            _("Codes that were given"),
            _("One row for each code that a coder gave an answer."),
            *("question", "round", "respondent", "coder", "source", "counts", "code", "label", "net", "decided_at"),
        ),
        "decisions": (
            _("Decisions of all coders"),
            _("What each coder decided last about each answer."),
            *("question", "round", "respondent", "coder", "source", "status", "counts", "decided_at", "quote", "memo"),
            "codebook_version",
        ),
        "codebook": (
            _("Codebook"),
            _("The codes of every question as they are now."),
            *("question", "code", "label", "net", "definition", "include", "exclude", "exclusive", "retired"),
        ),
        "people": (_("Respondents"), _("Who took part, and their weight."), "round", "respondent", "weight"),
        "closed_answers": (
            _("Closed variables"),
            _("One row for each closed variable of each respondent."),
            *("round", "respondent", "variable", "question_text", "value"),
        ),
    }
    return {
        name: {"title": title, "description": about, "columns": {column: columns[column] for column in shown}}
        for name, (title, about, *shown) in views.items()
        if name in SHOWN
    }
