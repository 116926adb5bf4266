"""The codebook: the codes of one question, as one immutable version."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from typing import Any

ID_PATTERN = re.compile(r"^[\w][\w.#&/-]*$")
"""What a code id may look like: no spaces and no separators, so that joined codes can be taken apart again."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code (theme) of a codebook. `parent` names the net it belongs to."""

    code_id: str
    label: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    keywords: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    parent: str | None = None
    exclusive: bool = False
    """True for codes that stand alone, such as 'weet niet'."""
    color: str | None = None
    retired: bool = False
    """True for codes that are no longer given; old codings keep them."""
    replaced_by: tuple[str, ...] = ()
    """The ids of what a retired code was merged into (one) or split into (more)."""


@dataclass(frozen=True)
class Codebook:
    """The codes of one question, in the analyst's order. Equal content is an equal version."""

    codes: tuple[Code, ...] = field(default=())

    @cached_property
    def version(self) -> str:
        """The hash of the content: 16 hex digits. Comments and lay-out of the file do not count."""
        return hashlib.blake2b(self.to_json().encode(), digest_size=8).hexdigest()

    @cached_property
    def by_id(self) -> dict[str, Code]:
        """The codes by their id."""
        return {code.code_id: code for code in self.codes}

    @cached_property
    def nets(self) -> frozenset[str]:
        """The ids of codes that are the parent of another."""
        return frozenset(code.parent for code in self.codes if code.parent)

    @cached_property
    def usable(self) -> tuple[Code, ...]:
        """The codes that suggestions and the desk offer: neither nets nor retired."""
        return tuple(code for code in self.codes if code.code_id not in self.nets and not code.retired)

    @cached_property
    def replaced(self) -> frozenset[str]:
        """The ids of codes that were merged or split."""
        return frozenset(code.code_id for code in self.codes if code.replaced_by)

    @cached_property
    def exclusive(self) -> frozenset[str]:
        """The ids of codes that stand alone."""
        return frozenset(code.code_id for code in self.codes if code.exclusive)

    @cached_property
    def _by_label(self) -> dict[str, Code]:
        return {_name(code.label): code for code in reversed(self.codes)}

    @cached_property
    def _by_folded_id(self) -> dict[str, Code]:
        return {_name(code.code_id): code for code in reversed(self.codes)}

    def named(self, name: str) -> Code | None:
        """Return the code with this very id, or with this label (case and spaces do not count), or None."""
        return self.by_id.get(name) or self._by_label.get(_name(name))

    def find(self, name: str) -> Code | None:
        """Return the code that is meant by an id or label: as `named`, or else with this id in other capitals.

        So the code 'Knowledge', split off from one with the id 'knowledge', is found by its label.
        """
        return self.named(name) or self._by_folded_id.get(_name(name))

    def label(self, code_id: str) -> str:
        """Return the label of a code, or the id itself where the codebook does not know it (any more)."""
        code = self.by_id.get(code_id)
        return code.label if code else code_id

    def nets_of(self, code_id: str) -> tuple[str, ...]:
        """Return the nets above a code, nearest first."""
        above: list[str] = []
        code = self.by_id.get(code_id)
        while code and code.parent and code.parent not in above:
            above.append(code.parent)
            code = self.by_id.get(code.parent)
        return tuple(above)

    def with_nets(self, code_ids: Iterable[str]) -> frozenset[str]:
        """Return the codes together with all nets above them; a person counts once in each."""
        found = set(code_ids)
        for code_id in tuple(found):
            found.update(self.nets_of(code_id))
        return frozenset(found)

    def successors(self, code_id: str) -> tuple[str, ...]:
        """Return what became of a code: itself, or the codes that replaced it, or those that replaced them."""
        found, left, seen = list[str](), [code_id], set[str]()
        while left:
            one = left.pop(0)
            code = self.by_id.get(one)
            if code is None or not code.replaced_by:
                found.append(one)
            elif one not in seen:
                left[:0] = code.replaced_by
            seen.add(one)
        return self.ordered(found)

    def carried(self, code_ids: Iterable[str]) -> tuple[str, ...]:
        """Return codes that were given under an older codebook, with what became of them.

        A merged code becomes what it was merged into. One that was split is left out, as a person has to say which
        part is meant.
        """
        return self.ordered(found[0] for c in code_ids if len(found := self.successors(c)) == 1)

    def toggle(self, chosen: Iterable[str], code_id: str) -> tuple[str, ...]:
        """Return `chosen` with `code_id` added or taken out, in the codebook's order; exclusive codes stand alone."""
        codes = set(chosen)
        if code_id in codes:
            codes.remove(code_id)
        elif code_id in self.exclusive:
            codes = {code_id}
        else:
            codes = (codes - self.exclusive) | {code_id}
        return self.ordered(codes)

    def ordered(self, code_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the ids in the codebook's order; unknown ones last, by name."""
        place = {code.code_id: i for i, code in enumerate(self.codes)}
        return tuple(sorted(set(code_ids), key=lambda c: (place.get(c, len(place)), c)))

    def to_json(self) -> str:
        """Return the content as canonical JSON: defaults left out, keys sorted."""
        entries = []
        for code in self.codes:
            entry = {name: value for name, value in asdict(code).items() if value != _DEFAULTS[name]}
            entries.append(entry)
        return json.dumps(entries, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Codebook:
        """Read what `to_json` wrote.

        Raises
        ------
        ValueError : the text is not such JSON (a project file that somebody else made is not to be trusted).
        """
        entries = json.loads(text)
        if not isinstance(entries, list):
            raise ValueError("a codebook is a list of codes")
        return cls(tuple(_code(entry) for entry in entries))


def slug(label: str, taken: Iterable[str] = ()) -> str:
    """Return a code id for a label: lower case, words joined by underscores, unlike those already `taken`."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:48].strip("_") or "code"
    known, candidate, number = set(taken), base, 2
    while candidate in known:
        candidate, number = f"{base}_{number}", number + 1
    return candidate


def _name(text: str) -> str:
    return " ".join(text.split()).casefold()


_DEFAULTS: dict[str, Any] = {f.name: f.default for f in fields(Code)}
_LISTS = {"keywords", "examples", "replaced_by"}
_FLAGS = {"exclusive", "retired"}


def _code(entry: object) -> Code:
    if not isinstance(entry, Mapping) or not set(entry) <= set(_DEFAULTS):
        raise ValueError("a code is a mapping of known fields")
    values: dict[str, Any] = {}
    for name, value in entry.items():
        if name in _LISTS:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise ValueError(f"{name} is a list of texts")
            values[name] = tuple(value)
        elif isinstance(value, bool) if name in _FLAGS else isinstance(value, str):
            values[name] = value
        else:
            raise ValueError(f"{name} has the wrong type")
    if not values.get("code_id") or not values.get("label"):
        raise ValueError("a code has an id and a label")
    return Code(**values)
