"""What was decided so far, and the regression that follows from it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coder.domain.folding import verbatim_hash
from coder.domain.words import Document
from coder.learning.landmarks import LandmarkRidge
from coder.learning.ridge import Ridge
from coder.learning.rows import Rows
from coder.learning.weights import Weights

Array = npt.NDArray[np.float64]

MOST_EXACT = 6000
"""Coded answers up to which the regression is exact: its time to begin with rises with the third power, one more answer
with the second. Beyond it, landmarks."""

LANDMARKS = 3000
"""Answers that stand for the rest beyond that."""

MOST_HELD = 10_000
"""Coded answers that get leave-one-out scores beyond that: plenty for the cuts of 100 codes."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """The coded answers with leave-one-out scores: what probabilities and cuts are fitted on."""

    rows: tuple[int, ...]
    y: Array
    """(n, n_codes)."""
    held_out: Array
    """(n, n_codes)."""


class Learner:
    """Learns ridge scores from decisions: all at once, or one at a time.

    Parameters
    ----------
    documents, x : the distinct answers, coded or not, and their features. codes : ids, the columns of all arrays.
    start : the score before anything is known. repeats : (n_answers,), respondents who gave each answer.
    """

    def __init__(
        self, documents: Sequence[Document], x: Rows, codes: Sequence[str], start: float, repeats: Array | None
    ) -> None:
        self._documents, self._x, self._repeats, self._start = documents, x, repeats, start
        self._column = {code: j for j, code in enumerate(codes)}
        self._hashes: dict[int, str] = {}
        self.coded: dict[int, frozenset[str]] = {}
        self.fit({})

    def fit(self, coded: Mapping[int, frozenset[str]]) -> None:
        """Forget everything, and learn these decisions: equal ones give an equal result, whatever their order."""
        self.coded = {row: coded[row] for row in sorted(coded) if 0 <= row < len(self._documents)}
        self._digest = sum(self._hash(row) for row in self.coded)
        self._rows = list(self.coded)
        self._place = {row: place for place, row in enumerate(self._rows)}
        y = self._wanted(self._rows)
        repeats = self._repeats[self._rows] if self._repeats is not None else None
        self._shares = self._weights_of(self._rows) @ y
        self._ridge: Ridge | LandmarkRidge
        self.stale = False
        if len(self._rows) <= MOST_EXACT:
            x = self._x[self._rows]
            self._ridge = Ridge(x.products(x).astype(float), y, self._start, repeats)
            self.weights = Weights(x.weights(self._ridge.dual.astype(np.float32)))
            return
        # Chosen by the hash of their text: an order that means nothing, and is always the same.
        order = sorted(range(len(self._rows)), key=lambda place: self._text_hash(self._rows[place]))
        self._held = np.array(sorted(order[:MOST_HELD]), dtype=np.intp)
        self._landmarks = self._x[[self._rows[place] for place in sorted(order[:LANDMARKS])]]
        every = self._x[self._rows]
        self._held_y = y[self._held]
        self._ridge = LandmarkRidge(
            self._landmarks.products(self._landmarks).astype(float),
            lambda places: every[places].products(self._landmarks),
            y,
            self._start,
            repeats,
            self._held,
        )
        self.weights = Weights(self._landmarks.weights(self._ridge.dual.astype(np.float32)))

    def anew(self, coded: Mapping[int, frozenset[str]]) -> Learner:
        """Return a learner of the same answers and codes that learnt these decisions; this one stays as it is."""
        fresh = copy(self)
        fresh.fit(coded)
        return fresh

    def follow(self, coded: Mapping[int, frozenset[str]]) -> None:
        """Take or take back single decisions until these are the decisions."""
        for row in self.coded.keys() - coded.keys():
            self.withdraw(row)
        for row, codes in coded.items():
            self.decide(row, codes)

    def decide(self, row: int, codes: frozenset[str]) -> None:
        """Take a decision about an answer, or change it."""
        before = self.coded.get(row)
        if before == codes or not 0 <= row < len(self._documents):
            return
        if before is not None:
            self._digest -= self._hash(row)
            self._shares = self._shares - self._weights_of([row]) @ self._wanted([row])
        self.coded[row] = codes
        self._digest += self._hash(row)
        y, repeats = self._wanted([row])[0], float(self._weights_of([row])[0])
        self._shares = self._shares + repeats * y
        if isinstance(self._ridge, LandmarkRidge):
            if before is not None:
                self.stale = True
                return
            products = self._landmarks.products(self._x[[row]])[:, 0].astype(float)
            self._move(self._landmarks, *self._ridge.add(products, y, repeats))
        elif before is not None:
            self._move(self._x[self._rows], *self._ridge.change(self._place[row], y))
        elif self._ridge.n >= MOST_EXACT:
            self.stale = True
        else:
            new = self._x[[row]]
            products = self._x[self._rows].products(new)[:, 0].astype(float)
            moved = self._ridge.add(products, float(new.products(new)[0, 0]), y, repeats)
            self._place[row] = len(self._rows)
            self._rows.append(row)
            self._move(self._x[self._rows], *moved)

    def withdraw(self, row: int) -> None:
        """Forget the decision about an answer, if there is one."""
        if row not in self.coded:
            return
        self._digest -= self._hash(row)
        self._shares = self._shares - self._weights_of([row]) @ self._wanted([row])
        del self.coded[row]
        if isinstance(self._ridge, LandmarkRidge) or row not in self._place:
            self.stale = True
            return
        place = self._place.pop(row)
        self._move(self._x[self._rows], *self._ridge.remove(place))
        last = self._rows.pop()
        if place < len(self._rows):
            self._rows[place], self._place[last] = last, place

    def alike(self, row: int, codes: Sequence[str], most: int) -> dict[str, list[int]]:
        """Return, per code, the `most` coded answers with that code that are nearest to an answer, nearest first."""
        having = {code: [r for r in self._rows if code in self.coded.get(r, ()) and r != row] for code in codes}
        rows = sorted({r for of_code in having.values() for r in of_code})
        if not rows:
            return {}
        near = dict(zip(rows, self._x[rows].products(self._x[[row]])[:, 0].tolist(), strict=True))
        return {
            code: sorted(of_code, key=lambda r: (-near[r], r))[:most] for code, of_code in having.items() if of_code
        }

    @property
    def level(self) -> Array:
        """The score of an answer that shares nothing with the coded ones: (n_codes,)."""
        return self._ridge.level

    @property
    def shares(self) -> tuple[Array, float]:
        """How many respondents have each code (n_codes,), and how many are coded."""
        return self._shares, float(self._weights_of(list(self.coded)).sum())

    @property
    def codings_hash(self) -> str:
        """A hash of the decisions: equal for equal ones, whatever their order."""
        return f"{self._digest % (1 << 128):032x}"

    def lessons(self) -> Lessons:
        """Return the coded answers with leave-one-out scores, as they are now."""
        if isinstance(self._ridge, LandmarkRidge):
            rows = tuple(self._rows[place] for place in self._held)
            return Lessons(rows, self._held_y, self._ridge.held_out)
        return Lessons(tuple(self._rows), self._ridge.y.copy(), self._ridge.held_out)

    def _move(self, basis: Rows, u: Array, t: Array) -> None:
        direction = basis.weights(u[:, None].astype(np.float32))[:, 0]
        self.weights = self.weights.moved(direction, t.astype(np.float32))

    def _wanted(self, rows: Sequence[int]) -> Array:
        y = np.zeros((len(rows), len(self._column)))
        for i, row in enumerate(rows):
            y[i, [self._column[code] for code in self.coded[row] if code in self._column]] = 1
        return y

    def _weights_of(self, rows: Sequence[int]) -> Array:
        return self._repeats[list(rows)] if self._repeats is not None else np.ones(len(rows))

    def _text_hash(self, row: int) -> str:
        if row not in self._hashes:
            self._hashes[row] = verbatim_hash(self._documents[row].text)
        return self._hashes[row]

    def _hash(self, row: int) -> int:
        parts = "\x1f".join([self._text_hash(row), *sorted(self.coded[row])])
        return int(hashlib.blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest(), 16)
