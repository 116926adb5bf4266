"""A scripted analyst at the real desk, who knows the right codes and counts the keys that it takes to give them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from coder import language
from coder.domain.codebook import Codebook
from coder.domain.codebook_edits import CodebookEdit
from coder.domain.coding import Suggestions
from coder.domain.folding import text_hash
from coder.domain.ids import answer_id
from coder.domain.survey import Answer
from coder.review.desk import Desk
from coder.review.finding import found
from coder.review.ports import Decision, Item, NoSuggestions, Suggester
from coder.review.queue import items
from coder.review.session import Session
from coder.workflows.coded import CodedAnswers
from coder.workflows.live import LiveSuggester
from tests.benchmarks.sets import CodedSet, encoding

SEARCH = 5
"""Keys that finding a code counts for, by convention."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What it took to code a set."""

    n: int
    cards: int
    keys: float
    """Per answer: Enter 1, a digit 1, a search 5."""
    pressed: float
    """Per answer: as the desk really got them."""
    accepted: float
    """Share of cards that needed nothing but a confirmation."""
    seconds: float


@dataclass
class Memory:
    """A `coder.review.ports.Recorder` that keeps decisions in a list."""

    rows: list[tuple[Item, Decision]] = field(default_factory=list)

    def record(self, item: Item, decision: Decision, shown: Suggestions) -> str:
        self.rows.append((item, decision))
        return str(len(self.rows))

    def add_code(self, name: str, definition: str) -> tuple[Codebook, str]:
        raise NotImplementedError

    def edit_codebook(self, edit: CodebookEdit) -> tuple[Codebook, str]:
        raise NotImplementedError

    def taken(self, item: Item) -> bool:
        return False

    def take_out(self, answers: Sequence[Answer]) -> str:
        raise NotImplementedError

    def undo(self, action_id: str) -> None:
        raise NotImplementedError


class Patient:
    """A suggester that waits until everything is learnt: what it shows does not hang on how fast the keys come."""

    def __init__(self, live: LiveSuggester) -> None:
        self.live = live
        self.learn, self.forget, self.use_codebook = live.learn, live.forget, live.use_codebook

    def suggest(self, answer: Answer) -> Suggestions:
        self.live.wait()
        return self.live.suggest(answer)

    def priority(self) -> Mapping[int, float]:
        return {}


class Analyst:
    """Presses keys until the card shows the right codes."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.pressed, self.keys = desk, 0, 0
        self._found: dict[str, list[str]] = {}

    def code(self, gold: frozenset[str]) -> bool:
        """Code the card; return whether its pre-selection was right."""
        session = self.desk.session
        accepted = set(session.draft.codes) == gold
        if not gold:
            self._press("x")
            self.keys += 1
            return accepted
        while set(session.draft.codes) != gold:
            chosen = set(session.draft.codes)
            # A code that stands alone takes the others off, so what is missing comes first.
            wanted = session.codebook.ordered(gold - chosen) or session.codebook.ordered(chosen - gold)
            self._toggle(wanted[0])
        self._press("enter")
        self.keys += 1
        return accepted

    def _toggle(self, code_id: str) -> None:
        ranked = [s.code_id for s in self.desk.session.shown.ranked[:9]]
        if code_id in ranked:
            self._press(str(ranked.index(code_id) + 1))
            self.keys += 1
        else:
            if code_id not in self._found:
                self._found[code_id] = self._search(code_id)
            self._press(*self._found[code_id])
            self.keys += SEARCH

    def _search(self, code_id: str) -> list[str]:
        """Return the fewest keys that find a code: the beginning of a word of its label, and lines down."""
        codebook = self.desk.session.codebook
        ways = []
        for word in codebook.label(code_id).split():
            for length in range(1, len(word) + 1):
                typed = word[:length].lower()
                fits = [code.code_id for code in found(codebook.usable, typed)]
                if code_id in fits:
                    ways.append([*typed, *["down"] * fits.index(code_id)])
        return ["/", *min(ways, key=len), "enter", "escape"]

    def _press(self, *keys: str) -> None:
        for key in keys:
            self.desk.press(key)
        self.pressed += len(keys)


def answers_of(texts: Sequence[str]) -> list[Answer]:
    """Return texts as the answers to one question."""
    return [
        Answer(answer_id("q", "1", str(i)), "q", "1", str(i), text, text_hash(text), i) for i, text in enumerate(texts)
    ]


def coded_answers(answers: Sequence[Answer]) -> CodedAnswers:
    """Return answers of which none is coded yet, as a project would give them."""
    texts: dict[str, str] = {}
    for answer in answers:
        texts.setdefault(answer.text_hash, answer.text)
    documents = list(language.load().analyse(texts.values()))
    encode, version = encoding()
    return CodedAnswers(
        answers=list(answers),
        row_of={key: row for row, key in enumerate(texts)},
        documents=documents,
        decided={},
        encode=encode,
        encoder=version,
    )


def possible(codebook: Codebook, gold: frozenset[str]) -> frozenset[str]:
    """Return the codes without those that stand alone, where there are others: the desk does not allow both."""
    return gold - codebook.exclusive if gold - codebook.exclusive else gold


def at_the_desk(coded: CodedSet, suggestions: bool = True) -> Effort:
    """Code a set in the order of the file, exact repeats on one card; suggestions learn from every decision."""
    answers = answers_of(coded.texts)
    live = LiveSuggester(coded_answers(answers), coded.codebook) if suggestions else None
    suggester: Suggester = Patient(live) if live else NoSuggestions()
    start = time.perf_counter()
    codes, gold = np.array(coded.codes), coded.y > 0
    session = Session(items(answers), coded.codebook, Memory(), suggester)
    analyst, right = Analyst(Desk(session)), 0
    while (item := session.item) is not None:
        right += analyst.code(possible(coded.codebook, frozenset(codes[gold[item.first.position]].tolist())))
    n, cards = len(answers), session.decided
    return Effort(n, cards, analyst.keys / n, analyst.pressed / n, right / cards, time.perf_counter() - start)
