"""What is checked of a codebook beyond the form of each code: ids and labels are unique, nets exist and end."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from coder.domain.codebook import ID_PATTERN, slug
from coder.domain.errors import InputError
from coder.domain.texts import _, ngettext
from coder.importers.base import shown
from coder.importers.yaml_tree import Place, Tree

MAX_PROBLEMS = 10
"""How many mistakes a message lists: what fits on a screen."""


class Problems:
    """The mistakes found so far in one file."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.found: set[tuple[int, str]] = set()

    def add(self, place: Place, reason: str) -> None:
        """Add a mistake in the value at `place`."""
        self.found.add((self.tree.line(place), reason))

    def suggestion(self, name: str, known: Iterable[str]) -> str:
        """Return '; did you mean ...?' for the nearest known name, '' where none is near."""
        if len(self.found) > MAX_PROBLEMS:  # it will hardly be listed, and comparing takes time
            return ""
        nearest = difflib.get_close_matches(name, list(known), n=1)
        return _("; did you mean {name}?").format(name=nearest[0]) if nearest else ""

    def raise_any(self) -> None:
        """Raise an InputError that lists the mistakes, if there are any."""
        if not self.found:
            return
        ordered = sorted(self.found)
        lines = [
            _("{file}: line {line}: {reason}").format(file=self.tree.path, line=line, reason=reason)
            for line, reason in ordered[:MAX_PROBLEMS]
        ]
        more = len(ordered) - MAX_PROBLEMS
        if more > 0:
            lines.append(ngettext("... and {count} more", "... and {count} more", more).format(count=more))
        raise InputError("\n".join(lines), _("Correct the file and try again; nothing was changed."))


def ids_of(entries: Sequence[Any]) -> list[str]:
    """Return the ids of codes: the stated ones, the others made from the labels; '' where there is neither."""
    ids = [text_of(entry, "id") for entry in entries]
    taken, labels = set(ids), set[str]()
    for i, entry in enumerate(entries):
        label = text_of(entry, "label")
        if label and not ids[i] and label not in labels:  # a repeated label is a mistake, and gets no id
            ids[i] = slug(label, taken)
            taken.add(ids[i])
        labels.add(label)
    return ids


def text_of(entry: Any, name: str) -> str:  # noqa: ANN401 - anything that YAML can hold
    """Return a field of an entry on one line, '' when it is not there or no text."""
    value = entry.get(name) if isinstance(entry, dict) else None
    return " ".join(value.split()) if isinstance(value, str) else ""


def check_names(entries: Sequence[Any], ids: Sequence[str], problems: Problems) -> None:
    """Check the signs in ids, and that no two codes have the same id or the same label (case aside)."""
    for i, code_id in enumerate(ids):
        if code_id and not ID_PATTERN.fullmatch(code_id):
            problems.add(
                ("codes", i, "id"),
                _("the id {id} has spaces or signs that an id may not have; write {better}").format(
                    id=shown(code_id), better=slug(code_id)
                ),
            )
    labels = [text_of(entry, "label") for entry in entries]
    for place, first in _repeats(ids):
        problems.add(
            ("codes", place, "id"),
            _("the id {id} is already that of the code at line {first}").format(
                id=shown(ids[place]), first=problems.tree.line(("codes", first, "id"))
            ),
        )
    for place, first in _repeats([label.casefold() for label in labels]):
        problems.add(
            ("codes", place, "label"),
            _("the label {label} is already that of the code at line {first}").format(
                label=shown(labels[place]), first=problems.tree.line(("codes", first, "label"))
            ),
        )


def check_parents(entries: Sequence[Any], ids: Sequence[str], problems: Problems) -> None:
    """Check that every net exists, and that no code lies in itself."""
    pairs = list(zip(ids, entries, strict=True))[::-1]  # of codes with the same id the first one counts
    parents = {code_id: text_of(entry, "parent") for code_id, entry in pairs}
    by_label = {text_of(entry, "label"): code_id for code_id, entry in pairs}
    for i, entry in enumerate(entries):
        parent = text_of(entry, "parent")
        if parent and parent not in parents:
            known = [by_label[parent]] if parent in by_label else list(parents)
            problems.add(
                ("codes", i, "parent"),
                _("there is no code with the id {parent}, which is named as the net{suggestion}").format(
                    parent=shown(parent), suggestion=problems.suggestion(slug(parent), known)
                ),
            )
    for i, circle in _circles(ids, parents):
        problems.add(
            ("codes", i, "parent"),
            _("the nets go round in a circle: {circle}").format(circle=shown(" > ".join(circle))),
        )


def check_successors(entries: Sequence[Any], ids: Sequence[str], problems: Problems) -> None:
    """Check that codes are replaced by codes that exist, and never by themselves in the end."""
    replaced: dict[str, list[str]] = {}
    for i, (code_id, entry) in enumerate(zip(ids, entries, strict=True)):
        by = entry.get("replaced_by") if isinstance(entry, dict) else None
        replaced[code_id] = [one for one in by if isinstance(one, str)] if isinstance(by, list) else []
        for unknown in set(replaced[code_id]) - {"", *ids}:
            problems.add(
                ("codes", i, "replaced_by"),
                _("there is no code with the id {id}, which is named in replaced_by{suggestion}").format(
                    id=shown(unknown), suggestion=problems.suggestion(slug(unknown), ids)
                ),
            )
    try:
        TopologicalSorter(replaced).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        problems.add(
            ("codes", list(ids).index(circle[0]), "replaced_by"),
            _("the codes replace each other in a circle: {circle}").format(circle=shown(" > ".join(circle))),
        )


def _repeats(names: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of names that occurred before, each with the place of the first."""
    first: dict[str, int] = {}
    return [(i, first[name]) for i, name in enumerate(names) if name and first.setdefault(name, i) != i]


def _circles(ids: Sequence[str], parents: dict[str, str]) -> list[tuple[int, list[str]]]:
    """Return every circle of nets once, at its first code in the file."""
    circles = []
    done = {""}
    for i, start in enumerate(ids):
        way: list[str] = []
        on_way: set[str] = set()
        code_id = start
        while code_id in parents and code_id not in done and code_id not in on_way:
            way.append(code_id)
            on_way.add(code_id)
            code_id = parents[code_id]
        if code_id in on_way:
            circles.append((i, [*way[way.index(code_id) :], code_id]))
        done |= on_way
    return circles
