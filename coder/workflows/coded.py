"""The coded answers of a question, as learning wants them: distinct texts, and the codes given to them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coder import plugins
from coder.domain.codebook import Codebook
from coder.domain.coding import AUTOCODE, BY_PEOPLE, Coding
from coder.domain.survey import Answer
from coder.domain.words import Document
from coder.store.codings import closed_by_machine, final
from coder.workflows.project import Progress, Project, codebook_of, documents_of, no_progress
from coder.workflows.vectors import Encode, cached, encoder_in_use, encoder_named

if TYPE_CHECKING:
    from coder.learning.engine import Engine
    from coder.learning.stored import StoredModel
    from coder.store.models import ModelRecord

SUGGESTER = "ridge"

ENOUGH = 50_000
"""Answers that tell how rare words are, beside the coded ones."""


def new_engine(codebook: Codebook, coded: CodedAnswers) -> Engine:
    """Return a learning engine for a question: ours, or the plugin that CODER_SUGGESTER names.

    Raises
    ------
    MissingError : there is no such plugin.
    """
    plugin = plugins.load("suggesters", os.environ.get("CODER_SUGGESTER", SUGGESTER))
    engine: Engine = plugin.Engine(codebook, coded.documents, encode=coded.encode, encoder=coded.encoder)
    return engine


def stored_model(project: Project, record: ModelRecord, codebook: Codebook) -> StoredModel:
    """Return a model of the project, ready to suggest.

    Raises
    ------
    ProjectError : it is not a model that can be used.
    MissingError : it was learnt with another encoder.
    """
    from coder.learning.stored import StoredModel

    encode = cached(project, encoder_named(str(record.manifest.get("encoder") or "")))
    return StoredModel.from_bytes(project.models.data(record.model_id), record.manifest, codebook, encode)


def lesson(codebook: Codebook, codes: Iterable[str]) -> frozenset[str] | None:
    """Return what a coding teaches under a codebook: merged codes are what they were merged into.

    None where a code was split and nobody has said yet which part is meant: that such an answer lacks the parts would
    be a false lesson.
    """
    codes = tuple(codes)
    if any(len(codebook.successors(code)) > 1 for code in codes):
        return None
    return frozenset(codebook.carried(codes))


@dataclass(frozen=True, slots=True)
class CodedAnswers:
    """All answers of a question and what people decided about them."""

    answers: list[Answer]
    row_of: dict[str, int]
    """By text hash: the row of the distinct text in `documents`."""
    documents: list[Document]
    decided: dict[int, Coding]
    """By answer id: the coding of a person that counts; coded, skipped and flagged ones."""
    closed: frozenset[int] = frozenset()
    """Answers that automatic coding closed and no person decided."""
    sure: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """By answer id: codes that automatic coding is sure of, of answers that it left open."""
    encode: Encode | None = None
    """Gives the sentence vectors of texts."""
    encoder: str = ""
    """Names the encoder and its weights."""
    codebook: Codebook = field(default_factory=Codebook)
    """As it is now: codings may hold codes that were merged or split since."""

    def row(self, answer: Answer) -> int:
        """Return the row of an answer's text."""
        return self.row_of[answer.text_hash]

    def lessons(self) -> tuple[list[int], list[frozenset[str]]]:
        """Return the rows that people coded, and their codes; a text coded twice counts as coded last."""
        given = self.given(self.codebook)
        rows = sorted(given)
        return rows, [given[row] for row in rows]

    def given(self, codebook: Codebook, round_id: str | None = None) -> dict[int, frozenset[str]]:
        """Return what the coded answers of a round (None: all) teach under a codebook, by row."""
        codes: dict[int, frozenset[str]] = {}
        for answer in self.answers:
            coding = self.decided.get(answer.answer_id)
            if coding is None or coding.status != "coded" or round_id not in (None, answer.round_id):
                continue
            taught = lesson(codebook, coding.codes)
            if taught is not None:
                codes[self.row(answer)] = taught
        return codes


def coded_answers(
    project: Project, question_id: str, progress: Progress = no_progress, most: int | None = None
) -> CodedAnswers:
    """Read the answers of a question, all rounds, with their words and codings.

    Parameters
    ----------
    most : about how many answers to take, beside all that are coded; which ones is decided by the hash of their text.
        None for all. Learning needs no more to know how rare words are.
    """
    current = project.codings.current(question_id)
    decided = final(current, BY_PEOPLE)
    limit = 1 << 128
    if most is not None and (n := project.answers.count(question_id)) > most:
        limit = limit * most // n
    answers = [
        answer
        for answer in project.answers.each(question_id)
        if answer.answer_id in decided or int(answer.text_hash, 16) < limit
    ]
    texts: dict[str, str] = {}
    for answer in answers:
        texts.setdefault(answer.text_hash, answer.text)
    row_of = {key: row for row, key in enumerate(texts)}
    documents = documents_of(project, list(texts.values()), progress)
    encoder = encoder_in_use()
    encode = cached(project, encoder, progress)
    return CodedAnswers(
        answers,
        row_of,
        documents,
        decided,
        closed_by_machine(current) - decided.keys(),
        {c.answer_id: c.codes for c in current if c.coder_id == AUTOCODE and c.status == "open" and c.codes},
        encode,
        encoder.version if encoder else "",
        codebook_of(project, question_id) or Codebook(),
    )


def undecided(coded: CodedAnswers, round_id: str | None, statuses: Sequence[str] = ("open",)) -> list[Answer]:
    """Return the answers of a round (None: all) whose decision is one of `statuses`.

    'open' is none at all; 'machine' are those that automatic coding closed.
    """
    return [
        answer
        for answer in coded.answers
        if (round_id is None or answer.round_id == round_id) and _status(coded, answer) in statuses
    ]


def _status(coded: CodedAnswers, answer: Answer) -> str:
    coding = coded.decided.get(answer.answer_id)
    if coding is None:
        return "machine" if answer.answer_id in coded.closed else "open"
    return coding.status
