"""The respondent behind an answer, read from the project when somebody asks for them."""

from __future__ import annotations

from functools import cached_property

from coder.domain.ids import answer_id
from coder.domain.survey import Answer, Respondent
from coder.review.person import Person, Said
from coder.store.codings import final
from coder.store.project import Project
from coder.workflows.project import codebook_of


class ProjectPeople:
    """Reads respondents from the project file; a `coder.review.ports.People`.

    Ids of answers follow from question, round and respondent, so that nothing has to be searched through.
    """

    def __init__(self, project: Project, coder_id: str) -> None:
        self._project, self._coder_id = project, coder_id

    def person(self, answer: Answer, *, blind: bool) -> Person:
        """Return who gave an answer; `blind` leaves out what other coders decided.

        What others decided about answers that several code, to be compared, is left out always.
        """
        project, name = self._project, answer.respondent_id
        questions = {q.question_id: q for q in project.answers.questions()}
        ids = [answer_id(key, round_id, name) for key in questions for round_id in self._rounds]
        answers = project.answers.some(ids)
        current = project.codings.of_answers(ids)
        shared = project.assignments.shared(ids)
        decided = final(c for c in current if c.coder_id == self._coder_id or not (blind or c.answer_id in shared))
        books = {key: codebook_of(project, key) for key in {a.question_id for a in answers}}
        known = project.answers.respondent(name, self._rounds)
        rounds = sorted({a.round_id for a in answers} | known.keys(), reverse=True)
        rounds.sort(key=lambda round_id: round_id != answer.round_id)
        said = []
        for one in sorted(answers, key=lambda a: (rounds.index(a.round_id), list(questions).index(a.question_id))):
            coding, book = decided.get(one.answer_id), books[one.question_id]
            labels = tuple(book.label(code) if book else code for code in coding.codes) if coding else ()
            status, machine = (coding.status, coding.source == "machine") if coding else ("open", False)
            said.append(Said(questions[one.question_id], one, status, labels, machine))
        return Person(name, tuple(known.get(r) or Respondent(name, r) for r in rounds), tuple(said))

    @cached_property
    def _rounds(self) -> list[str]:
        return self._project.answers.rounds_of_respondents()
