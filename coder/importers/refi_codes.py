"""Codes of REFI-QDA codebooks and projects, of whatever program they come from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from sys import intern
from typing import Any
from xml.etree.ElementTree import Element  # the type alone

from coder.domain.codebook import ID_PATTERN, Code, Codebook, slug
from coder.domain.errors import InputError
from coder.domain.refi import COLORS, untold
from coder.domain.texts import _
from coder.importers.base import MAX_CODES

_COLOR = re.compile(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")


@dataclass(frozen=True, slots=True)
class CodeItem:
    """A code as the file has it."""

    guid: str
    name: str
    color: str
    text: str
    """Its description, without what this program told there."""
    facts: Mapping[str, Any]
    parent: str = ""
    """The identifier of the code around it."""
    question: str = ""
    """The question it belongs to, where this program wrote the file; codes that stand for questions are left out."""


@lru_cache(1024)  # the same few codes and variables come back in each answer
def guid_of(text: str | None) -> str:
    """Return an identifier the way all are compared: programs write it with or without braces, in either case."""
    return intern((text or "").strip("{} \t\n").upper())


def code_items(path: Path, codebook: Element) -> list[CodeItem]:
    """Return the codes of a codebook, nets before what they hold.

    Raises
    ------
    InputError : there are more than any codebook has.
    """
    found: list[CodeItem] = []
    waiting = [(one, "", "") for one in reversed(codebook.findall("./Codes/Code"))]
    while waiting:
        element, parent, question = waiting.pop()
        if len(found) >= MAX_CODES:
            raise InputError(
                _("{file}: there are more than {limit} codes").format(file=path, limit=MAX_CODES),
                _("Check that this is the right file."),
            )
        text, facts = untold((element.findtext("Description") or "").strip())
        guid = guid_of(element.get("guid"))
        stands_for = facts.get("question")
        if isinstance(stands_for, str) and not parent:
            guid, question = "", stands_for
        else:
            name = " ".join((element.get("name") or "").split())
            found.append(CodeItem(guid, name, element.get("color") or "", text, facts, parent, question))
        waiting += [(one, guid, question) for one in reversed(element.findall("Code"))]
    return found


def codebook_of(items: Sequence[CodeItem]) -> tuple[Codebook, dict[str, str]]:
    """Return codes as a codebook, and the id of each by its identifier.

    Ids are those that this program told, or made from the names. Names that several codes have get the net's name
    behind them. Codes that this program marked as gone have an id, but are not in the codebook.
    """
    ids: dict[str, str] = {}
    names = {item.guid: item.name for item in items}
    taken, labels = set[str](), set[str]()
    codes: list[tuple[float, Code]] = []
    told = {one for item in items if isinstance(one := item.facts.get("id"), str)}
    for item in items:
        label = _label(item, names, labels)
        stated = item.facts.get("id")
        fits = isinstance(stated, str) and ID_PATTERN.fullmatch(stated) and stated not in taken
        code_id = str(stated) if fits else slug(label, taken | told)
        taken.add(code_id)
        ids[item.guid] = code_id
        if item.facts.get("gone") is True:
            continue
        labels.add(label.casefold())
        place = item.facts.get("place")
        at = place if isinstance(place, int) else float("inf")
        codes.append((at, _code(item, code_id, label, ids.get(item.parent))))
    codes.sort(key=lambda one: one[0])
    return Codebook(_checked([code for _place, code in codes])), ids


def _label(item: CodeItem, names: Mapping[str, str], taken: set[str]) -> str:
    name = item.name or _("Code")
    candidates = [name, *([f"{name} ({names[item.parent]})"] if names.get(item.parent) else [])]
    number = 1
    while candidates[0].casefold() in taken:
        if len(candidates) > 1:
            candidates.pop(0)
            continue
        number += 1
        candidates = [f"{name} ({number})"]
    return candidates[0]


def _code(item: CodeItem, code_id: str, label: str, parent: str | None) -> Code:
    facts = item.facts
    return Code(
        code_id=code_id,
        label=label,
        definition=item.text,
        include=_text(facts.get("include")),
        exclude=_text(facts.get("exclude")),
        keywords=_texts(facts.get("keywords")),
        examples=_texts(facts.get("examples")),
        parent=parent,
        exclusive=facts.get("exclusive") is True,
        color=_color(item),
        retired=facts.get("retired") is True or bool(_texts(facts.get("replaced_by"))),
        replaced_by=_texts(facts.get("replaced_by")),
    )


def _color(item: CodeItem) -> str | None:
    named = item.facts.get("color")
    shown = item.color if _COLOR.fullmatch(item.color) else None
    if isinstance(named, str) and re.fullmatch(r"[a-z_]+[0-9]{0,3}", named) and COLORS.get(named) == shown:
        return named  # another program may have given the code another colour since
    return "#" + "".join(2 * sign for sign in shown[1:]) if shown and len(shown) == len("#rgb") else shown


def _checked(codes: list[Code]) -> tuple[Code, ...]:
    """Return the codes; what replaces them is dropped where it is not there, or goes round in a circle."""
    known = {code.code_id for code in codes}
    whole = all(set(code.replaced_by) <= known for code in codes)
    try:
        TopologicalSorter({code.code_id: code.replaced_by for code in codes}).prepare()
    except CycleError:
        whole = False
    return tuple(codes) if whole else tuple(replace(code, replaced_by=()) for code in codes)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str) and one) if isinstance(value, list) else ()
