"""Replace personal data in answers that are being read, before anything of them is in the project file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from coder.domain.folding import text_hash
from coder.domain.survey import Answer
from coder.store.personal import Checked, Original
from coder.workflows.personal import AT_A_TIME, Finder, Numbers, finder, numbers_after
from coder.workflows.project import Project
from coder.workflows.redact import REDACT

if TYPE_CHECKING:
    from coder.domain.personal import Finding


@dataclass(slots=True)
class Incoming:
    """What was replaced in the answers of one import."""

    by: Finder = field(default_factory=finder)
    originals: dict[int, Answer] = field(default_factory=dict)
    """By answer id: the answers in which something was replaced, as they came."""
    kinds: dict[int, Counter[str]] = field(default_factory=dict)
    """By answer id: how often what kind was replaced."""
    unsure: dict[int, int] = field(default_factory=dict)
    """By answer id: findings that are left for a person."""

    def redact(self, project: Project, answers: Sequence[Answer], round_id: str) -> list[Answer]:
        """Return the answers of a file without what is certainly personal in them.

        Persons are numbered by respondent, on from what other answers of the respondent in the project have. The same
        file once more gives the same texts.
        """
        earlier: defaultdict[str, list[str]] = defaultdict(list)
        coming = {answer.answer_id for answer in answers}
        for known in project.answers.each(None, round_id):
            if "[" in known.text and known.answer_id not in coming:
                earlier[known.respondent_id].append(known.text)
        found: list[list[Finding]] = []
        for start in range(0, len(answers), AT_A_TIME):
            found += self.by.find([answer.text for answer in answers[start : start + AT_A_TIME]])
        kinds = list({f.kind: f for findings in found for f in findings}.values())
        numbers: dict[str, Numbers] = {}
        made = []
        for answer, findings in zip(answers, found, strict=True):
            sure = [f for f in findings if f.sure]
            if len(sure) < len(findings):
                self.unsure[answer.answer_id] = len(findings) - len(sure)
            if sure:
                person = answer.respondent_id
                if person not in numbers:
                    numbers[person] = numbers_after(earlier[person], kinds, self.by)
                self.originals[answer.answer_id] = answer
                self.kinds[answer.answer_id] = Counter(str(f.kind) for f in sure)
                text = self.by.redact(answer.text, sure, numbers[person])
                answer = replace(answer, text=text, text_hash=text_hash(text))
            made.append(answer)
        return made

    def keep(self, project: Project, action_id: str, coder_id: str, keep_originals: bool) -> tuple[dict[str, int], int]:
        """Keep what was checked, for the answers that the import wrote (inside its transaction).

        Originals are kept by an action of their own: undoing it gives them back, undoing the next the import.

        Returns
        -------
        How many findings were replaced, by kind; and how many were left for a person.
        """
        written = [version.answer for version in project.versions.of_action(action_id)]
        project.personal.check(
            (Checked(a.answer_id, a.text_hash, False, self.unsure.get(a.answer_id, 0)) for a in written), action_id
        )
        changed = [a.answer_id for a in written if a.answer_id in self.originals]
        kinds = sum((self.kinds[a] for a in changed), Counter[str]())
        if keep_originals and changed:
            details = {"question": "", "answers": len(changed), "findings": dict(kinds), "originals": True}
            kept = project.actions.add(coder_id, REDACT, details)
            olds = [self.originals[a] for a in changed]
            project.personal.keep_originals((Original(o.answer_id, action_id, o.text, o.text_hash) for o in olds), kept)
        return dict(kinds), sum(self.unsure.get(a.answer_id, 0) for a in written)
