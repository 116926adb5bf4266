"""Any number of distinct answers, made of real ones by joining parts, swapping words and mistyping; a fixed seed."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from coder.domain.codebook import Code, Codebook, slug
from coder.domain.folding import fold, text_hash
from tests.benchmarks.sets import DATA

REPOSITORY = Path(__file__).resolve().parents[2]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SEED = 20240607
CODES_PER_ANSWER = 3
SHORTEST_WORD = 5  # letters of a word that a code stands for


def seeds(data: Path = DATA) -> list[str]:
    """Return the answers to begin from: those of the Dutch panel, or of the example survey where it is absent."""
    panel = data / "vu_panel_nl" / "answers.csv"
    if panel.is_file():
        with panel.open(encoding="utf-8") as file:
            return [row["text"] for row in csv.DictReader(file) if fold(row["text"])]
    texts = []
    for path in sorted((REPOSITORY / "corpus" / "koppelkansen").glob("*.csv")):
        with path.open(encoding="cp1252", errors="replace") as file:
            rows = csv.reader(file, delimiter=";")
            texts += [cell for row in islice(rows, 1, None) for cell in row if len(cell.split()) > 1]
    return texts


def answers(n: int, base: Sequence[str]) -> Iterator[str]:
    """Yield `n` answers, no two the same after folding; the first ones are the real ones."""
    chance, known = random.Random(SEED), set[str]()
    words = [word for text in base for word in text.split()]
    for text in base:
        if len(known) < n and (key := text_hash(text)) not in known:
            known.add(key)
            yield text
    while len(known) < n:
        text = _changed(chance, base, words)
        if text.strip() and (key := text_hash(text)) not in known:
            known.add(key)
            yield text


def _changed(chance: random.Random, base: Sequence[str], words: Sequence[str]) -> str:
    text = chance.choice(base).split()
    if chance.random() < 0.3:  # the beginning of one answer and the end of another
        other = chance.choice(base).split()
        text = text[: 1 + len(text) // 2] + other[len(other) // 2 :]
    for _ in range(1 + len(text) // 6):
        at = chance.randrange(len(text))
        way = chance.random()
        if way < 0.4:
            text[at] = chance.choice(words)
        elif way < 0.6:
            text.insert(at, chance.choice(words))
        elif way < 0.8:
            text[at], text[0] = text[0], text[at]
        else:
            text[at] = _mistyped(chance, text[at])
    return " ".join(text)


def _mistyped(chance: random.Random, word: str) -> str:
    at = chance.randrange(len(word))
    return word[:at] + chance.choice(["", word[at] * 2, chance.choice(LETTERS)]) + word[at + 1 :]


def codebook(base: Sequence[str], n_codes: int) -> Codebook:
    """Return a code for each of the words that stand in most answers."""
    found = Counter(word for text in base for word in set(fold(text).split()) if len(word) >= SHORTEST_WORD)
    taken: list[str] = []
    for word, _times in found.most_common():
        if len(taken) < n_codes and word.isalpha():
            taken.append(slug(word, taken))
    return Codebook(tuple(Code(word, word.capitalize()) for word in taken))


def codes_of(text: str, book: Codebook) -> frozenset[str]:
    """Return the codes whose word stands in an answer, three at most; the rest by chance of its length."""
    words = set(fold(text).split())
    found = [code.code_id for code in book.codes if code.code_id in words]
    return frozenset(found[:CODES_PER_ANSWER] or [book.codes[len(text) % len(book.codes)].code_id])
