"""Codebooks as YAML: written afresh, and edited in place so that comments, order and lay-out stay.

An edit changes the characters that it is about and no others: YAML's parser tells where each value stands. The result
is read again, and is only handed back when it holds what it should.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from coder.domain.codebook import Code, Codebook, slug
from coder.domain.errors import InputError
from coder.domain.texts import _
from coder.exporters.yaml_text import Fields, block, fields_of, inline, one_line, written

MODELINE = "# yaml-language-server: $schema=codebook.schema.json\n"
"""For editors: the schema that the file follows, looked for beside it."""

Node = Any  # of ruamel, whose types do not tell the kinds apart

Edit = tuple[int, int, str]
"""Characters from the first to the second number of the text make place for others."""


def write_codebook(codebook: Codebook) -> str:
    """Return a codebook as YAML."""
    if not codebook.codes:
        return MODELINE + "codes: []\n"
    return MODELINE + "codes:\n" + "".join(block(fields_of(code), "  ") for code in codebook.codes)


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
    added = [fields_of(code) for code in codes]
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


def revised(text: str, before: Codebook, after: Codebook) -> str:
    """Return the YAML text of a codebook with what became different: fields of codes, and codes between them.

    Parameters
    ----------
    text : what `before` was read from.
    after : has the codes of `before` in their order, changed or not, and new ones anywhere but in front.

    Raises
    ------
    InputError : the text is no codebook, or not the one of `before`.
    """
    source = _Source(text)
    edits: list[Edit] = []
    expected: list[Fields] = []
    added: list[Fields] = []
    for code in reversed(after.codes):
        old = before.by_id.get(code.code_id)
        if old is None:
            added.insert(0, fields_of(code))
            continue
        entry = source.entry(code.code_id)
        known, wanted = fields_of(old), fields_of(code)
        values = {name: wanted.get(name, "") for name in known | wanted if known.get(name) != wanted.get(name)}
        if "label" in values and not entry.has_id:  # one whose id is made from its label keeps it
            values["id"] = code.code_id
        edits += source.changes(entry, values)
        if added:
            edits.append(source.insertion(added, entry))
        expected[:0] = [source.content_of(entry) | values, *added]
        added = []
    return source.edited(edits, expected)


class _Entry(NamedTuple):
    """One code in the text: its node, and the nodes of its fields (key and value)."""

    node: Node
    fields: dict[str, tuple[Node, Node]]
    code_id: str
    label: str

    @property
    def has_id(self) -> bool:
        """Whether the id is in the text."""
        return "id" in self.fields and bool(self.fields["id"][1].value)


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

    def insertion(self, added: list[Fields], behind: _Entry | None = None) -> Edit:
        """Return the edit that adds codes behind another, or at the end."""
        behind = behind or (self.entries[-1] if self.entries else None)
        if self.in_brackets:
            place = self._end(behind.node) if behind else self.codes.start_mark.index + 1
            codes = ", ".join(inline(fields) for fields in added)
            return (place, place, f", {codes}" if behind else codes)
        if not behind:
            start = self.text.index(":", self.key.end_mark.index) + 1
            end = start if _is_blank(self.codes) else self.codes.end_mark.index
            rest = self._line_end(end)
            codes = "".join(block(fields, "  ") for fields in added)
            return (start, rest, self.text[end:rest].rstrip() + self._lines(codes))
        before = self.text[: behind.node.start_mark.index].splitlines()
        loose = len(self.entries) > 1 and len(before) > 1 and not before[-2].strip()  # an empty line between codes
        indent = " " * self.codes.start_mark.column
        codes = "".join(("\n" if loose else "") + block(fields, indent) for fields in added)
        place = self._line_end(self._end(behind.node))
        return (place, place, self._lines(codes))

    def content_of(self, entry: _Entry) -> dict[str, Any]:
        """Return what the text says of a code."""
        return self.content[self.entries.index(entry)]

    def changes(self, entry: _Entry, values: Fields) -> list[Edit]:
        """Return the edits that change or add fields of one code; an empty value leaves a field blank."""
        if values and not entry.fields:  # a label alone becomes a code with fields
            fields: Fields = {"id": entry.code_id, "label": entry.label, **values}
            column = entry.node.start_mark.column
            whole = inline(fields) if self.flow else block(fields, " " * (column - 2))[column:]
            return [(entry.node.start_mark.index, self._end(entry.node), self._lines(whole).strip())]
        return [self._set(entry, name, value) for name, value in values.items()]

    def _set(self, entry: _Entry, name: str, value: str | tuple[str, ...]) -> Edit:
        node, flow = entry.node, bool(entry.node.flow_style)
        pad = self.line_break + " " * node.start_mark.column
        text = written(name, value, None if flow else " " * (node.start_mark.column + 2)) if value else ""
        text = text.replace("\n", self.line_break)
        if name in entry.fields:
            key, old = entry.fields[name]
            after = self.text.index(":", key.end_mark.index) + 1
            if _is_blank(old) or not text:
                return (after, after if _is_blank(old) else self._end(old), f" {text}".rstrip(" "))
            return (old.start_mark.index, self._end(old), text)
        field = f"{name}: {text}"
        if name == "id":
            start = node.start_mark.index + flow
            return (start, start, field + (", " if flow else pad))
        end = self._end(entry.fields[[*entry.fields][-1]][1]) if flow else self._line_end(self._end(node))
        return (end, end, f", {field}" if flow else pad + field)

    def edited(self, edits: list[Edit], expected: list[Any]) -> str:
        """Return the text after edits, when it holds what is expected."""
        text = self.text
        # From the back; of edits at one place the first comes first in the text.
        for _place, (start, end, replacement) in sorted(enumerate(edits), key=lambda e: (e[1][0], e[0]), reverse=True):
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
    stated = [one_line(found["id"][1].value) if "id" in found else "" for found in fields]
    taken = set(stated)
    entries = []
    for node, found, code_id in zip(nodes, fields, stated, strict=True):
        label = one_line(found["label"][1].value if "label" in found else node.value)
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


def _not_editable() -> InputError:
    return InputError(_("the codebook's text cannot be changed by itself"), _("Change the file by hand and import it."))
