"""The table of forms that `coder.language.lemmas` votes with, made from the treebank."""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from pathlib import Path

from coder.language import lemmas
from coder.language.training.treebank import sentences


def table(source: Path) -> dict[tuple[str, str], str]:
    """Return the commonest lemma of each form and part of speech, where the dictionary says another or nothing.

    Parameters
    ----------
    source : a CoNLL-U file.
    """
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences(source):
        for row in sentence:
            counted[row.form.lower(), row.pos][row.lemma.lower()] += 1
    found = {key: lemmas_of.most_common(1)[0][0] for key, lemmas_of in counted.items()}
    return {
        (form, pos): lemma
        for (form, pos), lemma in sorted(found.items())
        if lemmas.by_dictionary(form, pos) != lemma and not set("\t\n") & set(form + lemma)
    }


def write(source: Path, target: Path) -> int:
    """Write the table of `source` to `target` (gzip); return how many forms it holds."""
    rows = table(source)
    # Without a time stamp, so that the same treebank makes the same file.
    with target.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0, compresslevel=9) as file:
        file.write("".join(f"{form}\t{pos}\t{lemma}\n" for (form, pos), lemma in rows.items()).encode())
    return len(rows)
