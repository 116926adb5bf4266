"""The code of a codebook for answers without content or in another language: proposed, with the reason, never given.

A codebook does not mark such codes; they are known by their label and id, and where they stand alone ('exclusive') by
their keywords too.
"""

from __future__ import annotations

import re
from dataclasses import replace

from coder.domain.codebook import Code, Codebook
from coder.domain.coding import Evidence, Suggestion, Suggestions
from coder.domain.folding import fold
from coder.domain.texts import N_, _

SURE, LIKELY = 0.9, 0.5
"""Probabilities for a code that names the very kind of answer, and for one that comes near it."""

# How codes for each kind of answer are called, on folded text; first what names the kind, then what comes near.
_NOTHING = (
    r"\b(geen (inhoudelijk )?(antwoord|reactie|opmerking|mening)|nvt|n v t|niet van toepassing|niets|leeg|no answer"
)
_NOTHING += r"|none|nothing|not applicable|blank|zonder inhoud)"
_DONT_KNOW = r"\b(weet (ik |het )*niet|geen (idee|mening)|don t know|no idea|no opinion)"
_UNREADABLE = r"\b(onleesbaar|onzin|onbruikbaar|onduidelijk|niet te coderen|unreadable|nonsense|unusable|not codable)"
_REFERS = r"\b(zie (vorige?|boven|elders)|verwijst|verwijzing|refers)"
_FOREIGN = r"\b(andere taal|anderstalig|vreemde taal|niet nederlands|buitenlandse taal|other language|foreign language)"
_NAMED = {
    "nothing": (_NOTHING, ""),
    "dont_know": (_DONT_KNOW, _NOTHING),
    "unreadable": (_UNREADABLE, _NOTHING),
    "refers": (_REFERS, _UNREADABLE),
    "language": (_FOREIGN, _UNREADABLE),
}
_REASONS = {
    "nothing": N_("no answer"),
    "dont_know": N_("says not to know"),
    "unreadable": N_("unreadable"),
    "refers": N_("refers to another answer"),
    "language": N_("in another language"),
}


def special_suggestion(text: str, codebook: Codebook) -> tuple[str, float, str] | None:
    """Return code, probability and reason for an answer that says nothing or is in another language, else None.

    None too where the codebook has no code for it, or where the very answer is a keyword, an example or the label of an
    ordinary code: 'niets' may be what somebody is proud of.
    """
    kind = _kind(text)
    if kind is None:
        return None
    said = fold(text)
    for pattern, probability in zip(_NAMED[kind], (SURE, LIKELY), strict=True):
        code = next((code for code in codebook.usable if pattern and _is_called(code, pattern)), None)
        if code is not None:
            ordinary = (one for one in codebook.usable if one is not code and not one.exclusive)
            taken = said and any(said in map(fold, (one.label, *one.keywords, *one.examples)) for one in ordinary)
            return None if taken else (code.code_id, probability, _(_REASONS[kind]))
    return None


def with_special(found: Suggestions, text: str, codebook: Codebook) -> Suggestions:
    """Return suggestions with the special code in its place, if the answer asks for one; what is selected stays."""
    special = special_suggestion(text, codebook)
    if special is None:
        return found
    code_id, probability, reason = special
    before = next((one for one in found.ranked if one.code_id == code_id), Suggestion(code_id, 0.0))
    # Where no word carries it the whole answer does, and what is shown of it is the reason.
    evidence = before.evidence or (Evidence(0, len(text), reason, 1.0),)
    one = replace(before, probability=max(probability, before.probability), evidence=evidence)
    others = [other for other in found.ranked if other.code_id != code_id]
    ranked = sorted([one, *others], key=lambda other: -other.probability)
    return replace(found, ranked=tuple(ranked[: max(1, len(found.ranked))]))


def _kind(text: str) -> str | None:
    from coder.language.empty import emptiness
    from coder.language.tongue import other_language

    empty = emptiness(text)
    if empty is not None:
        return empty.value
    return "language" if other_language(text) else None


def _is_called(code: Code, pattern: str) -> bool:
    names = [code.label, code.code_id.replace("_", " "), *(code.keywords if code.exclusive else ())]
    return any(re.search(pattern, fold(name)) for name in names)
