"""Two codebooks of one question that become one, because two project files join.

The result hangs on nothing but the versions that both files hold together: who joined whom, in which order and how
often makes no difference. The rules:

- A code that one of the codebooks has is in the result.
- Codes with the same id are the same code. Where they differ, the newest edit of that code counts: each version names
  the version it was made from, so it is known when a code last changed, whoever saved the codebook last.
- Codes that no codebook has both of, and that have the same label, are the same code too. It goes on under the id that
  was there first; the other id becomes an alias of it. Codings are not rewritten, they are read through the aliases:
  an event stays to the letter what somebody decided, so that joining stays a union.
- Two codes that are left with one label get their id behind it, but for the one that was there first.
- The order is that of the newest version; what it lacks comes behind, in the order in which it came to be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from coder.domain.codebook import Code, Codebook


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a codebook, as it stands in a project file."""

    action_id: str
    """The action that wrote it; in order of time."""
    parents: tuple[str, ...]
    """The versions it was made from."""
    codebook: Codebook
    counts: bool = True
    """Whether it was not undone."""
    joined: bool = False
    """Whether it only joins its parents; then it says nothing of its own, and is worked out anew from them."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What codebooks became together."""

    codebook: Codebook
    same_as: dict[str, str]
    """Ids that are an alias from now on, with the id of the code that they are."""
    parents: tuple[str, ...]
    """The versions that were joined."""
    newest: str
    """The version whose order counts."""


def followed(same_as: Mapping[str, str], code_id: str) -> str:
    """Return the code that a code is in the end, going from one to the next."""
    seen = {code_id}
    while (other := same_as.get(code_id)) is not None and other not in seen:
        seen.add(other)
        code_id = other
    return code_id


def join(versions: Iterable[Version], same_as: Mapping[str, str]) -> Joined | None:
    """Return the codebook that all versions of a question make together, or None where none counts.

    Parameters
    ----------
    same_as : aliases from earlier joins.
    """
    return _Join(versions, same_as).result()


@dataclass(frozen=True, slots=True)
class _Found:
    """A code as one of the codebooks has it."""

    since: str
    """When it became so."""
    code: Code

    @property
    def rank(self) -> tuple[str, str]:
        """What decides which of two counts; at the same time, the content does."""
        return self.since, Codebook((self.code,)).to_json()


class _Join:
    def __init__(self, versions: Iterable[Version], same_as: Mapping[str, str]) -> None:
        every = {v.action_id: v for v in sorted(versions, key=lambda v: v.action_id)}
        self.versions = {
            v.action_id: replace(v, parents=_beyond_joins(v, every), codebook=_with_ids(v.codebook.codes, same_as))
            for v in every.values()
            if not v.joined
        }
        self._since: dict[str, dict[str, str]] = {}

    def result(self) -> Joined | None:
        heads = self.heads
        if not heads:
            return None
        found: dict[str, _Found] = {}
        for head in heads:
            for code in self.versions[head].codebook.codes:
                one = _Found(self.since(head)[code.code_id], code)
                known = found.get(code.code_id)
                found[code.code_id] = max(known, one, key=lambda f: f.rank) if known else one
        same_as = self._same(found)
        for code_id, other in same_as.items():
            one = found.pop(code_id)
            if one.rank > found[other].rank:
                found[other] = replace(one, code=replace(one.code, code_id=other))
        newest = self.versions[heads[-1]]
        order = dict.fromkeys(followed(same_as, code.code_id) for code in newest.codebook.codes)
        order |= dict.fromkeys(sorted(found, key=lambda code_id: self.first[code_id]))
        codes = _with_ids([found[code_id].code for code_id in order if code_id in found], same_as).codes
        since = {code_id: one.since for code_id, one in found.items()}
        return Joined(Codebook(_without_circles(self._told_apart(codes), since)), same_as, heads, newest.action_id)

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The versions that count and that no other one which counts was made from."""
        made_from, left = set[str](), [p for v in self.versions.values() if v.counts for p in v.parents]
        while left:
            if (one := left.pop()) not in made_from:
                made_from.add(one)
                left += self.versions[one].parents if one in self.versions else ()
        return tuple(v.action_id for v in self.versions.values() if v.counts and v.action_id not in made_from)

    @cached_property
    def first(self) -> dict[str, tuple[str, int]]:
        """Where each code was first: (version, place)."""
        found: dict[str, tuple[str, int]] = {}
        for version in self.versions.values():
            for place, code in enumerate(version.codebook.codes):
                found.setdefault(code.code_id, (version.action_id, place))
        return found

    def since(self, action_id: str) -> dict[str, str]:
        """Return in which version the codes of a version became what they are."""
        left = [action_id]
        while left:
            version = self.versions[left[-1]]
            parents = [p for p in version.parents if p in self.versions]
            if version.action_id not in self._since and (ahead := [p for p in parents if p not in self._since]):
                self._since[version.action_id] = {}  # should a damaged file go round in a circle, it ends here
                left += ahead
                continue
            left.pop()
            if not self._since.get(version.action_id):
                self._since[version.action_id] = {
                    code.code_id: self._since_of(version, code, parents) for code in version.codebook.codes
                }
        return self._since[action_id]

    def _since_of(self, version: Version, code: Code, parents: Sequence[str]) -> str:
        had = [p for p in parents if code.code_id in self._since[p]]
        same = [p for p in had if self.versions[p].codebook.by_id[code.code_id] == code]
        return max((self._since[p][code.code_id] for p in same), default=version.action_id)

    def _same(self, found: Mapping[str, _Found]) -> dict[str, str]:
        """Return which codes are others: the same label, and in no codebook side by side."""
        by_label: dict[str, list[str]] = {}
        for code_id, one in found.items():
            by_label.setdefault(_folded(one.code.label), []).append(code_id)
        same_as: dict[str, str] = {}
        for ids in by_label.values():
            beside = any(len(self.versions[head].codebook.by_id.keys() & ids) > 1 for head in self.heads)
            if len(ids) > 1 and not beside:
                kept = min(ids, key=lambda code_id: (self.first[code_id], code_id))
                same_as |= {code_id: kept for code_id in ids if code_id != kept}
        return same_as

    def _told_apart(self, codes: Sequence[Code]) -> list[Code]:
        """Return codes with their id behind the label where an older code has that label."""
        kept: dict[str, str] = {}
        for code in sorted(codes, key=lambda code: (self.first[code.code_id], code.code_id)):
            kept.setdefault(_folded(code.label), code.code_id)
        return [
            code if kept[_folded(code.label)] == code.code_id else replace(code, label=f"{code.label} ({code.code_id})")
            for code in codes
        ]


def _beyond_joins(version: Version, every: Mapping[str, Version]) -> tuple[str, ...]:
    """Return what a version was made from, with what was joined in place of a version that only joins."""
    found: dict[str, None] = {}
    left, seen = list(version.parents), set[str]()
    while left:
        one = left.pop()
        if one not in seen and one in every:
            seen.add(one)
            if every[one].joined:
                left += every[one].parents
            else:
                found[one] = None
    return tuple(sorted(found))


def _with_ids(codes: Iterable[Code], same_as: Mapping[str, str]) -> Codebook:
    """Return codes with the ids that count; of two that are the same, the one that bears the id stays."""
    codes = tuple(codes)
    if not same_as:
        return Codebook(codes)
    taken = {code.code_id for code in codes if followed(same_as, code.code_id) == code.code_id}
    kept: dict[str, Code] = {}
    for code in codes:
        code_id = followed(same_as, code.code_id)
        if code_id != code.code_id and code_id in taken:
            continue
        kept.setdefault(
            code_id,
            replace(
                code,
                code_id=code_id,
                parent=followed(same_as, code.parent) if code.parent else code.parent,
                replaced_by=tuple(dict.fromkeys(followed(same_as, one) for one in code.replaced_by)),
            ),
        )
    return Codebook(tuple(kept.values()))


def _without_circles(codes: Iterable[Code], since: Mapping[str, str]) -> tuple[Code, ...]:
    """Return codes of which none lies in itself or replaces itself: the newest of such a circle is set free."""
    by_id = {code.code_id: code for code in codes}
    while circle := _circle({c: [code.parent] if code.parent else [] for c, code in by_id.items()}):
        newest = max(circle, key=lambda code_id: (since[code_id], code_id))
        by_id[newest] = replace(by_id[newest], parent=None)
    while circle := _circle({c: code.replaced_by for c, code in by_id.items()}):
        newest = max(circle, key=lambda code_id: (since[code_id], code_id))
        by_id[newest] = replace(by_id[newest], replaced_by=())
    return tuple(by_id.values())


def _circle(ways: Mapping[str, Collection[str]]) -> list[str]:
    """Return a circle in these ways from one to others, the same one for the same ways; empty where there is none."""
    from graphlib import CycleError, TopologicalSorter

    try:
        TopologicalSorter({one: sorted(ways[one]) for one in sorted(ways)}).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
