"""When coding may stop, and what needs a look first: learning curve, expected gain, alarms.

Made for `coder status`, so quick: a bounded number of answers, and only those whose words have been read before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.domain.codebook import Codebook
from coder.domain.coding import BY_PEOPLE, Coding
from coder.domain.errors import CoderError
from coder.domain.folding import verbatim_hash
from coder.domain.survey import Answer, Question
from coder.domain.texts import _, decimal, ngettext, percent
from coder.domain.words import Document
from coder.store.codings import closed_by_machine, final
from coder.workflows.coded import CodedAnswers, lesson, new_engine
from coder.workflows.project import Progress, Project, codebook_of, no_progress, open_project
from coder.workflows.vectors import cached, encoder_in_use

if TYPE_CHECKING:
    from coder.learning.curve import Curve

FEWEST = 20
"""Different coded answers below which nothing is said."""

MOST_CODED, MOST_READ = 1000, 1500
"""Different answers that are learnt from, and looked at in all, spread evenly over what there is: a second's work."""

MOST_WORDS = 4000
"""Different answers whose words are compared between rounds."""

LITTLE = 0.01
"""Gain in F1 of the next 50 answers below which coding more hardly helps: one point."""

MODEST = 0.6
"""F1 below which a flat curve is no reason to be content."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that needs a look."""

    kind: str
    """'cluster', 'residual', 'vocabulary' or 'codes'."""
    text: str
    """In words."""
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Advice:
    """Whether to go on coding a question, and on what evidence."""

    coded: int
    """Different answers that people coded."""
    left: int
    """Answers that nobody decided."""
    verdict: str
    """'go_on', 'stop', 'plateau' (flat, but not good) or 'unknown'."""
    text: str
    """The advice in one sentence."""
    curve: Curve | None = None
    alarms: list[Alarm] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Read:
    """What is known of a question without reading anything anew."""

    answers: list[Answer]
    decided: dict[int, Coding]
    repeats: dict[str, int]
    """By text hash: respondents."""
    coded: dict[str, frozenset[str]]
    """By text hash: the codes that people gave, in the order in which they did so."""
    open: list[str]
    """Text hashes that nobody decided, in file order."""
    documents: dict[str, Document]
    """By text hash, of the answers whose words are known."""
    left: int


def advice(path: Path, progress: Progress = no_progress) -> dict[str, Advice]:
    """Return by question the advice on it; questions with too little coded are left out."""
    with open_project(path) as project:
        found = {}
        for question in project.answers.questions():
            codebook = codebook_of(project, question.question_id)
            read = _read(project, question.question_id, codebook) if codebook is not None else None
            if codebook is not None and read is not None and len(read.coded) >= FEWEST:
                found[question.question_id] = _advice(project, question, codebook, read, progress)
        return found


def _read(project: Project, question_id: str, codebook: Codebook) -> _Read | None:
    current = project.codings.current(question_id)
    decided, closed = final(current, BY_PEOPLE), closed_by_machine(current)
    if sum(coding.status == "coded" for coding in decided.values()) < FEWEST:
        return None
    answers = project.answers.answers(question_id)
    repeats: dict[str, int] = {}
    given: dict[str, tuple[str, frozenset[str]]] = {}
    undecided: dict[str, None] = {}
    left = 0
    for answer in answers:
        key, coding = answer.text_hash, decided.get(answer.answer_id)
        repeats[key] = repeats.get(key, 0) + 1
        if coding is not None and coding.status == "coded":
            first = min(given[key][0], coding.coding_id) if key in given else coding.coding_id
            if (taught := lesson(codebook, coding.codes)) is not None:
                given[key] = first, taught
        elif coding is None and answer.answer_id not in closed:
            undecided[key] = None
            left += 1
    coded = {key: codes for key, (_when, codes) in sorted(given.items(), key=lambda item: item[1][0])}
    texts = {answer.text_hash: answer.text for answer in reversed(answers)}
    open_ = [key for key in undecided if key not in coded]
    wanted = [*spread(list(coded), MOST_CODED), *spread(open_, MOST_READ), *spread(list(texts), MOST_WORDS)]
    return _Read(answers, decided, repeats, coded, open_, _documents(project, {k: texts[k] for k in wanted}), left)


def _documents(project: Project, texts: Mapping[str, str]) -> dict[str, Document]:
    from coder import language

    of_text = {key: verbatim_hash(text) for key, text in texts.items()}
    known = project.words.get({of_text[key]: text for key, text in texts.items()}, language.version())
    return {key: known[h] for key, h in of_text.items() if h in known}


def spread(items: Sequence[str], most: int) -> list[str]:
    """Return at most `most` of the items, evenly spread, in their order."""
    if len(items) <= most:
        return list(items)
    return [items[i * len(items) // most] for i in range(most)]


def _advice(project: Project, question: Question, codebook: Codebook, read: _Read, progress: Progress) -> Advice:
    progress(_("Looking at {question}").format(question=question.question_id), 0, 1)
    alarms = [*_residual(codebook, read), *_drift(codebook, read)]
    coded = spread([key for key in read.coded if key in read.documents], MOST_CODED)
    if len(coded) < FEWEST:
        text = _("The answers have not been read yet: coder train --question {question} does so.")
        return Advice(len(read.coded), read.left, "unknown", text.format(question=question.question_id), None, alarms)
    open_ = spread([key for key in read.open if key in read.documents], MOST_READ - len(coded))
    try:
        curve, clusters = _learn(project, codebook, read, coded, open_)
    except CoderError as error:  # such as an encoder that is not on this computer
        return Advice(len(read.coded), read.left, "unknown", error.message, None, alarms)
    finally:
        progress(_("Looking at {question}").format(question=question.question_id), 1, 1)
    verdict, text = _sentence(curve, read.left)
    return Advice(len(read.coded), read.left, verdict, text, curve, [*clusters, *alarms])


def _learn(
    project: Project, codebook: Codebook, read: _Read, coded: Sequence[str], open_: Sequence[str]
) -> tuple[Curve, list[Alarm]]:
    """Return the learning curve and the clusters of open answers that no code explains."""
    from coder.learning.alarms import unexplained
    from coder.learning.curve import measure

    keys = [*coded, *open_]
    documents = [read.documents[key] for key in keys]
    encoder = encoder_in_use()
    known = CodedAnswers(
        read.answers,
        {key: row for row, key in enumerate(keys)},
        documents,
        read.decided,
        encode=cached(project, encoder),
        encoder=encoder.version if encoder else "",
    )
    engine = new_engine(codebook, known)
    rows = list(range(len(coded)))
    curve = measure(engine, rows, [read.coded[key] for key in coded], len(read.coded))
    if not open_:
        return curve, []
    start = len(coded)
    probabilities = engine.probabilities(range(start, len(keys)))
    found = unexplained(
        documents[start:],
        probabilities,
        lambda rows: engine.representation([start + row for row in rows]),
        [read.repeats[key] for key in open_],
    )
    alarms = []
    for cluster in found:
        example = read.documents[open_[cluster.rows[0]]].text
        text = ngettext(
            "{n} answer that no code explains: {words} ('{example}')",
            "{n} answers that no code explains: {words} ('{example}')",
            cluster.size,
        ).format(n=cluster.size, words=", ".join(cluster.keywords), example=" ".join(example.split())[:80])
        figures = {"answers": cluster.size, "different": len(cluster.rows), "keywords": list(cluster.keywords)}
        alarms.append(Alarm("cluster", text, figures | {"example": example, "looked_at": len(open_)}))
    return curve, alarms


def _residual(codebook: Codebook, read: _Read) -> list[Alarm]:
    from coder.learning.alarms import residual

    codings = [frozenset(c.codes) for c in read.decided.values() if c.status == "coded"]
    found = []
    for one in residual(codebook, codings):
        text = _("'{code}' holds {share} of the coded answers ({n} of {of}): is there a theme in it?").format(
            code=codebook.label(one.code_id), share=percent(one.given / one.of), n=one.given, of=one.of
        )
        found.append(Alarm("residual", text, {"code": one.code_id, "given": one.given, "of": one.of}))
    return found


def _drift(codebook: Codebook, read: _Read) -> list[Alarm]:
    """Compare the newest round with those before it, and the newest coded round with the coded one before it."""
    from coder.learning import drift

    rounds = sorted({answer.round_id for answer in read.answers})
    words: dict[str, dict[str, Document]] = {name: {} for name in rounds}
    codings: dict[str, list[frozenset[str]]] = {name: [] for name in rounds}
    for answer in read.answers:
        if answer.text_hash in read.documents:
            words[answer.round_id].setdefault(answer.text_hash, read.documents[answer.text_hash])
        coding = read.decided.get(answer.answer_id)
        if coding is not None and coding.status == "coded":
            codings[answer.round_id].append(frozenset(coding.codes))
    found = []
    if len(rounds) > 1:
        *before, newest = rounds
        earlier = [document for name in before for document in words[name].values()]
        new = drift.vocabulary(earlier, list(words[newest].values()))
        if new is not None and new.notable:
            text = _("Round {round} has other words than before: {share} new, {expected} by chance ({words})").format(
                round=newest,
                share=percent(new.share),
                expected=percent(new.expected),
                words=", ".join(new.words),
            )
            found.append(Alarm("vocabulary", text, {"round": newest, **asdict(new)}))
    coded = [name for name in rounds if codings[name]]
    if len(coded) > 1:
        one, other = coded[-2:]
        for moved in drift.codes(codings[one], codings[other], [code.code_id for code in codebook.usable]):
            text = _("'{code}' went from {before} in {one} to {after} in {other}: more than chance").format(
                code=codebook.label(moved.code_id),
                before=percent(moved.before),
                after=percent(moved.after),
                one=one,
                other=other,
            )
            found.append(Alarm("codes", text, {"from": one, "to": other, **asdict(moved)}))
    return found


def _sentence(curve: Curve, left: int) -> tuple[str, str]:
    """Return the verdict and the advice in words."""
    last = curve.points[-1]
    shown = _("{share} of the answers would be right as shown").format(share=percent(last.exact))
    if not left:
        return "stop", _("Every answer is decided; {shown}.").format(shown=shown)
    gain = curve.gain
    if gain is None:
        return "unknown", _("Too early to say what more coding would add; {shown}.").format(shown=shown)
    low, expected, high = (decimal(100 * x) for x in (gain.low, gain.expected, gain.high))
    adds = _("the next 50 answers are expected to add {expected} points of F1 ({low} to {high})").format(
        expected=expected, low=low, high=high
    )
    if gain.expected >= LITTLE:
        return "go_on", _("Go on coding: {adds}; {shown}.").format(adds=adds, shown=shown)
    if gain.high >= 2 * LITTLE:
        return "unknown", _("It cannot be said yet whether to stop: {adds}; {shown}.").format(adds=adds, shown=shown)
    if last.f1 < MODEST:
        text = _("More coding hardly helps, but F1 stays at {f1}: {adds}. coder evaluate shows which codes are weak.")
        return "plateau", text.format(f1=decimal(last.f1, 2), adds=adds)
    return "stop", _("You may stop: {adds}; {shown}.").format(adds=adds, shown=shown)


def as_record(found: Advice) -> dict[str, Any]:
    """Return advice as plain values, for JSON."""
    curve = asdict(found.curve) if found.curve is not None else {"points": [], "gain": None}
    return {
        "verdict": found.verdict,
        "text": found.text,
        "coded": found.coded,
        "left": found.left,
        "curve": [{name: round(value, 4) for name, value in point.items()} for point in curve["points"]],
        "gain_of_next_50": curve["gain"] and {name: round(value, 4) for name, value in curve["gain"].items()},
        "alarms": [{"kind": alarm.kind, "text": alarm.text, **alarm.figures} for alarm in found.alarms],
    }
