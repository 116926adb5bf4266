"""How often the pipeline that ships is right: `python -m coder.language.training.evaluate TREEBANKS` prints the table.

With `--write FILE` it takes the place of the table there, between the two marks.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coder.language import lemmas
from coder.language.pipelines import SHIPPED
from coder.language.training.treebank import Row, lowered, sentences

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TESTS = (("Alpino", "test-alpino.conllu"), ("LassySmall", "test-lassy.conllu"))
CONTENT = frozenset(["NOUN", "VERB", "ADJ", "ADV", "PROPN"])
MARKS = ("<!-- accuracy -->", "<!-- /accuracy -->")
MEASURES = ("POS", "UAS", "LAS", "lemma, trained alone", "lemma, vote", "the same, content words")


def scores(nlp: Language, found: Sequence[Sequence[Row]], together: int = 1) -> dict[str, float]:
    """Return the share of words that are right, by measure; words are given, so no tokeniser has a say.

    Parameters
    ----------
    found : sentences. together : how many of them make one document.

    Notes
    -----
    Punctuation counts for the parts of speech and not for the rest, as in spaCy's own scores. The types of relations
    are compared whole ('nsubj:pass').
    """
    right = dict.fromkeys(MEASURES, 0)
    of = dict.fromkeys(MEASURES, 0)

    def count(measure: str, good: bool) -> None:
        right[measure] += good
        of[measure] += 1

    groups = [found[start : start + together] for start in range(0, len(found), together)]
    for doc, group in zip(nlp.pipe(_bare(nlp, group) for group in groups), groups, strict=True):
        start = 0
        for sentence in group:
            for row, token in zip(sentence, doc[start : start + len(sentence)], strict=True):
                count("POS", token.pos_ == row.pos)
                if row.pos in ("PUNCT", "SYM"):
                    continue
                attached = token.head.i - start == row.head
                count("UAS", attached)
                count("LAS", attached and token.dep_ == row.relation)
                truth = row.lemma.lower().replace("_", "")
                trained = token.lemma_.lower().replace("_", "")
                voted = lemmas.lemma(row.form.lower(), token.pos_, trained)
                count("lemma, trained alone", trained == truth)
                count("lemma, vote", voted == truth)
                if row.pos in CONTENT:
                    count("the same, content words", voted == truth)
            start += len(sentence)
    return {measure: right[measure] / of[measure] for measure in MEASURES}


def _bare(nlp: Language, group: Sequence[Sequence[Row]]) -> Doc:
    from spacy.tokens import Doc

    rows = [row for sentence in group for row in sentence]
    return Doc(nlp.vocab, words=[row.form for row in rows], spaces=[row.space for row in rows])


def table(nlp: Language, source: Path) -> str:
    """Return the accuracy on the test treebanks as a table in Markdown.

    Parameters
    ----------
    source : the folder of the `.conllu` files.
    """
    rows = [f"| test text | {' | '.join(MEASURES)} |", "| --- |" + " --- |" * len(MEASURES)]
    for title, name in TESTS:
        written = list(sentences(source / name))
        plain = [found for found in map(lowered, written) if found]
        for how, found, together in (
            ("as written", written, 1),
            ("as written, ten sentences together", written, 10),
            ("lower case, no punctuation", plain, 1),
        ):
            numbers = scores(nlp, found, together)
            rows.append(f"| {title}, {how} | {' | '.join(f'{numbers[measure]:.3f}' for measure in MEASURES)} |")
    return "\n".join(rows)


def main() -> None:
    """Evaluate the pipeline, print the table and put it where asked."""
    import spacy

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder of the .conllu files")
    parser.add_argument("--model", type=Path, default=SHIPPED)
    parser.add_argument("--write", type=Path, help="a file that holds the two marks")
    options = parser.parse_args()
    made = table(spacy.load(options.model), options.source)
    print(made)  # noqa: T201 - a script
    if options.write:
        text = options.write.read_text(encoding="utf-8")
        before, after = text.split(MARKS[0])[0], text.split(MARKS[1])[1]
        options.write.write_text(f"{before}{MARKS[0]}\n{made}\n{MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
