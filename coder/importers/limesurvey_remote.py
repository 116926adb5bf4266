"""A LimeSurvey server, over its RemoteControl interface (JSON-RPC): responses, and the structure of a survey.

This opens a network connection; `coder fetch` alone calls it. The library that speaks the protocol is citric.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # written here, never parsed

from coder.domain.errors import InputError, MissingError, UsageError
from coder.domain.texts import N_, _
from coder.importers.base import MAX_FILE_BYTES, shown

if TYPE_CHECKING:
    from citric import Client
    from requests import Session

TIMEOUT_SECONDS = 60
"""To connect, and between two pieces of an answer: a server may think about 100,000 responses for a while."""

MAX_ANSWER_BYTES = 2 * MAX_FILE_BYTES
"""Of one answer of the server; it writes a file in base64, which is a third longer."""

_INTERFACE = "index.php/admin/remotecontrol"
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_WITH_OPTIONS = "LOFHR1!"
"""Types of questions whose answers have labels of their own."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave of one survey, as the content of files."""

    responses: bytes
    """CSV with codes as headers and as answers."""
    structure: bytes
    """A structure file (.lss) with the questions and answer labels only: to read beside the responses."""


def address(url: str) -> str:
    """Return the address of the RemoteControl interface of a server: the part that is always the same is put behind.

    Raises
    ------
    UsageError : no address, one that holds a password, or one over which a password would travel readable.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise UsageError(
            _("{url} is not the address of a LimeSurvey server").format(url=shown(url)),
            _("Give it as https://survey.example.org"),
        )
    if parts.username or parts.password:
        raise UsageError(
            _("No name or password in the address"), _("Set CODER_LIMESURVEY_USER and CODER_LIMESURVEY_PASSWORD.")
        )
    if parts.scheme == "http" and host not in _LOCAL:
        raise UsageError(_("Over http others can read the password"), _("Use https://."))
    path = parts.path.rstrip("/")
    if "remotecontrol" not in path + parts.query:
        path = path.removesuffix("/index.php") + "/" + _INTERFACE
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def fetch(url: str, survey: int, user: str, password: str) -> Fetched:
    """Ask a server for the responses to a survey, and for its questions and answer labels.

    Raises
    ------
    InputError : the server cannot be reached, refuses, or says something else than LimeSurvey does.
    MissingError : citric is not installed.
    UsageError : see `address`.
    """
    where = address(url)
    with _client(where, user, password) as client:
        language = str(client.get_survey_properties(survey, ["language"]).get("language") or "en")
        questions = client.list_questions(survey, None, language)
        options = {
            str(question["qid"]): client.get_question_properties(
                int(question["qid"]), settings=["answeroptions", "answeroptions_multiscale"], language=language
            )
            for question in questions
            if str(question["type"]) in _WITH_OPTIONS and str(question["parent_qid"]) == "0"
        }
        responses = client.export_responses(survey, file_format="csv", language=language)
    return Fetched(responses, _structure(language, questions, options))


@contextmanager
def _client(where: str, user: str, password: str) -> Iterator[Client]:
    try:
        from citric import Client
        from citric.exceptions import LimeSurveyError, ResponseMismatchError
        from requests import RequestException
    except ImportError:
        raise MissingError(
            _("To fetch from LimeSurvey the library citric is needed"),
            _("Install it: pip install 'enquete-coder[limesurvey]'."),
        ) from None
    host = urlsplit(where).netloc
    try:
        with Client(where, user, password, requests_session=_session()) as client:
            yield client
    except LimeSurveyError as error:
        raise InputError(
            _("{host} refused: {reason}").format(host=host, reason=shown(str(error))),
            _("Check name, password and survey number; an administrator switches the interface (JSON-RPC) on."),
        ) from None
    except RequestException as error:
        raise InputError(
            _("{host} cannot be reached: {reason}").format(host=host, reason=_reason(error)),
            _("Check the address and the connection."),
        ) from None
    except (ResponseMismatchError, KeyError, TypeError, ValueError, AttributeError):
        raise InputError(
            _("{host} does not answer as LimeSurvey does").format(host=host), _("Check the address.")
        ) from None


def _reason(error: Exception) -> str:
    known = {
        "TooManyRedirects": N_("it sends on to another address"),
        "ConnectionError": N_("nobody answers there"),
        "SSLError": N_("its certificate is not to be trusted"),
        "ConnectTimeout": N_("no answer in time"),
        "ReadTimeout": N_("no answer in time"),
    }
    return _(known.get(type(error).__name__, "")) or shown(str(error))


def _session() -> Session:
    """Return a session that waits for a time only, takes no endless answer, and goes to no other address."""
    from requests import PreparedRequest, RequestException, Response, Session
    from requests.adapters import HTTPAdapter

    class Adapter(HTTPAdapter):
        def send(self, request: PreparedRequest, *rest: Any, **more: Any) -> Response:  # noqa: ANN401 - as it has it
            more["timeout"] = TIMEOUT_SECONDS
            response = super().send(request, *rest, **(more | {"stream": True}))
            body = bytearray()
            for piece in response.iter_content(2**20):
                body += piece
                if len(body) > MAX_ANSWER_BYTES:
                    raise RequestException(_("the answer is too large"), response=response)
            response._content = bytes(body)
            return response

    session = Session()
    session.max_redirects = 0  # a password is not sent on
    session.mount("https://", Adapter())
    session.mount("http://", Adapter())
    return session


def _structure(
    language: str, questions: Sequence[Mapping[str, Any]], options: Mapping[str, Mapping[str, Any]]
) -> bytes:
    root = Element("document")
    SubElement(root, "LimeSurveyDocType").text = "Survey"
    _table(root, "surveys", [{"language": language}])
    names = ("qid", "parent_qid", "type", "title", "question", "other", "question_order", "scale_id")
    _table(root, "questions", [{name: question.get(name, "") for name in names} for question in questions])
    _table(root, "answers", [row for qid, told in options.items() for row in _labels(qid, told)])
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _labels(qid: str, told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the answer labels of a question; without any, the server gives a sentence instead of a table."""
    scales = told.get("answeroptions_multiscale")
    if not isinstance(scales, Mapping):
        scales = {"0": told.get("answeroptions")}
    for scale, labels in scales.items():
        for code, label in labels.items() if isinstance(labels, Mapping) else ():
            yield {
                "qid": qid,
                "code": code,
                "answer": label["answer"],
                "sortorder": label.get("order", 0),
                "scale_id": scale,
            }


def _table(root: Element, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    table = SubElement(SubElement(root, name), "rows")
    for row in rows:
        element = SubElement(table, "row")
        for column, value in row.items():
            SubElement(element, column).text = "".join(sign for sign in str(value) if sign in "\t\n" or sign >= " ")
