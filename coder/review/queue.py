"""The queue: which answers a coder gets to see, as items, and in which order."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import Literal

from coder.domain.survey import Answer
from coder.review.ports import Item

Order = Literal["file", "random", "hardest"]

RANDOM_SEED = 20240607  # fixed, so that coming back finds the same random order


def items(answers: Iterable[Answer]) -> list[Item]:
    """Group identical answers (equal `text_hash`) into items, in the order of their first answer."""
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(answer.text_hash, []).append(answer)
    return [Item(tuple(group)) for group in groups.values()]


def ordered(queue: list[Item], order: Order, uncertainty: Mapping[int, float]) -> list[Item]:
    """Return the queue in the order asked for. 'hardest' puts the least certain suggestions first."""
    if order == "random":
        shuffled = sorted(queue, key=lambda item: item.first.answer_id)
        random.Random(RANDOM_SEED).shuffle(shuffled)  # noqa: S311 - an order, no secret
        return shuffled
    if order == "hardest":
        return sorted(queue, key=lambda item: -uncertainty.get(item.first.answer_id, 0.0))
    return list(queue)
