"""Where people coded the same answer differently, and whether it was settled which coding counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from coder.domain.coding import BY_PEOPLE, RECONCILED, Coding
from coder.domain.survey import Answer
from coder.review.disputes import Dispute, Side
from coder.workflows.project import Project

COMMAND = "reconcile"

Decided = Mapping[str, Sequence[str]]
"""By coder: the status and the codes that they gave an answer."""


def decided_of(sides: Iterable[Side]) -> dict[str, list[str]]:
    """Return what each coder made of an answer, as the action that settles it remembers it."""
    return {side.coder_id: ["flagged" if side.flagged else "coded", *sorted(side.codes)] for side in sides}


def disputes(
    answers: Iterable[Answer],
    codings: Iterable[Coding],
    settled: Mapping[str, Decided],
    coders: Collection[str] = (),
) -> list[Dispute]:
    """Return what has to be settled, in the order of the answers; equal texts that were coded equally make one.

    An answer has to be settled when at least two coded it and gave it different codes, or one wants to talk about it.
    It comes back when one of them coded it otherwise since then, unless all agree with what was settled.

    Parameters
    ----------
    codings : current ones, oldest first.
    settled : by action: what each coder had made of the answers that it settled; see `settled_by`.
    coders : whose codings count; nobody means everybody's.
    """
    sides: dict[int, dict[str, Side]] = {}
    reconciled: dict[int, Coding] = {}
    for coding in codings:
        if coding.coder_id == RECONCILED:
            reconciled[coding.answer_id] = coding
        elif _counts(coding) and (not coders or coding.coder_id in coders):
            side = Side(coding.coder_id, coding.codes, coding.status == "flagged", coding.memo)
            sides.setdefault(coding.answer_id, {})[coding.coder_id] = side
    found: dict[object, list[Answer]] = {}
    cards: dict[object, Dispute] = {}
    for answer in answers:
        known = sides.get(answer.answer_id, {})
        one = _dispute(tuple(known[name] for name in sorted(known)), reconciled.get(answer.answer_id), settled)
        if one is not None:
            key = (answer.text_hash, one.sides, one.before, one.changed, one.memo)
            cards.setdefault(key, one)
            found.setdefault(key, []).append(answer)
    return [
        Dispute(tuple(members), cards[key].sides, cards[key].before, cards[key].changed, cards[key].memo)
        for key, members in found.items()
    ]


def _counts(coding: Coding) -> bool:
    return coding.source in BY_PEOPLE and coding.status in ("coded", "flagged")


def _dispute(sides: tuple[Side, ...], coding: Coding | None, settled: Mapping[str, Decided]) -> Dispute | None:
    if len(sides) < 2:
        return None
    differ = len({frozenset(side.codes) for side in sides}) > 1 or any(side.flagged for side in sides)
    memo = coding.memo if coding is not None else ""
    if coding is None or coding.status != "coded":
        return Dispute((), sides, memo=memo) if differ else None
    now, then = decided_of(sides), settled.get(coding.action_id)
    changed = tuple(name for name in now if then is not None and list(then.get(name, ())) != now[name])
    agree = not differ and frozenset(sides[0].codes) == frozenset(coding.codes)
    return Dispute((), sides, coding.codes, changed, memo) if changed and not agree else None


def settled_by(project: Project) -> dict[str, Decided]:
    """Return by action what each coder had made of the answers that it settled."""
    found: dict[str, Decided] = {}
    for action in project.actions.of_command(COMMAND):
        decided = action.details.get("of")
        if isinstance(decided, dict) and all(isinstance(codes, list) for codes in decided.values()):
            found[action.action_id] = decided
    return found


def disputed_answers(project: Project, question_id: str, round_id: str | None, codings: Sequence[Coding]) -> int:
    """Return how many answers people coded differently without settling which coding counts."""
    if len({c.coder_id for c in codings if c.source in BY_PEOPLE}) < 2:
        return 0
    answers = project.answers.each(question_id, round_id)
    return sum(len(one.answers) for one in disputes(answers, codings, settled_by(project)))
