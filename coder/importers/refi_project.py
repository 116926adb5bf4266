"""What a REFI-QDA project holds, as it stands in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from math import isfinite
from pathlib import Path
from sys import intern
from typing import Any
from xml.etree.ElementTree import Element  # the type alone

from coder.domain.refi import untold
from coder.domain.survey import Cell
from coder.importers.base import clean_text, shown
from coder.importers.refi_archive import Archive, opened
from coder.importers.refi_codes import CodeItem, code_items, guid_of
from coder.importers.refi_texts import Selection, located

FORMAT = "qdpx"

LONGEST_NUMBER = 300  # digits; longer ones are texts


@dataclass(slots=True)
class Part:
    """What one person said of one part of a text: its codes, and a memo."""

    user: str
    codes: list[str]
    """Identifiers of codes."""
    date: str
    memo: str
    notes: list[str]
    """Identifiers of notes."""
    span: tuple[int, int] | None = None
    """The part by its characters; None for the text as a whole."""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Text:
    """A text source."""

    guid: str
    name: str
    text: str
    """Empty where the file does not hold it."""
    parts: list[Part]
    values: dict[str, Cell]


@dataclass(slots=True)
class Case:
    """A case: what is known of it, and its sources."""

    guid: str
    name: str
    values: dict[str, Cell]
    sources: list[str]
    missing: dict[str, str] = field(default_factory=dict)
    """By the name of a variable: the value that stands for no answer."""


@dataclass(frozen=True, slots=True)
class Column:
    """A variable."""

    name: str
    text: str
    type: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Members:
    """A set of sources."""

    name: str
    text: str
    facts: Mapping[str, Any]
    sources: frozenset[str]


@dataclass(slots=True)
class RefiProject:
    """A project. Identifiers are in capitals, without braces."""

    path: Path
    origin: str = ""
    users: dict[str, str] = field(default_factory=dict)
    codes: list[CodeItem] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    sets: list[Members] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    others: int = 0
    """Sources that are no text."""
    links: int = 0


def read_project(path: Path) -> RefiProject:
    """Read a .qdpx file.

    Raises
    ------
    InputError : see `coder.importers.refi_archive`.
    """
    project = RefiProject(path)
    with opened(path) as archive:
        for section, element in archive.things():
            if section == "CodeBook":
                project.codes = code_items(path, element)
            else:
                _take(project, archive, section, element)
    for text in project.texts:
        for part in text.parts:
            memos = [part.memo, *(project.notes.get(one, "") for one in dict.fromkeys(part.notes))]
            part.memo = "\n".join(memo for memo in memos if memo)
    return project


def _take(project: RefiProject, archive: Archive, section: str, element: Element) -> None:
    guid = guid_of(element.get("guid"))
    name = (element.get("name") or "").strip()
    text, facts = untold((element.findtext("Description") or "").strip())
    if section == "Project":
        project.origin = shown(element.get("origin") or "")
    elif section == "Users":
        project.users[guid] = name or (element.get("id") or "").strip() or guid
    elif section == "Variables":
        stated = facts.get("name")
        name = stated if isinstance(stated, str) else name
        project.columns[guid] = Column(name, text, element.get("typeOfVariable") or "", facts)
    elif section == "Cases":
        sources = [guid_of(one.get("targetGUID")) for one in element.iterfind("SourceRef")]
        told = facts.get("missing")
        given = told.items() if isinstance(told, dict) else ()
        missing = {name: value for name, value in given if isinstance(value, str)}
        project.cases.append(Case(guid, name or guid, _values(element), sources, missing))
    elif section == "Sources" and element.tag == "TextSource":
        project.texts.append(_text(archive, guid, name, element))
    elif section == "Sources":
        project.others += 1
    elif section == "Notes":
        content = element.findtext("PlainTextContent")
        if content is None and (where := element.get("plainTextPath")):
            content = _decoded(archive.text(where))
        project.notes[guid] = "\n".join(part for part in (text, (content or "").strip()) if part) or name
    elif section == "Sets":
        members = frozenset(guid_of(one.get("targetGUID")) for one in element.iterfind("MemberSource"))
        project.sets.append(Members(name, text, facts, members))
    elif section in ("Links", "Graphs"):
        project.links += 1


def _text(archive: Archive, guid: str, name: str, element: Element) -> Text:
    raw, where = element.findtext("PlainTextContent"), element.get("plainTextPath") or ""
    if raw is None:
        raw = _decoded(archive.text(where))
    selected = element.findall("PlainTextSelection")
    text, spans = located(
        raw,
        [
            Selection(_number(s.get("startPosition")), _number(s.get("endPosition")), s.get("name") or "")
            for s in selected
        ],
    )
    user = element.get("creatingUser") or ""
    parts = [part for one, span in zip(selected, spans, strict=True) for part in _parts(one, span, user)]
    return Text(
        guid,
        " ".join(name.split()) or where.rpartition("/")[2],
        text,
        parts + _parts(element, None, user),
        _values(element),
    )


def _parts(element: Element, span: tuple[int, int] | None, user: str) -> list[Part]:
    """Return what was said of a selection, or of a text as a whole: a part for each person."""
    found: dict[str, Part] = {}
    by = guid_of(element.get("creatingUser") or user)
    made = _date_time(element.get("creationDateTime"))
    text, facts = untold((element.findtext("Description") or "").strip()) if span is not None else ("", {})
    notes = [guid_of(one.get("targetGUID")) for one in element.iterfind("NoteRef")]
    if text or facts or notes:
        found[by] = Part(by, [], made, text, notes, span, facts)
    for coding in element.iterfind("Coding"):
        who = guid_of(coding.get("creatingUser")) or by
        part = found.setdefault(who, Part(who, [], made, "", [], span, facts))
        reference = coding.find("CodeRef")
        if reference is not None:
            part.codes.append(guid_of(reference.get("targetGUID")))
        part.date = max(part.date, _date_time(coding.get("creationDateTime")))
        part.notes += [guid_of(one.get("targetGUID")) for one in coding.iterfind("NoteRef")]
    return list(found.values())


def _values(element: Element) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for one in element.iterfind("VariableValue"):
        guid, cell = "", None
        for value in one:
            if value.tag == "VariableRef":
                guid = guid_of(value.get("targetGUID"))
            else:
                cell = _cell(value.tag, value.text or "")
        if guid and cell is not None:
            found[guid] = cell
    return found


def _cell(tag: str, text: str) -> Cell:
    bare = text.strip()
    try:
        match tag:
            case "BooleanValue" if bare in ("true", "false", "1", "0"):
                return bare in ("true", "1")
            case "IntegerValue" | "FloatValue" if len(bare) < LONGEST_NUMBER:
                if bare.lstrip("+-").isdigit():
                    return int(bare)
                number = float(bare)
                return number if isfinite(number) else clean_text(text)
            case "DateValue":
                return date.fromisoformat(bare)
            case "DateTimeValue":
                return datetime.fromisoformat(bare)
    except ValueError:
        pass
    return intern(clean) if (clean := clean_text(text)) and len(clean) < LONGEST_NUMBER else clean


def _decoded(data: bytes | None) -> str:
    if data is None:
        return ""
    from coder.importers.encoding import detect

    return data.decode(detect(data), "replace")


def _number(text: str | None) -> int:
    bare = (text or "").strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 10 else 0


def _date_time(text: str | None) -> str:
    """Return a moment in UTC, ISO 8601, to the millisecond; '' where the file does not say it."""
    try:
        found = datetime.fromisoformat((text or "").strip())
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError):
        return ""
