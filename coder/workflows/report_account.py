"""What happened with one question: who coded, how far they agree, how often the machine is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from coder.domain.codebook import Codebook
from coder.domain.coding import AUTOCODE, BY_PEOPLE, MACHINE, RECONCILED, Coding
from coder.domain.survey import Question
from coder.reporting.findings import ALMOST_ALL
from coder.statistics.intervals import effective_size
from coder.statistics.saturation import new_codes
from coder.store.codings import final
from coder.workflows.agreement import AgreedQuestion, agreed
from coder.workflows.audit import coded_sample, frames
from coder.workflows.coded_survey import FIRST_DAY
from coder.workflows.counted import Counted, Material
from coder.workflows.project import Project, undamaged

STATUSES = ("coded", "machine", "skipped", "flagged", "open")


@dataclass(frozen=True, slots=True)
class Measured:
    """The machine's codes of answers of the random sample, beside those of people."""

    answers: int
    given: int
    """Codes that the machine gave."""
    right: int
    """Of these, codes that people gave too."""
    meant: int
    """Codes that people gave."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the codebook that was in use."""

    version: str
    codes: int
    day: str


@dataclass(frozen=True, slots=True)
class WeightsUsed:
    """The weights of the respondents in the base."""

    n: int
    smallest: float
    largest: float
    effective: float
    """Respondents that an unweighted survey would need for the same precision (Kish)."""
    without: int
    """Respondents without a weight, who count as 1."""


@dataclass(frozen=True, slots=True)
class Account:
    """What an account of methods says of one question."""

    question: Question
    codebook: Codebook
    corrected: bool
    """Whether shares are about all answers, with the machine's mistakes corrected."""
    weights: WeightsUsed | None
    rounds: tuple[str, ...]
    """Those that the report is about, the reported one last."""
    respondents: Mapping[str, int]
    """By round."""
    counts: Mapping[str, Counter[str]]
    """By round: answers by `STATUSES`."""
    coders: Mapping[str, int]
    """People and how many answers each of them decided, in all rounds."""
    reconciled: int
    models: tuple[str, ...]
    versions: tuple[Version, ...]
    agreement: AgreedQuestion | None
    drawn: int
    """Coded answers of the random sample."""
    population: int
    """Answers that it was drawn from."""
    measured: Measured | None
    new_codes: tuple[int, ...]
    """Codes that were new in each block of answers of the reported round."""
    last: str
    """When something was last decided, UTC, ISO 8601."""

    def nearly_all_coded(self, rounds: Iterable[str]) -> bool:
        """Return whether people decided on nearly all answers of each of these rounds."""
        found = [self.counts[name] for name in rounds]
        return all(one["machine"] + one["open"] <= (1 - ALMOST_ALL) * one.total() for one in found)

    @property
    def reported(self) -> Counter[str]:
        """Answers of the reported round by `STATUSES`."""
        return self.counts[self.rounds[-1]]


def account(project: Project, base: Counted, known: Material, rounds: list[str]) -> Account:
    """Return what happened with a question in these rounds, out of what was read of all of them."""
    key = base.question.question_id
    codings = known.codings
    decided = final(codings)
    counts = {name: Counter[str]() for name in rounds}
    for answer in known.answers:
        if answer.round_id in counts:
            counts[answer.round_id][_status(decided.get(answer.answer_id))] += 1
    people = Counter(c.coder_id for c in codings if c.source in BY_PEOPLE and c.status != "open")
    reconciled = people.pop(RECONCILED, 0)
    machine = {c.answer_id: c for c in codings if c.coder_id in (MACHINE, AUTOCODE) and c.status == "coded"}
    by_people = final(codings, BY_PEOPLE)
    meant = [frame for frame in frames(project, key) if frame.round_id in rounds]
    sample = [answer_id for frame in meant for answer_id in coded_sample(frame, by_people)[0]]
    everybody = project.answers.respondents_by_round()
    return Account(
        base.question,
        base.codebook,
        base.basis is not None,
        _weights(base),
        tuple(rounds),
        {name: everybody.get(name, 0) for name in rounds},
        counts,
        dict(sorted(people.items())),
        reconciled,
        tuple(sorted({c.model_id for c in decided.values() if c.source not in BY_PEOPLE and c.model_id})),
        _versions(project, key),
        agreed(project, base.question) if len(people) > 1 else None,
        len(sample),
        sum(len(frame.members) for frame in meant),
        _measured([(machine[a], by_people[a]) for a in sample if a in machine]),
        new_codes(_in_order(base)),
        max((c.created_at for c in codings if c.created_at), default=FIRST_DAY),
    )


def _in_order(base: Counted) -> Iterable[frozenset[str]]:
    """Return the codes of answers that people coded, in the order in which they did."""
    decided = (base.codings.get(answer.answer_id) for answer in base.answers)
    people = sorted(
        (c for c in decided if c is not None and c.status == "coded" and c.source in BY_PEOPLE),
        key=lambda c: c.coding_id,
    )
    return (frozenset(coding.codes) for coding in people)


def _weights(base: Counted) -> WeightsUsed | None:
    if base.weights is None:
        return None
    weights = np.asarray(base.weights)
    return WeightsUsed(
        len(weights), float(weights.min()), float(weights.max()), effective_size(weights), base.without_weight
    )


def _status(coding: Coding | None) -> str:
    if coding is None:
        return "open"
    return coding.status if coding.source in BY_PEOPLE else "machine"


def _measured(both: list[tuple[Coding, Coding]]) -> Measured | None:
    if not both:
        return None
    return Measured(
        len(both),
        sum(len(machine.codes) for machine, _person in both),
        sum(len(set(machine.codes) & set(person.codes)) for machine, person in both),
        sum(len(person.codes) for _machine, person in both),
    )


def _versions(project: Project, key: str) -> tuple[Version, ...]:
    """Return the versions of the codebook that were not undone, with the day on which each was made."""
    with undamaged(project, key):
        kept = project.codebooks.versions(key)
    made = {a.action_id: a for a in project.actions.with_undos(one.action_id for one in kept)}
    return tuple(
        Version(one.codebook.version, len(one.codebook.usable), action.created_at[:10])
        for one in kept
        if (action := made.get(one.action_id)) is not None and not action.undone
    )
