"""Treebanks in CoNLL-U, as spaCy documents of one or a few sentences: answers are short."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

SENTENCES_A_DOCUMENT = (1, 1, 2, 4)
"""Drawn from with equal chances: half of the documents of training hold one sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One word of a treebank; `head` counts from 0 within the sentence and is the word itself for the root."""

    form: str
    lemma: str
    pos: str
    morph: str
    head: int
    relation: str
    space: bool


def sentences(path: Path) -> Iterator[list[Row]]:
    """Yield the sentences of a CoNLL-U file; words that span several tokens and empty nodes are left out."""
    rows: list[Row] = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 10 and fields[0].isdigit():
                _id, form, lemma, pos, _xpos, feats, head, relation, _deps, misc = fields
                rows.append(
                    Row(
                        form,
                        lemma,
                        pos,
                        "" if feats == "_" else feats,
                        int(head) - 1 if head != "0" else len(rows),
                        "ROOT" if head == "0" else relation,
                        "SpaceAfter=No" not in misc,
                    )
                )
            elif len(fields) == 1 and rows:
                yield rows
                rows = []
    if rows:
        yield rows


def lowered(rows: Sequence[Row]) -> list[Row]:
    """Return a sentence as many people type one: lower-case, without punctuation."""
    kept = [index for index, row in enumerate(rows) if row.pos not in ("PUNCT", "SYM")]
    place = {old: new for new, old in enumerate(kept)}
    result = []
    for index in kept:
        row = rows[index]
        head = row.head
        while head not in place and rows[head].head != head:
            head = rows[head].head
        new = place.get(head, place[index])
        result.append(Row(row.form.lower(), row.lemma.lower(), row.pos, row.morph, new, row.relation, True))
    return result


def document(vocab: Vocab, group: Sequence[Sequence[Row]]) -> Doc:
    """Return the sentences of `group` as one document with its annotation."""
    from spacy.tokens import Doc

    rows: list[Row] = []
    heads: list[int] = []
    for sentence in group:
        heads += [row.head + len(rows) for row in sentence]
        rows += sentence
    return Doc(
        vocab,
        words=[row.form for row in rows],
        spaces=[row.space for row in rows],
        lemmas=[row.lemma for row in rows],
        pos=[row.pos for row in rows],
        morphs=[row.morph for row in rows],
        heads=heads,
        deps=[row.relation for row in rows],
    )


def documents(vocab: Vocab, path: Path, sizes: Sequence[int], *, plain: bool = False, seed: int = 0) -> Iterator[Doc]:
    """Yield the sentences of a file, so many together as drawn from `sizes`; `plain` as `lowered` returns them."""
    drawn = random.Random(seed)  # noqa: S311 - nothing secret
    group: list[list[Row]] = []
    size = drawn.choice(sizes)
    for sentence in sentences(path):
        rows = lowered(sentence) if plain else sentence
        if not rows:
            continue
        group.append(rows)
        if len(group) == size:
            yield document(vocab, group)
            group, size = [], drawn.choice(sizes)
    if group:
        yield document(vocab, group)


def prepare(source: Path, folder: Path) -> None:
    """Write `train.spacy` and `dev.spacy` into `folder` from the `.conllu` files of `source`.

    The development part holds every sentence twice, as written and in lower case without punctuation, so that the
    model that is kept is one that does well on both.
    """
    import spacy
    from spacy.tokens import DocBin

    folder.mkdir(parents=True, exist_ok=True)
    vocab = spacy.blank("nl").vocab
    DocBin(docs=documents(vocab, source / "train.conllu", SENTENCES_A_DOCUMENT), store_user_data=False).to_disk(
        folder / "train.spacy"
    )
    both = [
        *documents(vocab, source / "dev.conllu", (1,)),
        *documents(vocab, source / "dev.conllu", (1,), plain=True),
    ]
    DocBin(docs=both, store_user_data=False).to_disk(folder / "dev.spacy")
