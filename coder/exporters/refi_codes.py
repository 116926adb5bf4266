"""Codes and identifiers of REFI-QDA (QDA-XML 1.0), which its codebooks and its projects have in common.

A net is a code that holds others and is not codable itself. The description is the definition, and after it what
REFI-QDA has no place for: see `coder.domain.refi`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from coder.domain.codebook import Code, Codebook
from coder.domain.refi import COLORS, told
from coder.exporters.xml_writer import Xml

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:enquete-coder")


def guid(kind: str, *names: str) -> str:
    """Return the identifier of a thing, always the same for the same names (UUID version 5, RFC 9562)."""
    key = "\x1f".join((kind, *names)).encode("utf-8", "replace").decode()
    return str(uuid5(_NAMESPACE, key)).upper()


def code_guid(question_id: str, code_id: str) -> str:
    """Return the identifier of a code of a question."""
    return guid("code", question_id, code_id)


def write_codes(xml: Xml, question_id: str, codebook: Codebook, gone: Iterable[str] = ()) -> None:
    """Write the codes of a question, nets around what they hold.

    Parameters
    ----------
    gone : ids of codes that were given to answers and are not in the codebook any more.
    """
    below: dict[str | None, list[Code]] = {}
    for one in codebook.codes:
        below.setdefault(one.parent if one.parent in codebook.by_id else None, []).append(one)
    order = _in_nests(below)
    # Codes of one net need not stand together in a codebook.
    places = {} if order == [*codebook.codes] else {code.code_id: place for place, code in enumerate(codebook.codes)}
    waiting: list[Code | None] = [*reversed(below.get(None, ()))]
    while waiting:
        code = waiting.pop()
        if code is None:
            xml.end("Code")
            continue
        xml.begin(
            "Code",
            guid=code_guid(question_id, code.code_id),
            name=code.label,
            isCodable="false" if code.code_id in codebook.nets else "true",
            color=_hex(code.color),
        )
        xml.leaf("Description", told(code.definition, _facts(code, places)))
        waiting += [None, *reversed(below.get(code.code_id, ()))]
    for code_id in gone:
        with xml.element("Code", guid=code_guid(question_id, code_id), name=code_id, isCodable="true"):
            xml.leaf("Description", told("", {"id": code_id, "gone": True}))


def _in_nests(below: Mapping[str | None, list[Code]]) -> list[Code]:
    found: list[Code] = []
    waiting = below.get(None, [])[::-1]
    while waiting:
        found.append(waiting.pop())
        waiting += below.get(found[-1].code_id, [])[::-1]
    return found


def _hex(color: str | None) -> str | None:
    return color if color and color.startswith("#") else COLORS.get(color or "")


def _facts(code: Code, places: Mapping[str, int]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "id": code.code_id,
        "include": code.include,
        "exclude": code.exclude,
        "keywords": code.keywords,
        "examples": code.examples,
        "exclusive": code.exclusive,
        "color": code.color if code.color and not code.color.startswith("#") else None,
        "retired": code.retired,
        "replaced_by": code.replaced_by,
    }
    facts = {name: value for name, value in facts.items() if value}
    return facts | ({"place": places[code.code_id]} if places else {})
