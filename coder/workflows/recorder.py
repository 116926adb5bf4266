"""What is decided at the desk, into the project file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from coder.domain.codebook import Code, Codebook
from coder.domain.codebook_edits import CodebookEdit
from coder.domain.coding import RECONCILED, Coding, Suggestions
from coder.domain.ids import new_id
from coder.domain.survey import Answer
from coder.review.ports import Decision, Item
from coder.store.actions import now
from coder.workflows.codebook import add_code, refuse_below_newer
from coder.workflows.codebook_edits import edit_codebook
from coder.workflows.project import Project, codebook_of


class ProjectRecorder:
    """Keeps decisions in the project file; a `coder.review.ports.Recorder`.

    Parameters
    ----------
    known : decisions that were there, by answer id.
    since : an id; what others decide after it is taken. By default that of this moment.
    settled : answers whose reconciled coding is coded again, and not that of the coder.
    """

    def __init__(
        self,
        project: Project,
        question_id: str,
        coder_id: str,
        codebook: Codebook,
        known: Mapping[int, Decision] = MappingProxyType({}),
        since: str = "",
        settled: Collection[int] = (),
    ) -> None:
        self._known, self._settled = known, settled
        self._project, self._question_id, self._coder_id = project, question_id, coder_id
        self._version = codebook.version
        self._since = since or new_id()

    def taken(self, item: Item) -> bool:
        """Return whether another coder has decided this item since the sitting began."""
        return not item.shared and self._project.codings.decided_by_others(
            item.first.answer_id, self._coder_id, self._since
        )

    def record(self, item: Item, decision: Decision, shown: Suggestions) -> str:
        """Keep a decision about all answers of an item, in one transaction."""
        suggested = tuple((s.code_id, round(s.probability, 4)) for s in shown.ranked)
        # Each answer of a card keeps the memo and the quote mark that it had by itself.
        remarks = {a.answer_id: self._known.get(a.answer_id, Decision()) for a in item.answers}
        remarks[item.first.answer_id] = decision
        with self._project.transaction():
            action_id = self._project.actions.add(
                self._coder_id, "review", {"question": self._question_id, "answers": len(item.answers)}
            )
            codings = [
                Coding(
                    coding_id=new_id(),
                    action_id=action_id,
                    answer_id=answer.answer_id,
                    coder_id=self._coder_id,
                    status=decision.status,
                    source="human" if answer.text_hash == item.first.text_hash else "group",
                    codes=decision.codes,
                    suggested=suggested,
                    model_id=shown.model_id,
                    codebook_version=self._version,
                    text_hash=answer.text_hash,
                    created_at=now(),
                    memo=remarks[answer.answer_id].memo,
                    quote=remarks[answer.answer_id].quote,
                    quoted=remarks[answer.answer_id].quoted,
                )
                for answer in item.answers
            ]
            if decision.status == "coded":
                codings = [self._layered(coding) for coding in codings]
            self._project.codings.add(codings)
        return action_id

    def add_code(self, name: str, definition: str) -> tuple[Codebook, str]:
        """Add a code to the codebook of the question."""
        code = Code("", name, definition)
        codebook, action_id = add_code(self._project, self._question_id, code, self._coder_id)
        self._version = codebook.version
        return codebook, action_id

    def edit_codebook(self, edit: CodebookEdit) -> tuple[Codebook, str]:
        """Change the codebook of the question."""
        codebook, action_id = edit_codebook(self._project, self._question_id, edit, self._coder_id)
        self._version = codebook.version
        return codebook, action_id

    def take_out(self, answers: Sequence[Answer]) -> str:
        """Keep that the texts of these answers are not alike with the rest of their card."""
        with self._project.transaction():
            details = {"question": self._question_id, "texts": len(answers)}
            action_id = self._project.actions.add(self._coder_id, "ungroup", details)
            self._project.groups.add(self._question_id, {a.text_hash: "" for a in answers}, action_id)
        return action_id

    def undo(self, action_id: str) -> None:
        """Undo an action."""
        with self._project.transaction():
            refuse_below_newer(self._project, action_id)
            self._project.actions.undo(action_id, self._coder_id)
        codebook = codebook_of(self._project, self._question_id)
        self._version = codebook.version if codebook else ""

    def _layered(self, coding: Coding) -> Coding:
        if coding.answer_id not in self._settled:
            return coding
        return replace(coding, coder_id=RECONCILED, source="reconciled", suggested=(), model_id="")
