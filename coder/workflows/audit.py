"""Random samples of answers for people to code: what percentages of answers that nobody read rest on.

A *frame* is the answers of one round that no person had decided when a sample was first drawn from it. A random order
of the whole frame is fixed at that moment, by a seed that nobody chooses, and a sample of N is its first N answers. So
a larger sample contains the smaller one and is as random: it is what drawing N at once would have given. Drawing anew
from the answers still undecided would not be, because which ones those are depends on what people did meanwhile.

Only the seed and the moment are kept; the members of a frame follow from the history of the project.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coder.domain.coding import BY_PEOPLE, Coding
from coder.domain.errors import ProjectError
from coder.domain.ids import new_id
from coder.domain.texts import _
from coder.store.codings import final
from coder.workflows.project import Project, open_project

FEWEST_PER_FRAME = 10
"""Answers drawn at least from each of several frames: fewer say nothing of how much answers differ there."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The answers of one round that a sample was drawn from."""

    until: str
    """The id that marks the moment of the first draw, and names the frame."""
    round_id: str
    seed: str
    without: tuple[str, ...]
    """Earlier frames of the round, whose answers are not in this one."""
    members: frozenset[int]
    """Answer ids."""
    drawn: tuple[int, ...] = ()
    """The sample: answer ids in the order drawn."""

    def next_ones(self, n: int) -> list[int]:
        """Return the next `n` answers of the random order that were not drawn yet."""
        rest = self.members.difference(self.drawn)
        return sorted(rest, key=lambda a: hashlib.blake2b(f"{self.seed}:{a}".encode(), digest_size=16).digest())[:n]


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample of a question and round, as far as people are with it."""

    drawn: tuple[int, ...]
    """Answer ids, in the order drawn."""
    to_code: tuple[int, ...]
    """Of these, in the same order, those that are not coded yet; skipped and flagged ones too."""
    aside: tuple[str, ...]
    """The respondents whose drawn answer was skipped or flagged."""
    population: int
    """Answers that it was drawn from."""
    added: int = 0
    """Answers that were drawn just now."""


def frames(project: Project, question_id: str) -> list[Frame]:
    """Return the frames from which samples of this question were drawn, oldest first.

    Raises
    ------
    ProjectError : what the project file says of a draw is not readable.
    """
    sampled = project.samples.current(question_id)
    if not sampled:
        return []
    found: dict[tuple[str, str], Frame] = {}
    for action_id in dict.fromkeys(one.action_id for one in sampled):
        action = project.actions.get(action_id)
        try:
            for one in action.details["frames"] if action else ():
                key = (str(one["until"]), str(one["round"]))
                if key not in found:
                    without = tuple(map(str, one["without"]))
                    found[key] = Frame(*key, str(one["seed"]), without, _members(project, question_id, *key, without))
        except (KeyError, TypeError, AttributeError) as error:
            raise ProjectError(
                _("The random sample of question {question} in {path} is damaged").format(
                    question=question_id, path=project.path
                ),
                _("Undo the draw (coder log shows who made it) and draw anew: coder review --audit 100."),
            ) from error
    there = {answer.answer_id for answer in project.answers.answers(question_id)}
    drawn = [one.answer_id for one in sampled]
    return [
        replace(f, members=f.members & there, drawn=tuple(a for a in drawn if a in f.members & there))
        for _key, f in sorted(found.items())
    ]


def _members(project: Project, question_id: str, until: str, round_id: str, without: Sequence[str]) -> frozenset[int]:
    members = frozenset(project.samples.frame(question_id, round_id, until))
    for place, earlier in enumerate(without):
        members -= _members(project, question_id, earlier, round_id, without[:place])
    return members


def draw(project: Project, question_id: str, round_id: str | None, n: int, coder_id: str) -> Sample:
    """Draw a random sample of `n` answers that nobody has decided, or go on with the one there is; return it.

    Several rounds (None: all) share the sample by their size, with some answers from each. A sample that is as large
    already stays as it is; a larger `n` adds to it.
    """
    with project.transaction():
        known = frames(project, question_id)
        meant = [f for f in known if round_id in (None, f.round_id)] + _new(project, question_id, round_id, known)
        more = [
            f.next_ones(size - len(f.drawn))
            for f, size in zip(meant, _allotted([len(f.members) for f in meant], n), strict=True)
            for size in [max(size, len(f.drawn))]
        ]
        if any(more):
            details = {
                "question": question_id,
                "round": round_id or "",
                "n": sum(map(len, more)),
                "population": sum(len(f.members) for f in meant),
                "frames": [
                    {"until": f.until, "round": f.round_id, "seed": f.seed, "without": list(f.without)}
                    | {"population": len(f.members), "n": len(new)}
                    for f, new in zip(meant, more, strict=True)
                    if new
                ],
            }
            action_id = project.actions.add(coder_id, "audit", details)
            # Frames take turns, so that a sample that is half coded is half of each.
            turns = sorted((place / len(new), i, place) for i, new in enumerate(more) for place in range(len(new)))
            rows = [(more[i][place], question_id, meant[i].round_id) for _turn, i, place in turns]
            project.samples.add(rows, action_id)
    return _sample(project, question_id, round_id, sum(map(len, more)))


def sample_of(path: Path, question_id: str, round_id: str | None) -> Sample:
    """Return the random sample of a question and round (None: all), as far as people are with it."""
    with open_project(path) as project:
        return _sample(project, question_id, round_id, 0)


def _sample(project: Project, question_id: str, round_id: str | None, added: int) -> Sample:
    meant = [f for f in frames(project, question_id) if round_id in (None, f.round_id)]
    members = frozenset[int]().union(*(f.drawn for f in meant))
    drawn = [one.answer_id for one in project.samples.current(question_id) if one.answer_id in members]
    decided = final(project.codings.current(question_id, round_id), BY_PEOPLE)
    to_code = [a for a in drawn if (c := _read(decided, a)) is None or c.status != "coded"]
    aside = {a for a in to_code if _read(decided, a) is not None}
    names = [a.respondent_id for a in project.answers.answers(question_id) if a.answer_id in aside]
    return Sample(tuple(drawn), tuple(to_code), tuple(names), sum(len(f.members) for f in meant), added)


def _new(project: Project, question_id: str, round_id: str | None, known: Sequence[Frame]) -> list[Frame]:
    """Return a frame for each round in which there are undecided answers outside all frames."""
    until = new_id()
    found = []
    for name in [round_id] if round_id is not None else project.answers.rounds(question_id):
        without = tuple(f.until for f in known if f.round_id == name)
        members = _members(project, question_id, until, name, without)
        if members:
            found.append(Frame(until, name, secrets.token_hex(8), without, members))
    return found


def _allotted(sizes: Sequence[int], n: int) -> list[int]:
    """Return how many of `n` each frame gets: in proportion, but a few of each, and never more than it has."""
    total, before, given = sum(sizes), 0, []
    for size in sizes:
        # Rounding the running total makes the parts add up to n.
        part = round(n * (before + size) / total) - round(n * before / total)
        given.append(min(size, max(part, min(n, FEWEST_PER_FRAME))))
        before += size
    return given


def coded_sample(frame: Frame, decided: Mapping[int, Coding]) -> tuple[list[int], list[int]]:
    """Return the part of a sample that can be used, and what stands in its way.

    The sample is used up to the first answer that nobody decided: those after it may have been coded because they
    were easy, or equal to another one, and would not be a random choice.

    Returns
    -------
    The coded answers before that, and those among them that were skipped or flagged (answer ids, in the order drawn).
    """
    coded: list[int] = []
    aside: list[int] = []
    for answer_id in frame.drawn:
        coding = _read(decided, answer_id)
        if coding is None:
            break
        (coded if coding.status == "coded" else aside).append(answer_id)
    return coded, aside


def _read(decided: Mapping[int, Coding], answer_id: int) -> Coding | None:
    """Return the decision of a person who saw the text; that about an answer which reads alike does not count."""
    coding = decided.get(answer_id)
    return coding if coding is not None and coding.source != "group" else None
