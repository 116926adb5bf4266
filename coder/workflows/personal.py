"""What personal data there are in every version of every answer, what people decided about it, and the new texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, Protocol, cast

from coder.domain.folding import fold, verbatim_hash
from coder.domain.texts import _
from coder.store.erasing import Change
from coder.store.personal import Decided
from coder.store.versions import Version
from coder.workflows.project import Progress, Project

if TYPE_CHECKING:
    from coder.domain.personal import Finding

_REPLACED = re.compile(r"\[([^\[\]\d]+?)(?: (\d{1,2}))?\]")

AT_A_TIME = 2_000  # answers given to the finder at once, and between two reports of progress

Numbers = MutableMapping[Any, int]
"""Which number a person has in the answers of one respondent."""


class Finder(Protocol):
    """What finds personal data and writes texts without them: `coder.language.personal`, or what a test passes."""

    def find(self, texts: Iterable[str], /) -> Iterator[list[Finding]]:
        """Yield the findings of each text, by place."""
        ...

    def redact(self, text: str, findings: Sequence[Finding], numbers: Numbers, /) -> str:
        """Return a text with its findings replaced; numbers that are given go into `numbers`."""
        ...


def finder() -> Finder:
    """Return the finder that comes with coder; imported when it is needed."""
    from coder.language import personal

    return cast(Finder, personal)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A version of an answer with what was found in it, by place; no two findings overlap."""

    version: Version
    findings: tuple[Finding, ...]
    decided: Mapping[tuple[int, int], Decided]
    """What a person decided, by begin and end of the finding."""

    @property
    def chosen(self) -> tuple[Finding, ...]:
        """The findings that a person said to replace."""
        return tuple(f for f in self.findings if (d := self.decided.get((f.start, f.end))) and d.replaced)

    @property
    def kept(self) -> tuple[Decided, ...]:
        """The decisions to leave something as it is."""
        return tuple(d for d in self.decided.values() if not d.replaced)

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings about which nobody decided."""
        return tuple(f for f in self.findings if (f.start, f.end) not in self.decided)

    def to_replace(self, sure: bool, also: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
        """Return what is to be replaced: what a person chose, with `sure` what is certain, and texts in `also`."""
        wanted = [f for f in self.open if (sure and f.sure) or (not self.version.current and fold(f.text) in also)]
        return tuple(sorted((*self.chosen, *wanted), key=lambda f: f.start))


def scan(
    project: Project, question_id: str | None, round_id: str | None, by: Finder, progress: Progress
) -> Iterator[list[Scanned]]:
    """Yield for each respondent all versions of the answers, with what was found in those to the question (None: all).

    Other questions of the respondent come too, with nothing found in them: numbers of persons go on from there.
    """
    decisions = project.personal.decisions()
    order = {question.question_id: place for place, question in enumerate(project.answers.questions())}
    what, total = _("Looking for personal data"), project.versions.count(round_id)

    def each() -> Iterator[Scanned]:
        versions, done = project.versions.each(round_id), 0
        while batch := list(islice(versions, AT_A_TIME)):
            progress(what, done, total)
            meant = [v for v in batch if question_id in (None, v.answer.question_id)]
            found = dict(zip(map(id, meant), by.find([v.answer.text for v in meant]), strict=True))
            for version in batch:
                yield _scanned(version, found.get(id(version), []), decisions)
            done += len(batch)
        progress(what, total, total)

    for _person, rows in groupby(each(), lambda s: (s.version.answer.round_id, s.version.answer.respondent_id)):
        yield sorted(rows, key=lambda s: order.get(s.version.answer.question_id, len(order)))


def _scanned(
    version: Version, found: Sequence[Finding], decisions: Mapping[tuple[int, str], Sequence[Decided]]
) -> Scanned:
    decided = decisions.get((version.answer.answer_id, verbatim_hash(version.answer.text)), ()) if decisions else ()
    if not decided:
        return Scanned(version, tuple(found), {})
    from coder.domain.personal import Finding, Kind

    # What a person decided stands, whatever the finder finds today.
    text = version.answer.text
    ours = [Finding(d.begins, d.ends, Kind(d.kind), text[d.begins : d.ends], True) for d in decided]
    others = [f for f in found if not any(f.start < c.end and c.start < f.end for c in ours)]
    findings = sorted((*ours, *others), key=lambda f: f.start)
    return Scanned(version, tuple(findings), {(d.begins, d.ends): d for d in decided})


def numbers_after(texts: Iterable[str], findings: Iterable[Finding], by: Finder) -> Numbers:
    """Return numbers that go on from those in texts where something was replaced before: nobody knows who had them."""
    highest: dict[str, int] = {}
    for label, number in (found for text in texts if "[" in text for found in _REPLACED.findall(text)):
        highest[label] = max(highest.get(label, 0), int(number or 1))
    numbers: Numbers = {}
    for one in {f.kind: f for f in findings}.values() if highest else ():
        before = 0
        for letter in ascii_lowercase:  # names of nobody take the numbers
            name = f"Qx{letter}"
            found = _REPLACED.match(by.redact(name, [replace(one, start=0, end=len(name), text=name)], dict(numbers)))
            number = int(found[2] or 1) if found else 0
            if not found or number <= before or number > highest.get(found[1], 0):
                break
            by.redact(name, [replace(one, start=0, end=len(name), text=name)], numbers)
            before = number
    return numbers


def rewritten(person: Sequence[Scanned], sure: bool, by: Finder) -> tuple[list[Change], list[Decided]]:
    """Return the new texts of a respondent's answers, and where decisions to keep something stand in them."""
    also = frozenset(fold(f.text) for s in person for f in s.chosen)
    chosen = [(s, f) for s in person if (f := s.to_replace(sure, also))]
    if not chosen:
        return [], []
    numbers = numbers_after([s.version.answer.text for s in person], [f for _s, found in chosen for f in found], by)
    changes, kept = [], []
    for scanned, findings in chosen:
        text = scanned.version.answer.text
        new = by.redact(text, findings, numbers)
        changes.append(Change(scanned.version, new))
        for one in scanned.kept:
            before = [f for f in findings if f.end <= one.begins]
            begins = len(by.redact(text[: one.begins], before, numbers))
            ends = begins + one.ends - one.begins
            kept.append(replace(one, begins=begins, ends=ends, verbatim_hash=verbatim_hash(new)))
    return changes, kept
