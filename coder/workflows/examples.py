"""Examples in codebooks are answers, too: what leaves the answers leaves the codebooks, in every version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from coder.domain.codebook import Codebook
from coder.domain.folding import fold
from coder.workflows.project import Project


def replace_examples(project: Project, texts: Iterable[tuple[str, str, str | None]]) -> list[str]:
    """Replace examples in the codebooks of questions (inside a transaction); return the questions where there were any.

    A codebook that is changed is written in our own lay-out: its comments may quote answers as well.

    Parameters
    ----------
    texts : (question, old text, new text); None takes the example out.
    """
    from coder.exporters.codebook_yaml import write_codebook

    new_of: dict[str, dict[str, str | None]] = {}
    for question_id, old, text in texts:
        new_of.setdefault(question_id, {})[fold(old)] = text
    changed: dict[str, None] = {}
    for question_id, action_id, codebook in project.eraser.codebooks(new_of):
        new = _replaced(codebook, new_of[question_id])
        if new != codebook:
            project.eraser.replace_codebook(question_id, action_id, codebook, new, write_codebook(new))
            changed[question_id] = None
    return list(changed)


def _replaced(codebook: Codebook, new_of: dict[str, str | None]) -> Codebook:
    codes = []
    for code in codebook.codes:
        examples = (" ".join(t.split()) if (t := new_of.get(fold(e), e)) is not None else None for e in code.examples)
        kept = tuple(e for e in examples if e is not None)
        codes.append(replace(code, examples=kept) if kept != code.examples else code)
    return Codebook(tuple(codes))
