"""Codings that come with an export: in columns that the user names, or by coder, as some programs export them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from coder.domain.codebook import Code, Codebook
from coder.domain.coding import Coding
from coder.domain.errors import InputError
from coder.domain.ids import new_id
from coder.domain.survey import GivenCoding, SurveyTable
from coder.domain.texts import _
from coder.store.actions import now
from coder.store.codings import final
from coder.workflows.coded_columns import CodesFound, nearest, read_codes
from coder.workflows.columns import text_of, value_of
from coder.workflows.project import Project, codebook_of

if TYPE_CHECKING:
    from coder.workflows.ingest import IngestOptions
    from coder.workflows.plan import Plan


@dataclass(slots=True)
class IncomingCodes:
    """What of codings and codebooks comes in with one import, of one or more files."""

    project: Project
    options: IngestOptions
    action_id: str
    codings: int = 0
    by_coder: Counter[str] = field(default_factory=Counter)
    """Of these, those of each coder that a file names."""
    without_answer: int = 0
    otherwise: int = 0
    """Answers that have other codes in the project, and keep them."""
    new: dict[str, list[Code]] = field(default_factory=dict)
    """By question: the codes that its codebook did not have."""
    found: dict[str, CodesFound] = field(default_factory=dict)
    """By question: what the columns held."""
    _codebooks: dict[str, Codebook] = field(default_factory=dict)

    def take(self, plan: Plan, round_id: str) -> None:
        """Take the codings of one file about one round (inside a transaction, with its answers).

        Raises
        ------
        InputError : a code is unknown.
        """
        for question_id, rows in plan.codes.items():
            codebook = self._codebook(question_id)
            found = read_codes(
                plan.table,
                plan.codes_columns[question_id],
                rows,
                codebook,
                self.options.codes_separator,
                self.options.new_codes,
            )
            self.found[question_id] = found
            self._extend(question_id, found.codebook, found.new)
            self._add_codings(question_id, round_id, found)
        for column, key in plan.keys.items():
            mine = [one for one in plan.table.codings if one.column == column]
            given = plan.table.codebooks.get(column)
            if mine or given:
                same = self._joined(plan.table, key, given or Codebook(), mine)
                self._add_given(plan, key, mine, same, round_id)

    def keep(self) -> None:
        """Write the codebooks that grew, once, however many files there were."""
        from coder.exporters.codebook_yaml import add_codes, write_codebook

        for question_id, new in self.new.items():
            stored = self.project.codebooks.current(question_id)
            codebook = self._codebooks[question_id]
            yaml = write_codebook(codebook) if stored is None else add_codes(stored.yaml, new)
            self.project.codebooks.add(question_id, codebook, yaml, self.action_id)

    def _codebook(self, question_id: str) -> Codebook | None:
        return self._codebooks.get(question_id) or codebook_of(self.project, question_id)

    def _extend(self, question_id: str, codebook: Codebook, new: Iterable[Code]) -> None:
        self._codebooks[question_id] = codebook
        if fresh := list(new):
            self.new.setdefault(question_id, []).extend(fresh)

    def _add_codings(self, question_id: str, round_id: str, found: CodesFound) -> None:
        answers = {a.answer_id: a for a in self.project.answers.answers(question_id, round_id)}
        have = final(self.project.codings.of_answers(found.codes), ("human", "import"))
        codings = []
        for answer_id, codes in found.codes.items():
            answer = answers.get(answer_id)
            if answer is None:
                self.without_answer += 1
                continue
            old = have.get(answer_id)
            same = old is not None and old.codes == codes and old.status == "coded"
            if old is not None and (same or not self.options.replace):
                self.otherwise += not same
                continue
            codings.append(
                Coding(
                    coding_id=new_id(),
                    action_id=self.action_id,
                    answer_id=answer_id,
                    coder_id=self.options.coder_id,
                    status="coded",
                    source="import",
                    codes=codes,
                    codebook_version=found.codebook.version,
                    text_hash=answer.text_hash,
                    created_at=now(),
                )
            )
        self.codings += len(codings)
        self.project.codings.add(codings)

    def _joined(
        self, table: SurveyTable, question_id: str, given: Codebook, codings: Iterable[GivenCoding]
    ) -> Mapping[str, str]:
        """Let a codebook that comes along join that of the question; return which code each of its codes is."""
        known = self._codebook(question_id)
        if known is None or not known.codes:
            self._extend(question_id, given, given.codes)
            return {}
        same = {
            code.code_id: here.code_id
            for code in given.codes
            if (here := known.find(code.label) or known.by_id.get(code.code_id)) is not None
        }
        unknown = [code for code in given.codes if code.code_id not in same]
        if not self.options.new_codes:
            used = {code_id for one in codings for code_id in one.codes}
            if missing := next((code for code in unknown if code.code_id in used), None):
                raise _unknown(table, question_id, missing, known)
            return same
        new = [replace(code, parent=same.get(code.parent or "", code.parent)) for code in unknown]
        self._extend(question_id, Codebook((*known.codes, *new)), new)
        return same

    def _add_given(
        self, plan: Plan, question_id: str, given: Iterable[GivenCoding], same: Mapping[str, str], round_id: str
    ) -> None:
        codebook = self._codebook(question_id) or Codebook()
        answers = {a.answer_id: a for a in self.project.answers.answers(question_id, round_id)}
        have = {(c.answer_id, c.coder_id): c for c in self.project.codings.of_answers(answers)}
        place = {name: number for number, name in enumerate(plan.table.columns)}
        codings = []
        for one in given:
            answer = answers.get(plan.places.get((one.row, one.column), 0))
            if answer is None:
                continue
            cell = text_of(value_of(plan.table, plan.table.rows[one.row], place[one.column]))
            coding = Coding(
                coding_id=new_id(),
                action_id=self.action_id,
                answer_id=answer.answer_id,
                coder_id=one.coder_id or self.options.coder_id,
                status=one.status,
                source=one.source,
                codes=codebook.ordered(same.get(code, code) for code in one.codes),
                codebook_version=codebook.version,
                text_hash=answer.text_hash,
                created_at=one.created_at or now(),
                memo=one.memo,
                quote=one.quote,
                quoted=one.quoted if cell == answer.text else None,  # personal data may have been replaced
            )
            old = have.get((coding.answer_id, coding.coder_id))
            if old is None or (self.options.replace and _decided(old) != _decided(coding)):
                codings.append(coding)
        self.codings += len(codings)
        self.by_coder.update(coding.coder_id for coding in codings)
        self.project.codings.add(codings)


def _decided(coding: Coding) -> tuple[object, ...]:
    return (coding.status, coding.codes, coding.memo, coding.quote, coding.quoted)


def _unknown(table: SurveyTable, question_id: str, code: Code, codebook: Codebook) -> InputError:
    hint = _("Add such codes to the codebook with --new-codes.")
    if near := nearest(code.label, codebook):
        hint = _("Is '{code}' meant?").format(code=near) + " " + hint
    return InputError(
        _("{file}: answers to {question} have the code '{code}', which is not in the codebook").format(
            file=table.path, question=question_id, code=code.label[:80]
        ),
        hint,
    )
