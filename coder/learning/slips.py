"""Slips in codings: against the model that did not see them, against the codebook, and against other codings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from coder.domain.codebook import Codebook

Array = npt.NDArray[np.float64]

FEWEST_CODED = 50
"""Different coded answers below which the model contradicts nobody: it has not seen enough of the coders' ways."""

STRONG = 4.0
"""Sum of log-odds against a coding from which it is listed: odds of some 50 to 1. `python -m tests.benchmarks.slips`
shows what that finds among codings that were changed on purpose, and how many good ones stand beside them."""

FORGIVEN = 0.5
"""How much of a code's own log-odds is taken off before the model contradicts that it was given: the probability of a
rare code is never high, and that alone is no sign of a slip."""

PART = 1.0
"""Log-odds from which a single code is named as a part of the contradiction."""

SMALLEST = 1e-4
"""Probabilities stay this far from 0 and 1: no code outweighs all others."""

Rule = Literal["retired", "net", "unknown", "alone"]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A coding that the model would not expect."""

    place: int
    """The row of the arrays that were compared."""
    strength: float
    """Log-odds against the coding, added up over its codes."""
    missing: tuple[tuple[str, float], ...]
    """Codes that were not given, with their held-out probability, most probable first."""
    doubted: tuple[tuple[str, float], ...]
    """Codes that were given, with their held-out probability, least probable first."""


def contradictions(
    probabilities: Array, given: npt.NDArray[np.bool_], codes: Sequence[str], least: float = STRONG
) -> list[Contradiction]:
    """Return the codings that held-out probabilities contradict, the strongest contradiction first.

    A code that was not given counts with its log-odds, one that was given with its log-odds turned about, less half
    those of the code's share; only what speaks against the coding is added up. The idea of looking for wrong labels
    where held-out probabilities are low is that of confident learning (Northcutt, Jiang and Chuang 2021, Journal of
    Artificial Intelligence Research 70), per code for answers with several (Thyagarajan et al. 2022, arXiv:2211.13895).

    Parameters
    ----------
    probabilities : (n_coded, n_codes), of fits that did not see the coding of the answer itself.
    given : (n_coded, n_codes), what people coded.
    codes : the ids of the columns.
    least : the strength from which a contradiction is returned.
    """
    if len(given) < FEWEST_CODED:
        return []
    odds = _log_odds(np.clip(probabilities, SMALLEST, 1 - SMALLEST))
    usual = _log_odds((given.sum(axis=0) + 1) / (len(given) + 2))
    against = np.maximum(np.where(given, FORGIVEN * usual - odds, odds), 0)
    strength = against.sum(axis=1)
    found = []
    for place in np.argsort(-strength, kind="stable"):
        if strength[place] < least:
            break
        parts = np.flatnonzero(against[place] >= min(PART, against[place].max()))
        named = [(codes[int(j)], float(probabilities[place, j]), bool(given[place, j])) for j in parts]
        found.append(
            Contradiction(
                int(place),
                float(strength[place]),
                tuple(sorted(((code, p) for code, p, was in named if not was), key=lambda part: -part[1])),
                tuple(sorted(((code, p) for code, p, was in named if was), key=lambda part: part[1])),
            )
        )
    return found


def _log_odds(p: Array) -> Array:
    return np.asarray(np.log(p / (1 - p)))


def breaches(codes: Iterable[str], codebook: Codebook) -> list[tuple[str, Rule]]:
    """Return what the codebook forbids in a coding: (code id, why), in the order of the codebook.

    Codes that are retired, are nets, or are not in the codebook (any more); exclusive codes beside another.
    """
    given = codebook.ordered(codes)
    found: list[tuple[str, Rule]] = []
    for code_id in given:
        code = codebook.by_id.get(code_id)
        if code is None:
            found.append((code_id, "unknown"))
        elif code_id in codebook.nets:
            found.append((code_id, "net"))
        elif code.retired:
            found.append((code_id, "retired"))
        elif code.exclusive and len(given) > 1:
            found.append((code_id, "alone"))
    return found


def coded_otherwise(
    groups: Mapping[int, Hashable], codings: Mapping[int, Sequence[frozenset[str]]]
) -> dict[int, list[int]]:
    """Return the answers that are coded otherwise than answers like them: row -> the rows it differs from.

    A row whose own repeats are coded differently is always among them, and differs from itself. Of a group of rows
    those are returned whose codes are not the commonest in it; all of them where none are.

    Parameters
    ----------
    groups : by row, what rows that should be coded alike have in common.
    codings : by row, the codes of each respondent who gave that answer.
    """
    members: dict[Hashable, list[int]] = defaultdict(list)
    for row in codings:
        members[groups[row]].append(row)
    found: dict[int, list[int]] = {}
    for rows in members.values():
        times = Counter(codes for row in rows for codes in codings[row])
        if len(times) == 1:
            continue
        (commonest, most), (_second, next_most) = times.most_common(2)
        usual = {commonest} if most > next_most else set()
        for row in rows:
            own = set(codings[row])
            if own - usual:
                found[row] = [other for other in rows if set(codings[other]) != own or (other == row and len(own) > 1)]
    return found
