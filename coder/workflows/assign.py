"""Divide the open answers of a question over coders; a random part of them is for all, so that they can be compared."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from coder.domain.coding import BY_PEOPLE
from coder.domain.errors import UsageError
from coder.domain.survey import Answer
from coder.domain.texts import _, ngettext
from coder.review.ports import Item
from coder.review.queue import items
from coder.store.assignments import Assignment
from coder.store.codings import closed_by_machine, final
from coder.workflows.division import Division, division
from coder.workflows.project import open_project, the_question, the_round

By = Literal["random", "round"]


@dataclass(frozen=True, slots=True)
class Double:
    """How much all coders code: a share of the different answers (0 to 1), or a number of them."""

    share: float | None = None
    number: int = 0

    @classmethod
    def of(cls, text: str) -> Double:
        """Read '20%' or '40'.

        Raises
        ------
        UsageError : it is neither, or more than everything.
        """
        found = re.fullmatch(r"(\d{1,9}(?:[.,]\d{1,9})?) ?%|(\d{1,9})", text.strip())
        if found is None:
            raise UsageError(
                _("--double {text} is not a share or a number").format(text=text),
                _("Give a share such as 20%, or a number of different answers such as 40."),
            )
        if found[2] is not None:
            return cls(number=int(found[2]))
        share = float(found[1].replace(",", ".")) / 100
        if share > 1:
            raise UsageError(
                _("--double {text} is more than all answers").format(text=text),
                _("With --double 100% everybody codes everything."),
            )
        return cls(share)

    def texts(self, n: int) -> int:
        """Return how many of `n` different answers that is."""
        if self.share is not None:
            return round(self.share * n)
        if self.number > n:
            raise UsageError(
                ngettext(
                    "--double {number} is more than the {n} different answer there is",
                    "--double {number} is more than the {n} different answers there are",
                    n,
                ).format(number=self.number, n=n),
                _("With --double 100% everybody codes everything."),
            )
        return self.number


def assign(
    path: Path,
    question_id: str | None,
    round_id: str | None,
    coders: Sequence[str],
    double: Double,
    coder_id: str,
    *,
    by: By = "random",
    seed: int | None = None,
    blind: bool = True,
    force: bool = False,
) -> Division:
    """Divide the answers that nobody decided, in one action; what was decided stays whose it was.

    Answers with the same text, and groups, stay together. The part for all is drawn from the different answers by
    chance. Once somebody has begun with it, it stays as it is: dividing again with the same coders adds to it.

    Parameters
    ----------
    by : 'random' deals the rest out at random and evenly; 'round' gives each coder whole rounds.
    seed : of the draw, for repeating it; None draws one. It is kept with the action.
    blind : whether the part for all is coded without suggestions.
    force : draw the part for all anew although somebody has begun with it; what they decided stays in it.

    Raises
    ------
    UsageError : no such question or round, nothing to divide, more for all than there is, fewer rounds than coders, or
        the part for all would change although somebody has begun with it.
    """
    with open_project(path) as project:
        question = the_question(project, question_id)
        key = question.question_id
        round_id = the_round(project, round_id, key)
        answers = project.answers.answers(key, round_id)
        current = project.codings.current(key, round_id)
        done = closed_by_machine(current) | final(current, BY_PEOPLE).keys()
        there = {a.answer_id for a in answers}
        sharing = _sharing(a for a in project.assignments.current(key) if a.answer_id in there)
        locked = _locked(sharing, {(c.answer_id, c.coder_id) for c in current if c.status != "open"}, done, force)
        free = [a for a in answers if a.answer_id not in done and a.answer_id not in locked]
        groups = project.groups.current(key)
        units = _units(free, groups, by)
        kept = len(_units([a for a in answers if a.answer_id in locked], groups, by))
        if not units:
            raise UsageError(
                _("There is nothing to divide in question {question}").format(question=key),
                _("All its answers are decided, or stand in the part for all; coder assign --show shows it."),
            )
        wanted = double.texts(len(units) + kept)
        if not force and kept and (wanted < kept or any(sharing[a] != frozenset(coders) for a in locked)):
            raise _begun(sharing, locked, kept)
        seed = secrets.randbits(31) if seed is None else seed
        drawn = sorted(units, key=lambda unit: _lot(seed, unit.first))
        more = max(0, wanted - kept)
        shared, rest = drawn[:more], drawn[more:]
        owners = _by_round(rest, coders) if by == "round" else _evenly(rest, coders)
        details = {
            "question": key, "round": round_id or "", "coders": list(coders), "by": by, "seed": seed,
            "blind": blind, "double": len(shared), "answers": len(free),
        }  # fmt: skip
        rows = [Assignment(a.answer_id, name, True) for unit in shared for a in unit.answers for name in coders]
        rows += [
            Assignment(a.answer_id, name, False) for unit, name in zip(rest, owners, strict=True) for a in unit.answers
        ]
        with project.transaction():  # what was read above took long: others write meanwhile
            project.assignments.add(rows, project.actions.add(coder_id, "assign", details))
        return division(project, question, round_id)


def _sharing(assignments: Iterable[Assignment]) -> dict[int, frozenset[str]]:
    """Return who code each answer that several code."""
    found: dict[int, set[str]] = {}
    for one in assignments:
        if one.shared:
            found.setdefault(one.answer_id, set()).add(one.coder_id)
    return {answer_id: frozenset(names) for answer_id, names in found.items()}


def _locked(
    sharing: Mapping[int, frozenset[str]], decided: Collection[tuple[int, str]], done: Collection[int], force: bool
) -> frozenset[int]:
    """Return the answers of the part for all that stay in it: all once somebody has begun, else none."""
    if force:
        return frozenset(sharing).intersection(done)
    begun = any((answer_id, name) in decided for answer_id, names in sharing.items() for name in names)
    return frozenset(sharing) if begun else frozenset()


def _begun(sharing: Mapping[int, frozenset[str]], locked: Iterable[int], kept: int) -> UsageError:
    names = ", ".join(sorted(frozenset().union(*(sharing[a] for a in locked))))
    return UsageError(
        ngettext(
            "The part for all ({n} different answer, for {coders}) has been begun, and this would change it",
            "The part for all ({n} different answers, for {coders}) has been begun, and this would change it",
            kept,
        ).format(n=kept, coders=names),
        _(
            "With the same coders and as large a --double, dividing again leaves it as it is; --round NAME divides "
            "another round; --force draws anew what nobody decided of it."
        ),
    )


def _units(answers: Sequence[Answer], groups: Mapping[str, str], by: By) -> list[Item]:
    """Return what stays together: answers with one text or in one group; within a round where rounds are divided."""
    if by == "random":
        return items(answers, (), groups)
    rounds = dict.fromkeys(a.round_id for a in answers)
    return [unit for name in rounds for unit in items([a for a in answers if a.round_id == name], (), groups)]


def _lot(seed: int, answer: Answer) -> bytes:
    return hashlib.blake2b(f"{seed}:{answer.answer_id}".encode(), digest_size=16).digest()


def _evenly(units: Sequence[Item], coders: Sequence[str]) -> list[str]:
    """Return who gets each unit: the largest first, each to whoever has the fewest answers."""
    load = dict.fromkeys(coders, 0)
    owners = [""] * len(units)
    for place in sorted(range(len(units)), key=lambda n: -len(units[n].answers)):
        owners[place] = min(coders, key=lambda name: load[name])
        load[owners[place]] += len(units[place].answers)
    return owners


def _by_round(units: Sequence[Item], coders: Sequence[str]) -> list[str]:
    rounds: dict[str, list[Answer]] = {}
    for unit in units:
        rounds.setdefault(unit.first.round_id, []).extend(unit.answers)
    if 0 < len(rounds) < len(coders):
        raise UsageError(
            ngettext(
                "There is {n} round with open answers, for {coders} coders",
                "There are {n} rounds with open answers, for {coders} coders",
                len(rounds),
            ).format(n=len(rounds), coders=len(coders)),
            _("Divide at random instead: leave out --by round."),
        )
    named = sorted(rounds)
    owner = dict(zip(named, _evenly([Item(tuple(rounds[name])) for name in named], coders), strict=True))
    return [owner[unit.first.round_id] for unit in units]
