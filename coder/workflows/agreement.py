"""How far coders agree who decided the same answers, and where they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import numpy as np

from coder.domain.codebook import Codebook
from coder.domain.coding import AUTOCODE, BY_PEOPLE, MACHINE, RECONCILED, Coding
from coder.domain.comparing import comparable
from coder.domain.errors import UsageError
from coder.domain.survey import Question
from coder.domain.texts import _
from coder.statistics.agreement import Agreement, CodeAgreement, agreement
from coder.workflows.project import Project, codebook_of, open_project, questions_meant, the_round

RELIABLE, TENTATIVE = 0.8, 2 / 3  # of alpha, after Krippendorff (2018), chapter 12
FEWEST = 5  # times that somebody gave a code, before its figures say anything
SHOWN = 5  # disagreements, the most frequent ones
EXAMPLES = 2  # answers shown for each

Verdict = Literal["reliable", "tentative", "unreliable", "too few"]


@dataclass(frozen=True, slots=True)
class AgreedCode:
    """A code, and how far coders agree on it."""

    code_id: str
    label: str
    figures: CodeAgreement
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where two coders went apart: what only the one gave, and only the other."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    times: int
    examples: tuple[tuple[str, str], ...]
    """(respondent, answer)."""


@dataclass(frozen=True, slots=True)
class AgreedQuestion:
    """The agreement on one question."""

    question: Question
    round_id: str | None
    coders: tuple[str, ...]
    decided: tuple[int, ...]
    """Answers that each coder decided, shared or not."""
    helped: tuple[int, ...]
    """Of the answers that count, those that each coder decided with suggestions in view."""
    figures: Agreement
    codes: tuple[AgreedCode, ...]
    """Codes that somebody gave, in the codebook's order."""
    disagreements: tuple[Disagreement, ...]


def agreement_of(
    path: Path, question_id: str | None, round_id: str | None, coders: Sequence[str] = ()
) -> list[AgreedQuestion]:
    """Return how far coders agree, per question on which at least two decided the same answers.

    Parameters
    ----------
    coders : whom to compare; nobody means all people. 'machine' is the machine: its codings of answers that people
        coded too.

    Raises
    ------
    UsageError : no such question, round or coder, or no two of them decided the same answer.
    """
    with open_project(path) as project:
        round_id = the_round(project, round_id)
        found = []
        for question in questions_meant(project, question_id):
            one = agreed(project, question, round_id, coders)
            if one is not None:
                found.append(one)
        if not found:
            raise UsageError(
                _("No two coders decided the same answers"),
                _(
                    "Let several code the same answers, each by themselves: coder assign --coders anna,bram "
                    "--double 20%."
                ),
            )
        return found


def agreed(
    project: Project, question: Question, round_id: str | None = None, coders: Sequence[str] = ()
) -> AgreedQuestion | None:
    """Return how far coders agree on a question; None where no two decided the same answer.

    Raises
    ------
    UsageError : there is no such coder.
    """
    by_coder = _decided(project, question.question_id, round_id, coders)
    return _compared(project, question, round_id, by_coder) if len(by_coder) > 1 else None


def _decided(
    project: Project, question_id: str, round_id: str | None, coders: Sequence[str]
) -> dict[str, dict[int, Coding]]:
    """Return what each coder decided, by answer."""
    found: dict[str, dict[int, Coding]] = {}
    for coding in project.codings.current(question_id, round_id):
        by_people = coding.source in BY_PEOPLE and coding.coder_id != RECONCILED
        by_machine = coding.coder_id in (MACHINE, AUTOCODE) and MACHINE in coders
        if coding.status == "coded" and (by_people or by_machine):
            name = MACHINE if by_machine else coding.coder_id
            if not coders or name in coders:
                found.setdefault(name, {})[coding.answer_id] = coding
    known = {c.coder_id for c in project.codings.current() if c.source in BY_PEOPLE} - {RECONCILED} | {MACHINE}
    if unknown := [name for name in coders if name not in known]:
        raise UsageError(
            _("Nobody called {coder} coded in this project").format(coder=unknown[0]),
            _("Coders: {names}.").format(names=", ".join(sorted(known))),
        )
    return dict(sorted(found.items()))


def _compared(
    project: Project, question: Question, round_id: str | None, by_coder: Mapping[str, Mapping[int, Coding]]
) -> AgreedQuestion | None:
    codebook = codebook_of(project, question.question_id) or Codebook()
    seen_by = Counter(answer_id for codings in by_coder.values() for answer_id in codings)
    shared = sorted(answer_id for answer_id, n in seen_by.items() if n > 1)
    if not shared:
        return None
    # Who decided none of these has no say in how far they agree.
    by_coder = {name: codings for name, codings in by_coder.items() if not codings.keys().isdisjoint(shared)}
    by_coder = _comparable(by_coder, shared, codebook)
    used = {code for codings in by_coder.values() for a in shared if a in codings for code in codings[a].codes}
    codes = codebook.ordered(used)
    place = {code: n for n, code in enumerate(codes)}
    given = np.zeros((len(shared), len(by_coder), len(codes)), dtype=bool)
    seen = np.zeros(given.shape[:2], dtype=bool)
    for person, codings in enumerate(by_coder.values()):
        for row, answer_id in enumerate(shared):
            if (coding := codings.get(answer_id)) is not None:
                seen[row, person] = True
                given[row, person, [place[code] for code in coding.codes]] = True
    texts = {a: c.text_hash for codings in by_coder.values() for a, c in codings.items()}
    same = np.unique([texts[answer_id] for answer_id in shared], return_inverse=True)[1]
    figures = agreement(given, seen, same=same)
    return AgreedQuestion(
        question,
        round_id,
        tuple(by_coder),
        tuple(len(codings) for codings in by_coder.values()),
        tuple(sum(a in codings and _helped(codings[a]) for a in shared) for codings in by_coder.values()),
        figures,
        tuple(
            AgreedCode(code, codebook.label(code), one, verdict(one))
            for code, one in zip(codes, figures.codes, strict=True)
        ),
        _disagreements(project, question.question_id, by_coder, shared, codebook),
    )


def _comparable(
    by_coder: Mapping[str, Mapping[int, Coding]], shared: Iterable[int], codebook: Codebook
) -> dict[str, dict[int, Coding]]:
    """Return the codings with those of each shared answer so that codes merged or split since make no difference."""
    found = {name: dict(codings) for name, codings in by_coder.items()}
    for answer_id in shared:
        names = [name for name, codings in by_coder.items() if answer_id in codings]
        given = comparable(codebook, [by_coder[name][answer_id].codes for name in names])
        for name, codes in zip(names, given, strict=True):
            found[name][answer_id] = replace(by_coder[name][answer_id], codes=codebook.ordered(codes))
    return found


def _helped(coding: Coding) -> bool:
    return coding.source in BY_PEOPLE and bool(coding.suggested)


def verdict(figures: CodeAgreement) -> Verdict:
    """Return in a word how far one can build on a code."""
    return "too few" if max(figures.given) < FEWEST else _verdict(figures.alpha.value)


def _verdict(alpha: float | None) -> Verdict:
    if alpha is None:
        return "too few"
    return "reliable" if alpha >= RELIABLE else "tentative" if alpha >= TENTATIVE else "unreliable"


def _disagreements(
    project: Project,
    question_id: str,
    by_coder: Mapping[str, Mapping[int, Coding]],
    shared: Iterable[int],
    codebook: Codebook,
) -> tuple[Disagreement, ...]:
    apart: dict[tuple[tuple[str, ...], ...], list[int]] = {}
    for answer_id in shared:
        given = [frozenset(codings[answer_id].codes) for codings in by_coder.values() if answer_id in codings]
        for one, other in combinations(given, 2):
            if one != other:
                pair = sorted((codebook.ordered(one - other), codebook.ordered(other - one)))
                apart.setdefault(tuple(pair), []).append(answer_id)
    most = sorted(apart.items(), key=lambda entry: (-len(entry[1]), entry[0]))[:SHOWN]
    wanted = {answer_id for _pair, answer_ids in most for answer_id in answer_ids[:EXAMPLES]}
    texts = {a.answer_id: (a.respondent_id, a.text) for a in project.answers.each(question_id) if a.answer_id in wanted}
    return tuple(
        Disagreement(
            tuple(codebook.label(code) for code in pair[0]),
            tuple(codebook.label(code) for code in pair[1]),
            len(answer_ids),
            tuple(texts[a] for a in dict.fromkeys(answer_ids[:EXAMPLES])),
        )
        for pair, answer_ids in most
    )


def as_record(found: AgreedQuestion) -> dict[str, Any]:
    """Return the agreement on a question as plain values."""
    return {
        "question": found.question.question_id,
        "text": found.question.text,
        "round": found.round_id,
        "coders": list(found.coders),
        "decided": list(found.decided),
        "with_suggestions": list(found.helped),
        "n": found.figures.n,
        "exact": asdict(found.figures.exact),
        "alpha_masi": asdict(found.figures.masi),
        "alpha_jaccard": asdict(found.figures.jaccard),
        "verdict": _verdict(found.figures.masi.value),
        "codes": [
            {"code": c.code_id, "label": c.label, "verdict": c.verdict, **asdict(c.figures)} for c in found.codes
        ],
        "disagreements": [asdict(one) for one in found.disagreements],
    }
