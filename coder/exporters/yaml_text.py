"""Codes as YAML text: the fields that are worth writing, and each value with as few quotes as can be."""

from __future__ import annotations

import re
from typing import Any

from coder.domain.codebook import Code

Fields = dict[str, str | tuple[str, ...]]
"""The fields of a code as they are written, in a readable order; those with their default left out."""

_PLAIN = re.compile(r"[^\W\d_][\w .,;?!'()/%&+€-]*")  # nothing of it has a meaning in YAML; a comma has, in brackets
_NOT_TEXT = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"}  # to YAML 1.1 or 1.2
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def fields_of(code: Code) -> Fields:
    """Return what is written of a code."""
    fields: Fields = {"id": code.code_id, "label": one_line(code.label)}
    for name in ("parent", "definition", "include", "exclude"):
        fields[name] = (getattr(code, name) or "").strip()
    fields["exclusive"] = "true" if code.exclusive else ""
    for name in ("keywords", "examples"):
        fields[name] = tuple(filter(None, map(str.strip, getattr(code, name))))
    fields["color"] = code.color or ""
    fields["retired"] = "true" if code.retired else ""
    fields["replaced_by"] = code.replaced_by
    return {name: value for name, value in fields.items() if value}


def block(fields: Fields, indent: str) -> str:
    """Return a code as an item of a list in block style, each field on a line of its own."""
    lines = [f"{name}: {written(name, value, f'{indent}    ')}" for name, value in fields.items()]
    return f"{indent}- " + f"\n{indent}  ".join(lines) + "\n"


def inline(fields: Fields) -> str:
    """Return a code as a mapping in brackets."""
    return "{" + ", ".join(f"{name}: {written(name, value)}" for name, value in fields.items()) + "}"


def written(name: str, value: str | tuple[str, ...], indent: str | None = None) -> str:
    """Return a value as YAML; a text of more lines as such when there is an `indent` for them."""
    if isinstance(value, tuple):
        return "[" + ", ".join(_scalar(item, flow=True) for item in value) + "]"
    if name in ("exclusive", "retired"):
        return value
    if indent and "\n" in value and value.replace("\n", "").isprintable():
        return "|-\n" + "\n".join(indent + line if line else "" for line in value.split("\n"))
    return _scalar(value, flow=indent is None)


def _scalar(text: str, *, flow: bool) -> str:
    """Return a text as a YAML scalar on one line, with as few quotes as can be."""
    plain = _PLAIN.fullmatch(text) and not text.endswith(" ") and text.lower() not in _NOT_TEXT
    if plain and not (flow and "," in text):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(sign: str) -> str:
    if sign in _ESCAPES or sign.isprintable():
        return _ESCAPES.get(sign, sign)
    number = ord(sign)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def one_line(value: Any) -> str:  # noqa: ANN401 - whatever stands in the text
    """Return a text on one line; '' for what is no text."""
    return " ".join(value.split()) if isinstance(value, str) else ""
