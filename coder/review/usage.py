"""How the codes are used now: how many answers carry each, and which of them came last. Kept while one codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from coder.domain.codebook import Codebook
from coder.domain.survey import Answer

Carried = tuple[str, ...]


class Usage:
    """Which answers of the question carry which codes.

    Parameters
    ----------
    codings : answers with their codes, the newest last.
    """

    def __init__(self, codings: Iterable[tuple[Answer, Carried]] = ()) -> None:
        self._codes: dict[int, Carried] = {}
        self._answers: dict[str, dict[int, Answer]] = {}
        self._before: dict[str, list[tuple[Answer, Carried]]] = {}
        self._codebook = Codebook()
        self._counts: Counter[str] = Counter()
        for answer, codes in codings:
            self._set(answer, codes)

    def give(self, action_id: str, answers: Iterable[Answer], codes: Carried) -> None:
        """Take in that an action gave answers these codes, in place of those they had."""
        self._before[action_id] = [(answer, self._codes.get(answer.answer_id, ())) for answer in answers]
        for answer, _codes in self._before[action_id]:
            self._set(answer, codes)

    def take_back(self, action_id: str) -> None:
        """Take in that an action was undone."""
        for answer, codes in self._before.pop(action_id, ()):
            self._set(answer, codes)

    def counts(self, codebook: Codebook) -> Mapping[str, int]:
        """Return how many answers carry each code; in a net an answer counts once."""
        if codebook is not self._codebook:
            self._codebook, self._counts = codebook, Counter()
            for codes, n in Counter(self._codes.values()).items():
                self._count(codes, n)
        return self._counts

    def carrying(self, code_ids: Iterable[str]) -> int:
        """Return how many answers carry one of these codes or more."""
        return len(set[int]().union(*(self._answers.get(code_id, ()) for code_id in code_ids)))

    def examples(self, code_id: str, most: int, but: str = "") -> list[str]:
        """Return the newest different verbatims with a code, without the text that has the hash `but`."""
        found: dict[str, str] = {}
        for answer in reversed(self._answers.get(code_id, {}).values()):
            if answer.text_hash != but:
                found.setdefault(answer.text_hash, answer.text)
            if len(found) == most:
                break
        return list(found.values())

    def _count(self, codes: Carried, n: int) -> None:
        for code_id in self._codebook.with_nets(codes):
            self._counts[code_id] += n

    def _set(self, answer: Answer, codes: Carried) -> None:
        before = self._codes.pop(answer.answer_id, ())
        self._count(before, -1)
        self._count(codes, 1)
        for code_id in before:
            self._answers[code_id].pop(answer.answer_id, None)
        for code_id in codes:
            self._answers.setdefault(code_id, {})[answer.answer_id] = answer
        if codes:
            self._codes[answer.answer_id] = codes
