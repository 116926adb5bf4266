"""Codebooks as YAML: written afresh, and edited in place so that comments, order and lay-out stay.

An edit changes the characters that it is about and no others: YAML's parser tells where each value stands. The result
is read again, and is only handed back when it holds what it should.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from coder.domain.codebook import Code, Codebook, slug
from coder.domain.errors import InputError
from coder.domain.texts import _

MODELINE = "# yaml-language-server: $schema=codebook.schema.json\n"
"""For editors: the schema that the file follows, looked for beside it."""

Node = Any  # of ruamel, whose types do not tell the kinds apart

Edit = tuple[int, int, str]
"""Characters from the first to the second number of the text make place for others."""

Fields = dict[str, str | tuple[str, ...]]
"""The fields of a code as they are written, in a readable order; those with their default left out."""

_PLAIN = re.compile(r"[^\W\d_][\w .,;?!'()/%&+€-]*")  # nothing of it has a meaning in YAML; a comma has, in brackets
_NOT_TEXT = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"}  # to YAML 1.1 or 1.2
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def write_codebook(codebook: Codebook) -> str:
    """Return a codebook as YAML."""
    if not codebook.codes:
        return MODELINE + "codes: []\n"
    return MODELINE + "codes:\n" + "".join(_block(_fields(code), "  ") for code in codebook.codes)


def add_code(text: str, code: Code) -> str:
    """Return the YAML text of a codebook with a code added at the end; see `add_codes`."""
    return add_codes(text, [code])


def add_codes(text: str, codes: Iterable[Code]) -> str:
    """Return the YAML text of a codebook with codes added at the end, in one go.

    Raises
    ------
    InputError : the text is no codebook, or has the id or label already.
    """
    source = _Source(text)
    added = [_fields(code) for code in codes]
    ids = {entry.code_id for entry in source.entries}
    labels = {entry.label.casefold() for entry in source.entries}
    for fields in added:
        code_id, label = str(fields["id"]), str(fields["label"])
        if code_id in ids or label.casefold() in labels:
            taken = code_id if code_id in ids else label
            raise InputError(_("the codebook already has {name}").format(name=taken), _("Take another id and label."))
        ids.add(code_id)
        labels.add(label.casefold())
    return source.edited([source.insertion(added)], [*source.content, *added]) if added else text


def rename_code(text: str, code_id: str, label: str) -> str:
    """Return the YAML text of a codebook with another label for a code; its id stays.

    Raises
    ------
    InputError : the text is no codebook, has no such code, or another code has the label.
    """
    source = _Source(text)
    entry = source.entry(code_id)
    label = " ".join(label.split())
    others = {other.label.casefold() for other in source.entries if other is not entry}
    if not label or label.casefold() in others:
        raise InputError(_("the label '{label}' is empty or taken").format(label=label), _("Take another label."))
    stated = "id" in entry.fields and entry.fields["id"][1].value
    return source.changed(entry, {"label": label} if stated else {"id": code_id, "label": label})


def retire_code(text: str, code_id: str) -> str:
    """Return the YAML text of a codebook with a code marked as no longer given.

    Raises
    ------
    InputError : the text is no codebook, or has no such code.
    """
    source = _Source(text)
    return source.changed(source.entry(code_id), {"retired": "true"})


class _Entry(NamedTuple):
    """One code in the text: its node, and the nodes of its fields (key and value)."""

    node: Node
    fields: dict[str, tuple[Node, Node]]
    code_id: str
    label: str


class _Source:
    """A YAML text with the places of its codes."""

    def __init__(self, text: str) -> None:
        self.mark = "\ufeff" if text.startswith("\ufeff") else ""
        self.text = text.removeprefix("\ufeff")
        self.line_break = "\r\n" if "\r\n" in text else "\n"
        from ruamel.yaml import YAML

        try:
            root = YAML(typ="safe", pure=True).compose(self.text)
            self.key, self.codes = next((key, value) for key, value in root.value if key.value == "codes")
            self.flow = bool(getattr(self.codes, "flow_style", False))
            self.in_brackets = self.flow and bool(root.flow_style or self.codes.value)
            self.entries = _entries(self.codes)
            self.content = [_content(entry) for entry in self.entries]
        except Exception:  # the parser raises many kinds, and a text that is no codebook others
            raise _not_editable() from None

    def entry(self, code_id: str) -> _Entry:
        """Return the code with this id."""
        for entry in self.entries:
            if entry.code_id == code_id:
                return entry
        raise InputError(_("the codebook has no code with the id {code}").format(code=code_id))

    def insertion(self, added: list[Fields]) -> Edit:
        """Return the edit that adds codes at the end."""
        if self.in_brackets:
            place = self._end(self.entries[-1].node) if self.entries else self.codes.start_mark.index + 1
            inline = ", ".join(_inline(fields) for fields in added)
            return (place, place, f", {inline}" if self.entries else inline)
        if not self.entries:
            start = self.text.index(":", self.key.end_mark.index) + 1
            end = start if _is_blank(self.codes) else self.codes.end_mark.index
            rest = self._line_end(end)
            block = "".join(_block(fields, "  ") for fields in added)
            return (start, rest, self.text[end:rest].rstrip() + self._lines(block))
        before = self.text[: self.entries[-1].node.start_mark.index].splitlines()
        loose = len(self.entries) > 1 and len(before) > 1 and not before[-2].strip()  # an empty line between codes
        indent = " " * self.codes.start_mark.column
        block = "".join(("\n" if loose else "") + _block(fields, indent) for fields in added)
        place = self._line_end(self._end(self.entries[-1].node))
        return (place, place, self._lines(block))

    def changed(self, entry: _Entry, values: Mapping[str, str]) -> str:
        """Return the text with fields of one code changed or added."""
        place = self.entries.index(entry)
        content = [*self.content]
        content[place] = {**self.content[place], **values}
        if not entry.fields:  # a label alone becomes a code with fields
            fields: Fields = {"id": entry.code_id, "label": entry.label, **values}
            column = entry.node.start_mark.column
            whole = _inline(fields) if self.flow else _block(fields, " " * (column - 2))[column:]
            edit = (entry.node.start_mark.index, self._end(entry.node), self._lines(whole).strip())
            return self.edited([edit], content)
        return self.edited([self._set(entry, name, value) for name, value in values.items()], content)

    def _set(self, entry: _Entry, name: str, value: str) -> Edit:
        node, flow = entry.node, bool(entry.node.flow_style)
        written = value if name == "retired" else _scalar(value, flow=flow)
        if name in entry.fields:
            key, old = entry.fields[name]
            if _is_blank(old):
                after = self.text.index(":", key.end_mark.index) + 1
                return (after, after, f" {written}")
            return (old.start_mark.index, self._end(old), written)
        field = f"{name}: {written}"
        pad = self.line_break + " " * node.start_mark.column
        if name == "id":
            start = node.start_mark.index + flow
            return (start, start, field + (", " if flow else pad))
        end = self._end(entry.fields[[*entry.fields][-1]][1]) if flow else self._line_end(self._end(node))
        return (end, end, f", {field}" if flow else pad + field)

    def edited(self, edits: list[Edit], expected: list[Any]) -> str:
        """Return the text after edits, when it holds what is expected."""
        text = self.text
        for start, end, replacement in sorted(edits, reverse=True):
            text = text[:start] + replacement + text[end:]
        if _Source(text).content != expected:
            raise _not_editable()
        return self.mark + text

    def _end(self, node: Node) -> int:
        """Return where the last sign of a value stands; the parser counts what follows a block to it."""
        if isinstance(node.value, str) or node.flow_style or not node.value:
            return len(self.text[: node.end_mark.index].rstrip())
        last = node.value[-1]
        if not isinstance(last, tuple):
            return self._end(last)
        key, value = last
        return key.end_mark.index + 1 if _is_blank(value) else self._end(value)

    def _line_end(self, place: int) -> int:
        """Return where the line ends that `place` is on, before its line break."""
        end = self.text.find("\n", place)
        end = len(self.text) if end < 0 else end
        return end - self.text[place:end].endswith("\r")

    def _lines(self, block: str) -> str:
        """Return a block as it comes after a line: in the file's own line breaks, the last one left to the file."""
        return ("\n" + block).removesuffix("\n").replace("\n", self.line_break)


def _entries(codes: Node) -> list[_Entry]:
    nodes = codes.value if isinstance(codes.value, list) else []
    fields = [{key.value: (key, value) for key, value in node.value} if _is_mapping(node) else {} for node in nodes]
    stated = [_one_line(found["id"][1].value) if "id" in found else "" for found in fields]
    taken = set(stated)
    entries = []
    for node, found, code_id in zip(nodes, fields, stated, strict=True):
        label = _one_line(found["label"][1].value if "label" in found else node.value)
        code_id = code_id or slug(label, taken)
        taken.add(code_id)
        entries.append(_Entry(node, found, code_id, label))
    return entries


def _content(entry: _Entry) -> dict[str, Any]:
    """Return what an entry says, whatever its form."""
    found = {name: _value(value) for name, (_key, value) in entry.fields.items()}
    return {**found, "id": entry.code_id, "label": entry.label}


def _is_blank(node: Node) -> bool:
    return bool(node.start_mark.index == node.end_mark.index)


def _is_mapping(node: Node) -> bool:
    return bool(node.value) and isinstance(node.value, list) and isinstance(node.value[0], tuple)


def _value(node: Node) -> Any:  # noqa: ANN401 - a text, or lists of them
    if node.anchor:  # with those a short text can stand for an endless one
        raise ValueError("anchors are not used in codebooks")
    if isinstance(node.value, str):
        return node.value.strip()
    return tuple(_value(part) for item in node.value for part in (item if isinstance(item, tuple) else (item,)))


def _one_line(value: Any) -> str:  # noqa: ANN401
    return " ".join(value.split()) if isinstance(value, str) else ""


def _fields(code: Code) -> Fields:
    fields: Fields = {"id": code.code_id, "label": _one_line(code.label)}
    for name in ("parent", "definition", "include", "exclude"):
        fields[name] = (getattr(code, name) or "").strip()
    fields["exclusive"] = "true" if code.exclusive else ""
    for name in ("keywords", "examples"):
        fields[name] = tuple(filter(None, map(str.strip, getattr(code, name))))
    fields["color"] = code.color or ""
    fields["retired"] = "true" if code.retired else ""
    return {name: value for name, value in fields.items() if value}


def _block(fields: Fields, indent: str) -> str:
    """Return a code as an item of a list in block style, each field on a line of its own."""
    lines = [f"{name}: {_written(name, value, f'{indent}    ')}" for name, value in fields.items()]
    return f"{indent}- " + f"\n{indent}  ".join(lines) + "\n"


def _inline(fields: Fields) -> str:
    """Return a code as a mapping in brackets."""
    return "{" + ", ".join(f"{name}: {_written(name, value)}" for name, value in fields.items()) + "}"


def _written(name: str, value: str | tuple[str, ...], indent: str | None = None) -> str:
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


def _not_editable() -> InputError:
    return InputError(_("the codebook's text cannot be changed by itself"), _("Change the file by hand and import it."))
