"""What became of a codebook between two versions, and what that means for figures that are compared over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from coder.domain.codebook import Code, Codebook
from coder.domain.texts import _

Kind = Literal["added", "removed", "retired", "restored", "renamed", "redefined", "moved", "merged", "split"]

Reason = Literal["added", "removed", "retired", "redefined", "merged", "split"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed."""

    kind: Kind
    codes: tuple[str, ...]
    """The ids of the codes it is about; several where they were merged."""
    labels: tuple[str, ...]
    """Their labels, as they were before."""
    into: tuple[str, ...] = ()
    """Labels as they are now: of what codes were merged or split into, the new label, the net ('' for none)."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Whether the figures of a code in two rounds say the same thing."""

    code_id: str
    label: str
    broken: Reason | None = None
    """Why they do not; None where they can be compared."""
    by: tuple[str, ...] = ()
    """Labels of the codes that come into it: those that were merged into this one, or that this one was split off."""


def changes(before: Codebook, after: Codebook) -> tuple[Change, ...]:
    """Return what changed, in the order of the newer codebook; what is no longer in it comes last."""
    found: list[Change] = []
    replaced: dict[tuple[str, ...], list[Code]] = defaultdict(list)
    for code in after.codes:
        old = before.by_id.get(code.code_id)
        if old is not None and code.replaced_by and not old.replaced_by:
            replaced[after.successors(code.code_id)].append(old)
    for successors, codes in replaced.items():
        kind: Kind = "merged" if len(successors) == 1 else "split"
        labels = tuple(after.label(c) for c in successors)
        parts = [codes] if kind == "merged" else [[code] for code in codes]
        found += (Change(kind, _ids(part), tuple(code.label for code in part), labels) for part in parts)
    expected = {successor for successors in replaced for successor in successors}
    for code in after.codes:
        old = before.by_id.get(code.code_id)
        if old is not None:
            found += _changes_of(old, code, after)
        elif code.code_id not in expected and not code.retired:
            found.append(Change("added", (code.code_id,), (code.label,)))
    found += (Change("removed", (c.code_id,), (c.label,)) for c in before.codes if c.code_id not in after.by_id)
    return tuple(found)


def _changes_of(old: Code, new: Code, after: Codebook) -> list[Change]:
    def change(kind: Kind, *into: str) -> Change:
        return Change(kind, (old.code_id,), (old.label,), into)

    found = []
    if new.retired != old.retired and not new.replaced_by:
        found.append(change("retired" if new.retired else "restored"))
    if new.label != old.label:
        found.append(change("renamed", new.label))
    if _meaning(new) != _meaning(old):
        found.append(change("redefined"))
    if new.parent != old.parent:
        found.append(change("moved", after.label(new.parent) if new.parent else ""))
    return found


def trends(before: Codebook, after: Codebook, held: Collection[str]) -> tuple[Trend, ...]:
    """Return for each code whether its figures in an earlier and a later round can be compared.

    A new label or another net changes nothing, as tables count all rounds by the newest codebook. A code that others
    were merged into can be compared once the answers that had those are recoded.

    Parameters
    ----------
    before, after : the codebooks that the rounds were coded with.
    held : the codes that answers of the two rounds have now.
    """
    sources: dict[str, list[Code]] = defaultdict(list)
    for code in after.codes:
        if code.replaced_by:
            for successor in after.successors(code.code_id):
                sources[successor].append(code)
    found = []
    for code in after.usable:
        old = before.by_id.get(code.code_id)
        waiting = [source for source in sources[code.code_id] if source.code_id in held]
        by = tuple(source.label for source in sources[code.code_id])
        broken: Reason | None = None
        if waiting:
            broken = "merged" if all(len(after.successors(s.code_id)) == 1 for s in waiting) else "split"
            by = tuple(source.label for source in waiting)
        elif old is None and not by:
            broken = "added"
        elif old is not None and _meaning(old) != _meaning(code):
            broken = "redefined"
        found.append(Trend(code.code_id, code.label, broken, by))
    usable = {code.code_id for code in after.usable}
    for code in before.usable:
        new = after.by_id.get(code.code_id)
        if new is None:
            found.append(Trend(code.code_id, code.label, "removed"))
        elif code.code_id not in usable | after.nets and not new.replaced_by:
            found.append(Trend(code.code_id, new.label, "retired"))
    return tuple(found)


def why_broken(reason: Reason, round_id: str, codes: str) -> str:
    """Return in words why figures of a code cannot be compared with those of a round.

    Parameters
    ----------
    codes : labels of the codes that come into it (`Trend.by`), as a list in words.
    """
    waiting = _("answers still have {codes}")
    reasons: dict[Reason, str] = {
        "added": _("new: nobody could be given it when {round} was coded"),
        "removed": _("not in the newer codebook"),
        "retired": _("not given any more"),
        "redefined": _("it means something else since"),
        "merged": waiting,
        "split": waiting,
    }
    return reasons[reason].format(round=round_id, codes=codes)


def _meaning(code: Code) -> tuple[str, str, str]:
    return code.definition, code.include, code.exclude


def _ids(codes: list[Code]) -> tuple[str, ...]:
    return tuple(code.code_id for code in codes)
