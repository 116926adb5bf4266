"""The queue: which answers a coder gets to see, as items, and in which order."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Literal

from coder.domain.survey import Answer
from coder.review.ports import Item

Order = Literal["file", "random", "hardest", "similar"]

RANDOM_SEED = 20240607  # fixed, so that coming back finds the same random order


NO_GROUPS: Mapping[str, str] = MappingProxyType({})


def items(
    answers: Iterable[Answer], sampled: Collection[int] = (), groups: Mapping[str, str] = NO_GROUPS
) -> list[Item]:
    """Put identical answers (equal `text_hash`), and those of one group, into items, in order of their first answer.

    The most frequent text of a group comes first in its item.

    Parameters
    ----------
    sampled : answer ids; items whose first answer is in here are marked, and read without others of their group.
    groups : the group of each text that is in one, by text hash.
    """
    answers = list(answers)
    alone = {answer.text_hash for answer in answers if answer.answer_id in sampled}
    found: dict[tuple[str, str], list[Answer]] = {}
    for answer in answers:
        group = None if answer.text_hash in alone else groups.get(answer.text_hash)
        key = ("text", answer.text_hash) if group is None else ("group", group)
        found.setdefault(key, []).append(answer)
    together = [_by_frequency(one) for one in found.values()]
    return [Item(tuple(one), one[0].answer_id in sampled) for one in together]


def _by_frequency(answers: list[Answer]) -> list[Answer]:
    if len(answers) == 1:
        return answers
    times = Counter(answer.text_hash for answer in answers)
    place = {text: n for n, (text, _times) in enumerate(times.most_common())}  # equal counts: as in the file
    return sorted(answers, key=lambda answer: place[answer.text_hash])


def narrowed(queue: Iterable[Item], wanted: Callable[[Answer], bool]) -> list[Item]:
    """Return the queue with only the answers that are wanted; items of which none is left fall out."""
    kept = ((item, tuple(a for a in item.answers if wanted(a))) for item in queue)
    return [item if len(part) == len(item.answers) else replace(item, answers=part) for item, part in kept if part]


def ordered(queue: list[Item], order: Order, priority: Mapping[int, float]) -> list[Item]:
    """Return the queue in the order asked for. 'hardest' and 'similar' follow the priority (see `Suggester`).

    A random sample comes before all else, in the order drawn: only an unbroken part of it is random. What several
    coders code stands evenly between the rest, in the order given: as a block it would be read differently.
    """
    if any(item.sampled for item in queue):
        rest = [item for item in queue if not item.sampled]
        return [item for item in queue if item.sampled] + ordered(rest, order, priority)
    if any(item.shared for item in queue):
        own = ordered([item for item in queue if not item.shared], order, priority)
        return _mixed(own, [item for item in queue if item.shared])
    if order == "random":
        shuffled = sorted(queue, key=lambda item: item.first.answer_id)
        random.Random(RANDOM_SEED).shuffle(shuffled)  # noqa: S311 - an order, no secret
        return shuffled
    if order in ("hardest", "similar"):
        # What has no place yet comes now: it was taken out of a card, or its decision was undone.
        return sorted(queue, key=lambda item: -priority.get(item.first.answer_id, math.inf))
    return list(queue)


def _mixed(own: list[Item], shared: list[Item]) -> list[Item]:
    places = [((n + 0.5) / len(part), item) for part in (own, shared) for n, item in enumerate(part)]
    return [item for _place, item in sorted(places, key=lambda entry: entry[0])]
