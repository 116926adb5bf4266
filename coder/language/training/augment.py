"""What survey answers look like beside the newspaper: lower case, no punctuation, slips of the finger."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from spacy.util import registry

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

SLIP_FROM = 5
"""Letters a word has at least before a slip is put into it: shorter ones become other words."""


@registry.augmenters("coder.survey_language.v1")  # type: ignore[untyped-decorator]
def survey_language(
    lower: float, unpunctuated: float, slips: float, seed: int
) -> Callable[[Language, Example], Iterator[Example]]:
    """Return an augmenter that changes examples into the language of answers.

    Parameters
    ----------
    lower, unpunctuated : shares of the examples that lose their capitals, and their punctuation.
    slips : share of the words, in one example in four, that get one slip of the finger. Their lemma is left out:
        no rule on letters leads from a slip to the right word.
    seed : of the random generator.
    """
    drawn = random.Random(seed)  # noqa: S311 - nothing secret

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        content = example.to_dict()
        words = content["token_annotation"]
        changed = False
        if drawn.random() < unpunctuated:
            changed |= _without_punctuation(words)
        if drawn.random() < lower:
            words["ORTH"] = [form.lower() for form in words["ORTH"]]
            words["LEMMA"] = [lemma.lower() for lemma in words["LEMMA"]]
            changed = True
        if drawn.random() < 0.25:
            for index, form in enumerate(words["ORTH"]):
                if len(form) >= SLIP_FROM and form.isalpha() and drawn.random() < slips:
                    words["ORTH"][index] = slip(form, drawn)
                    words["LEMMA"][index] = ""
                    changed = True
        if not changed:
            yield example
            return
        text = "".join(form + (" " if space else "") for form, space in zip(words["ORTH"], words["SPACY"], strict=True))
        content["doc_annotation"]["entities"] = ["O"] * len(words["ORTH"])
        yield example.from_dict(nlp.make_doc(text), content)

    return augment


def slip(form: str, drawn: random.Random) -> str:
    """Return `form` with one letter left out, doubled or swapped with its neighbour, never the first."""
    place = drawn.randrange(1, len(form) - 1)
    return drawn.choice(
        (
            form[:place] + form[place + 1 :],
            form[:place] + form[place] + form[place:],
            form[:place] + form[place + 1] + form[place] + form[place + 2 :],
        )
    )


def _without_punctuation(words: dict[str, list[Any]]) -> bool:
    heads = words["HEAD"]
    marks = {index for index, pos in enumerate(words["POS"]) if pos == "PUNCT"}
    # A mark that something hangs on stays, and so does one inside a word ('9.00', "'s").
    marks -= {heads[index] for index in range(len(heads)) if index not in marks}
    kept = [index for index in range(len(heads)) if index not in marks]
    if not marks or not kept:
        return False
    place = {old: new for new, old in enumerate(kept)}
    words["HEAD"] = [place[heads[index]] for index in kept]
    for name, values in words.items():
        if name != "HEAD":
            words[name] = [values[index] for index in kept]
    words["SPACY"] = [True] * len(kept)
    return True
