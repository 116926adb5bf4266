"""The coded answers that benchmarks measure on, and an engine over them. They stand beside the repository."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coder import language
from coder.domain.codebook import Code, Codebook
from coder.domain.words import Document
from coder.learning.engine import Engine
from coder.learning.rows import Encode
from tests.benchmarks.results import DATA

RARE = 5
"""Codes given less often are left out, as too rare to measure."""

_PACKED: dict[str, bytes] = {}

WHY_VOTE = ("vu_panel_nl/why_vote_codings.csv", "codes_a", "vu_panel_nl/why_vote_codebook.md")
NHS = ("nhs_en/answers.csv", "codes", "")
SETS: dict[str, tuple[str, str, str, str]] = {
    "why_vote": (*WHY_VOTE, ""),
    "restaurants_nl": ("restaurants_nl/answers.csv", "codes", "", ""),
    "anes_q03": ("anes_en/q03.csv", "codes", "", ""),
    "anes_q05": ("anes_en/q05.csv", "codes", "", ""),
    "nhs_en": (*NHS, ""),
    "nhs_why": (*NHS, "FFT Why?"),
    "nhs_improve": (*NHS, "How could we improve?"),
    "nhs_111": (*NHS, "Please describe any things about the 111 service"),
}
"""By name: file, column with codes, codebook, beginning of the question. nhs_en is all its questions as one."""


@dataclass(frozen=True)
class CodedSet:
    """The coded answers to one question."""

    name: str
    texts: list[str]
    y: np.ndarray
    """(n_answers, n_codes), columns in the order of the codebook."""
    codebook: Codebook
    years: list[str]
    """Per answer; empty where the file does not tell."""

    @property
    def codes(self) -> list[str]:
        """The ids of the codes."""
        return [code.code_id for code in self.codebook.codes]

    @property
    def definitions(self) -> dict[str, str]:
        """The definitions, of the codes that have one."""
        return {code.code_id: code.definition for code in self.codebook.codes if code.definition}

    @property
    def documents(self) -> list[Document]:
        """The answers with their words."""
        return list(language.load().analyse(self.texts))


def load(name: str, data: Path = DATA) -> CodedSet:
    """Read one of `SETS`.

    Raises
    ------
    FileNotFoundError : it is not on this computer.
    """
    file, column, book, question = SETS[name]
    return read_set(name, data / file, column, data / book if book else None, question)


def present(names: Sequence[str], data: Path) -> Iterator[str]:
    """Yield the sets that are on this computer; say which are not. A name, or the beginning of one or several."""
    meant = [
        [full for full in SETS if full == name] or [full for full in SETS if full.startswith(name)] for name in names
    ]
    if unknown := [name for name, found in zip(names, meant, strict=True) if not found]:
        sys.exit(f"There is no set {', '.join(unknown)}. Sets: {', '.join(SETS)}.")
    for name in dict.fromkeys(full for found in meant for full in found):
        if (data / SETS[name][0]).is_file():
            yield name
        else:
            print(f"{name} is left out: {data / SETS[name][0]} is not on this computer (see --data).", file=sys.stderr)


def read_set(name: str, path: Path, column: str, codebook: Path | None, question: str = "") -> CodedSet:
    """Read answers (column `text`), their codes (joined by ' | '), and lines '- code: phrase, ...' of a codebook."""
    with path.open(encoding="utf-8") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["text"].strip() and row[column] and " ".join(row.get("question", "").split()).startswith(question)
        ]
    sets = [set(row[column].split(" | ")) for row in rows]
    names = [code for code, n in Counter(code for codes in sets for code in codes).most_common() if n >= RARE]
    lines = codebook.read_text(encoding="utf-8").splitlines() if codebook else []
    said = dict(line[2:].split(": ", 1) for line in lines if line.startswith("- ") and ": " in line)
    codes = tuple(
        Code(code, re.sub(r"[_#&]+", " ", code), said.get(code, ""), exclusive="nooit samen" in said.get(code, ""))
        for code in names
    )
    y = np.array([[code in given for code in names] for given in sets], float)
    years = [row["Date"][-4:] for row in rows if row.get("Date")]
    return CodedSet(name, [row["text"] for row in rows], y, Codebook(codes), years if len(years) == len(rows) else [])


def read(path: Path, column: str, codebook: Path | None) -> tuple[list[str], np.ndarray, Codebook]:
    """Return the texts, the codings (n_answers, n_codes) and the codebook of a file."""
    found = read_set(path.stem, path, column, codebook)
    return found.texts, found.y, found.codebook


def new_engine(coded: CodedSet) -> Engine:
    """Return the engine as the product makes it: with sentence vectors."""
    encode, version = encoding()
    return Engine(coded.codebook, coded.documents, encode=encode, encoder=version)


def encoding() -> tuple[Encode | None, str]:
    """Return what gives sentence vectors, each text once in a process, and its version; None where there is none."""
    encoder = language.encoder()
    if encoder is None:
        return None, ""

    def encode(texts: Sequence[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in _PACKED]
        _PACKED.update(zip(new, encoder.encode(new), strict=True))
        return encoder.unpack([_PACKED[text] for text in texts])

    return encode, encoder.version
