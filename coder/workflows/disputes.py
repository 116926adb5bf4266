"""Where people coded the same answer differently, and whether it was settled which coding counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from coder.domain.codebook import Codebook
from coder.domain.coding import BY_PEOPLE, RECONCILED, Coding
from coder.domain.comparing import carried_on, comparable
from coder.domain.survey import Answer
from coder.review.disputes import Dispute, Side
from coder.workflows.project import Project, codebook_of

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
    codebook: Codebook,
    coders: Collection[str] = (),
) -> list[Dispute]:
    """Return what has to be settled, in the order of the answers; equal texts that were coded equally make one.

    An answer has to be settled when at least two coded it and gave it different codes, or one wants to talk about it.
    It comes back when one of them coded it otherwise since then, unless all agree with what was settled. That a code
    was merged or split makes no difference between who coded before and after (see `coder.domain.comparing`).

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
            codes = carried_on(codebook, coding.codes)
            side = Side(coding.coder_id, codes, coding.status == "flagged", coding.memo)
            sides.setdefault(coding.answer_id, {})[coding.coder_id] = side
    found: dict[object, list[Answer]] = {}
    cards: dict[object, Dispute] = {}
    for answer in answers:
        known = sides.get(answer.answer_id, {})
        shown = tuple(known[name] for name in sorted(known))
        one = _dispute(shown, reconciled.get(answer.answer_id), settled, codebook)
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


def _dispute(
    sides: tuple[Side, ...], coding: Coding | None, settled: Mapping[str, Decided], codebook: Codebook
) -> Dispute | None:
    if len(sides) < 2:
        return None
    given = [side.codes for side in sides]
    differ = len(set(comparable(codebook, given))) > 1 or any(side.flagged for side in sides)
    memo = coding.memo if coding is not None else ""
    if coding is None or coding.status != "coded":
        return Dispute((), sides, memo=memo) if differ else None
    now, then = decided_of(sides), settled.get(coding.action_id)
    changed = tuple(name for name in now if then is not None and _since(codebook, then.get(name, ())) != now[name])
    before = carried_on(codebook, coding.codes)
    agree = not differ and len(set(comparable(codebook, [*given, before]))) == 1
    return Dispute((), sides, before, changed, memo) if changed and not agree else None


def _since(codebook: Codebook, decided: Sequence[str]) -> list[str]:
    """Return what an action remembers of a coder, with merged codes as what they became."""
    return [*decided[:1], *sorted(carried_on(codebook, decided[1:]))]


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
    codebook = codebook_of(project, question_id) or Codebook()
    return sum(len(one.answers) for one in disputes(answers, codings, settled_by(project), codebook))
