"""How the codes of two codebooks match that become one, for a person to look at before it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from coder.domain.codebook import Codebook

How = Literal["added", "relabelled", "same as"]


@dataclass(frozen=True, slots=True)
class MatchedCode:
    """A code of the other codebook that is not simply the same here."""

    how: How
    """It is new here; or has another label there; or is here under another id."""
    code_id: str
    label: str
    """There."""
    here: tuple[str, str] | None
    """Id and label here, before; None where it is new."""
    now: tuple[str, str]
    """Id and label from now on."""


@dataclass(frozen=True, slots=True)
class Matched:
    """The codes of one question."""

    question_id: str
    same: int
    """Codes with the same id and label."""
    only_here: int
    codes: tuple[MatchedCode, ...]

    @property
    def differs(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.codes)


def matched(
    question_id: str, ours: Codebook, theirs: Codebook, joined: Codebook, followed: Callable[[str], str]
) -> Matched:
    """Return how the codes of `theirs` match with `ours`.

    Parameters
    ----------
    joined : what the two became.
    followed : says which code an id stands for.
    """
    here = {followed(code.code_id): code for code in reversed(ours.codes)}
    codes, same, seen = [], 0, set()
    for code in theirs.codes:
        code_id = followed(code.code_id)
        seen.add(code_id)
        known = here.get(code_id)
        now = (code_id, joined.label(code_id))
        how: How = "added"
        if known is not None:
            if (known.code_id, known.label) == (code.code_id, code.label):
                same += 1
                continue
            how = "relabelled" if known.code_id == code.code_id else "same as"
        codes.append(MatchedCode(how, code.code_id, code.label, (known.code_id, known.label) if known else None, now))
    return Matched(question_id, same, len(here.keys() - seen), tuple(codes))
