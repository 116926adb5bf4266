"""How well slips are mended, how few right words are touched, and how well other languages are told from Dutch.

    python -m tests.benchmarks.normalising [--typos 1500]

Right words are those of the test files of the Dutch treebanks, without names and foreign words, in lower case. Slips
are made from them: one a word of six letters or more. Languages are told on our own sentences, of which one half was
looked at while the rules were written and the other was not.
"""

from __future__ import annotations

import csv
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from coder.language import spelling
from coder.language.lemmas import in_dictionary
from coder.language.tongue import other_language
from coder.workflows.answer_kinds import kinds_of
from tests.benchmarks.results import DATA, keep, options, peak_mb, table

TREEBANKS = ("test-alpino.conllu", "test-lassy.conllu")
EXAMPLES = Path(__file__).parents[1] / "language"
MANY = 100_000
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BESIDE = {row[at]: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in KEYS for at in range(len(row))}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def swapped(word: str, rng: random.Random) -> str:
    at = rng.choice([n for n in range(len(word) - 1) if word[n] != word[n + 1]])
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def dropped(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[:at] + word[at + 1 :]


def doubled(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[:at] + word[at] + word[at:]


def added(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[:at] + rng.choice(LETTERS) + word[at:]


def beside(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[:at] + rng.choice(BESIDE.get(word[at], "e")) + word[at + 1 :]


SLIPS: dict[str, Callable[[str, random.Random], str]] = {
    "two letters change places": swapped,
    "a key pressed twice": doubled,
    "a letter too many": added,
    "the key beside": beside,
    "a letter left out": dropped,
}


def right_words() -> list[str]:
    """Return the words of the treebanks, one a token."""
    found = []
    for name in TREEBANKS:
        for line in (DATA / "ud_nl" / name).read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) > 4 and cells[1].isalpha() and cells[3] not in ("PROPN", "X", "SYM"):
                found.append(cells[1].lower())
    return found


def of_slips(words: list[str], n: int) -> tuple[str, float]:
    """Return a table of what becomes of slips, and the milliseconds for a form that is no word."""
    rng = random.Random(1)
    speller = spelling.Speller()
    long = [word for word in words if len(word) >= 6 and spelling.is_word(word)]
    rows, unknown = [], []
    total: Counter[str] = Counter()
    for name, slip in SLIPS.items():
        seen: Counter[str] = Counter()
        for word in rng.sample(long, n):
            form = slip(word, rng)
            if form == word:
                continue
            if not spelling.is_word(form):
                unknown.append(form)
            mended = speller.normal(form)
            seen["mended" if mended == word else "left" if mended == form else "another"] += 1
            seen["is a word"] += spelling.is_word(form)
        rows.append(_row(name, seen))
        total += seen
    rows.append(_row("all", total))
    spelling.is_word.cache_clear()
    in_dictionary.cache_clear()
    again, start = spelling.Speller(), time.process_time()
    for form in unknown:
        again.normal(form)
    milliseconds = 1000 * (time.process_time() - start) / len(unknown)
    return table(["slip", "mended", "made another word", "left", "of all: is a word too"], rows), milliseconds


def _row(name: str, seen: Counter[str]) -> list[str]:
    n = seen["mended"] + seen["left"] + seen["another"]
    return [name, *(f"{seen[kind] / n:.3f}" for kind in ("mended", "another", "left", "is a word"))]


def of_languages() -> str:
    """Return a table of precision and recall on both halves of our sentences."""
    lines = (EXAMPLES / "tongues.tsv").read_text(encoding="utf-8").splitlines()
    rows = []
    for name, part in (("looked at", lines[::2]), ("held out", lines[1::2])):
        found = [(true, other_language(text)) for true, text in (line.split("\t") for line in part)]
        flagged = [pair for pair in found if pair[1] is not None]
        other = [pair for pair in found if pair[0] != "nl"]
        right = sum(true == told for true, told in flagged)
        precision, recall = right / len(flagged), right / len(other)
        rows.append([name, str(len(found)), str(len(other)), f"{precision:.3f}", f"{recall:.3f}"])
    return table(["sentences", "n", "in another language", "precision", "recall"], rows)


def of_time() -> str:
    """Return how long counting takes for many different answers, one in twenty in another language."""
    rng = random.Random(2)
    with (DATA / "vu_panel_nl" / "answers.csv").open(encoding="utf-8", newline="") as file:
        dutch = sorted({row["text"] for row in csv.DictReader(file)})
    lines = (EXAMPLES / "tongues.tsv").read_text(encoding="utf-8").splitlines()
    other = [text for language, text in (line.split("\t") for line in lines) if language != "nl"]
    texts: set[str] = set()
    while len(texts) < MANY:
        own = other if rng.random() < 0.05 else dutch
        # Two words of another answer make it differ.
        texts.add(" ".join([rng.choice(own), *rng.choice(own).split()[:2]]))
    start = time.process_time()
    kinds_of("q", texts)
    seconds = time.process_time() - start
    return f"{MANY:,} different answers are counted in {seconds:.1f} s of processor time, with reading dictionaries."


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--typos", type=int, default=1500, help="slips of each kind")
    given = parser.parse_args()
    counting = of_time()
    start = time.perf_counter()
    spelling.frequencies.cache_clear()
    spelling.frequencies()
    reading = time.perf_counter() - start
    in_dictionary("huis")
    words = right_words()
    speller = spelling.Speller()
    changed = [word for word in words if speller.normal(word) != word]
    # Printed only: the words are the treebank's.
    print(", ".join(f"{word} ({speller.normal(word)})" for word in dict.fromkeys(changed)))
    slips, milliseconds = of_slips(words, given.typos)
    facts = (
        f"Of {len(words):,} right words {len(changed)} were changed ({len(changed) / len(words):.2%}).\n\n"
        f"The list of words is read in {reading:.2f} s; a form that is no word takes {milliseconds:.2f} ms. {counting} "
        f"Peak memory {peak_mb():.0f} MB."
    )
    keep("Normalising", "\n\n".join([slips, facts, of_languages()]), "tests.benchmarks.normalising", write=given.write)


if __name__ == "__main__":
    main()
