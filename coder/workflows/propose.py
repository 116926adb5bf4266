"""A first codebook out of the answers themselves: theme candidates, and what the analyst keeps of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.domain.codebook import Code, Codebook, slug
from coder.domain.errors import UsageError
from coder.domain.survey import Question
from coder.domain.texts import _
from coder.workflows.coded import coded_answers, new_engine, undecided
from coder.workflows.project import Progress, no_progress, open_project, the_question, the_round

if TYPE_CHECKING:
    from coder.learning.themes import Themes

EMPTY_ID, EMPTY_LABEL = "geen_antwoord", "Geen antwoord, weet niet"
"""The code for answers that say nothing. Not translated: codebooks speak the language of the answers."""

EMPTY_KEYWORDS = 8  # ways of saying nothing that the code names


@dataclass(frozen=True, slots=True)
class Candidate:
    """A theme that may become a code."""

    label: str
    keywords: tuple[str, ...]
    size: int
    """Answers in it, repeats counted."""
    verbatims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The theme candidates of a question, the largest first."""

    question: Question
    answers: int
    """Answers that were read, repeats counted."""
    candidates: tuple[Candidate, ...]
    empty: int
    """Of the answers, those that say nothing, such as 'geen' and 'weet niet'."""
    empty_keywords: tuple[str, ...]


def propose(
    path: Path,
    question_id: str | None,
    round_id: str | None,
    k: int | None,
    everything: bool,
    progress: Progress = no_progress,
) -> Proposal:
    """Find themes in the answers that nobody coded yet, or in all.

    Raises
    ------
    UsageError : no such question or round, or too few different answers.
    """
    from coder.learning.themes import propose as find

    with open_project(path) as project:
        question = the_question(project, question_id)
        round_id = the_round(project, round_id, question.question_id)
        coded = coded_answers(project, question.question_id, progress)
        statuses = ("open", "skipped", "flagged", *(["coded", "machine"] if everything else []))
        times = Counter(coded.row(answer) for answer in undecided(coded, round_id, statuses))
        rows = sorted(times)
        documents = [coded.documents[row] for row in rows]
        repeats = [times[row] for row in rows]
        if not rows:
            raise UsageError(
                _("Question {question} has no answers left that nobody coded").format(question=question.question_id),
                _("Take in those that are coded already with --all."),
            )
        vectors = new_engine(Codebook(), coded).representation(rows)
        themes = find(documents, vectors, repeats, k)
    candidates = tuple(
        Candidate(theme.label, theme.keywords, theme.size, tuple(documents[row].text for row in theme.typical))
        for theme in themes.themes
    )
    texts = [document.text for document in documents]
    return Proposal(question, sum(repeats), candidates, themes.empty_size, _of_empty(themes, texts, repeats))


def _of_empty(themes: Themes, texts: Sequence[str], repeats: Sequence[int]) -> tuple[str, ...]:
    said: Counter[str] = Counter()
    for row in themes.empty:
        said[" ".join(texts[row].casefold().split()).strip(" .,!?")] += repeats[row]
    # Single letters would be found in every answer.
    worded = [text for text, _n in said.most_common() if sum(sign.isalpha() for sign in text) > 1]
    return tuple(worded[:EMPTY_KEYWORDS])


class Choice:
    """What the analyst keeps of the candidates, in the order in which they are shown."""

    def __init__(self, proposal: Proposal) -> None:
        self._proposal = proposal
        self.kept: list[Candidate] = []

    def keep(self, candidate: Candidate, label: str = "") -> None:
        """Keep a candidate, under another label if one is given.

        Raises
        ------
        UsageError : a theme that was kept has the label already.
        """
        label = " ".join(label.split()) or candidate.label
        names = {EMPTY_LABEL.casefold(), *(kept.label.casefold() for kept in self.kept)}
        if label.casefold() in names:
            raise UsageError(_("There is a theme '{label}' already").format(label=label), _("Merge, or rename."))
        self.kept.append(Candidate(label, candidate.keywords, candidate.size, candidate.verbatims))

    def merge(self, candidate: Candidate, name: str) -> str:
        """Add a candidate to one that was kept, by its number or the beginning of its label; return that label.

        Raises
        ------
        UsageError : there is no such theme.
        """
        wanted = name.strip().casefold()
        for place, kept in enumerate(self.kept):
            if wanted and (wanted == str(place + 1) or kept.label.casefold().startswith(wanted)):
                words = tuple(dict.fromkeys((*kept.keywords, *candidate.keywords)))
                examples = tuple(dict.fromkeys((*kept.verbatims, *candidate.verbatims)))
                self.kept[place] = Candidate(kept.label, words, kept.size + candidate.size, examples)
                return kept.label
        raise UsageError(
            _("No theme '{name}' has been kept").format(name=name.strip()), _("Give its number or its name.")
        )

    def codebook(self, examples: bool = False) -> Codebook:
        """Return what was kept as a codebook; verbatims go into it only when asked for, as they can be personal."""
        codes: list[Code] = []
        for theme in self.kept:
            code_id = slug(theme.label, {EMPTY_ID, *(code.code_id for code in codes)})
            shown = tuple(" ".join(text.split()) for text in theme.verbatims) if examples else ()
            codes.append(Code(code_id, theme.label, keywords=theme.keywords, examples=shown))
        if self._proposal.empty and codes:
            codes.append(Code(EMPTY_ID, EMPTY_LABEL, keywords=self._proposal.empty_keywords, exclusive=True))
        return Codebook(tuple(codes))


def check_target(file: Path) -> None:
    """Refuse a file that is there already: a codebook that somebody wrote is not to be lost.

    Raises
    ------
    UsageError : it is there.
    """
    if file.exists():
        raise UsageError(_("{file} exists already").format(file=file), _("Choose another name, or move it first."))


def write(file: Path, codebook: Codebook) -> None:
    """Write a codebook as YAML.

    Raises
    ------
    UsageError : the file is there already, or cannot be written.
    """
    from coder.exporters.base import atomic
    from coder.exporters.codebook_yaml import write_codebook

    check_target(file)
    with atomic(file) as handle:
        handle.write(write_codebook(codebook).encode("utf-8", "replace"))


def as_record(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as plain values, for JSON."""
    themes = [
        {"label": c.label, "answers": c.size, "keywords": list(c.keywords), "verbatims": list(c.verbatims)}
        for c in proposal.candidates
    ]
    return {
        "question": proposal.question.question_id,
        "answers": proposal.answers,
        "themes": themes,
        "without_content": proposal.empty,
    }
