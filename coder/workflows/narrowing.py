"""A part of the queue: answers of certain respondents (`--filter`), answers with certain words (`--search`)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coder.domain.errors import UsageError
from coder.domain.folding import bare
from coder.domain.survey import Answer, Respondent
from coder.domain.texts import _, ngettext
from coder.domain.words import Document
from coder.review.ports import Item
from coder.review.queue import narrowed
from coder.workflows.coded import CodedAnswers
from coder.workflows.variables import the_variable, value_of

Wanted = Callable[[Answer], bool]
People = Mapping[tuple[str, str], Respondent]

SHOWN_VALUES = 20  # values that an error names

_CONDITION = re.compile(r"(.+?)\s*(!=|<=|>=|=|<|>)(.*)", re.DOTALL)
_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_DATE = re.compile(r"\d{4}-\d\d(-\d\d.*)?")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which part of the queue somebody asks for."""

    filters: tuple[str, ...] = ()
    """Conditions on closed variables, such as 'rol=directeur|bestuurder' or 'leeftijd>=40'; all have to hold."""
    search: str = ""
    """Words that all have to be in the answer."""

    def __bool__(self) -> bool:
        return bool(self.filters or self.search)

    def __str__(self) -> str:
        words = [f"“{' '.join(self.search.split())}”"] if self.search else []
        return " · ".join([*(" ".join(one.split()) for one in self.filters), *words])


EVERYTHING = Narrowing()


def part_of(
    queue: list[Item], asked: Narrowing, people: People, coded: CodedAnswers, in_round: Sequence[Answer]
) -> list[Item]:
    """Return the part of the queue that is asked for.

    Parameters
    ----------
    in_round : all answers, whatever was decided about them: they tell why nothing is left.

    Raises
    ------
    UsageError : a filter cannot be read; there is no such variable, or nobody has such a value; no word to search for;
        nothing is left.
    """
    if not asked:
        return queue
    fits = _wanted(asked, people, coded)
    part = narrowed(queue, fits)
    if not part:
        raise _nothing_fits(asked, sum(map(fits, in_round)))
    return part


def _nothing_fits(asked: Narrowing, n: int) -> UsageError:
    if not n:
        return UsageError(
            _("No answer fits {filter}").format(filter=asked),
            _("All conditions have to hold together: take less of --filter and --search."),
        )
    return UsageError(
        ngettext(
            "{n} answer fits {filter}, and it is not in this queue",
            "{n} answers fit {filter}, and none of them is in this queue",
            n,
        ).format(n=n, filter=asked),
        _("They are decided already, or closed by the machine: see --only coded, skipped, flagged or machine."),
    )


def _wanted(asked: Narrowing, people: People, coded: CodedAnswers) -> Wanted:
    tests = [_condition(one, people) for one in asked.filters]
    if asked.search:
        tests.append(_searched(asked.search, coded))
    return lambda answer: all(test(answer) for test in tests)


def _condition(given: str, people: People) -> Wanted:
    match = _CONDITION.fullmatch(given.strip())
    if match is None:
        raise UsageError(
            _("This is no filter: {filter}").format(filter=given),
            _("Write variable=value, as in --filter 'rol=directeur'; also !=, <, >, <=, >=, and a|b for either."),
        )
    known = {name for person in people.values() for name in person.variables}
    variable, sign = the_variable(match[1].strip(), known), match[2]
    values = [value.strip() for value in match[3].split("|")]
    holds = _compared(given, sign, values) if sign in _COMPARE else _among(variable, sign, values, people)
    fits = lru_cache(None)(holds)  # a variable has few values, a project many answers

    def test(answer: Answer) -> bool:
        key = (answer.round_id, answer.respondent_id)
        return fits(value_of(people.get(key), answer.round_id, variable))

    return test


def _among(variable: str, sign: str, values: Sequence[str], people: People) -> Callable[[str], bool]:
    """Return the test whether a value is one of these, or for '!=' none of them; empty stands for 'not known'."""
    meant = {value.casefold() for value in values}
    occur = {value_of(person, round_id, variable) for (round_id, _name), person in people.items()}
    for value in values:
        if value and value.casefold() not in {one.casefold() for one in occur}:
            shown = sorted(one for one in occur if one)
            raise UsageError(
                _("Nobody has {value} for {variable}").format(value=value, variable=variable),
                _("Values that occur: {values}.").format(
                    values=", ".join(shown[:SHOWN_VALUES]) + (" …" if len(shown) > SHOWN_VALUES else "")
                ),
            )
    return lambda value: (value.casefold() in meant) == (sign == "=")


def _compared(given: str, sign: str, values: Sequence[str]) -> Callable[[str], bool]:
    """Return the test whether a value is smaller or larger than a number or a date; other values are neither."""
    compare, bound, number = _COMPARE[sign], values[0], _number(values[0])
    if len(values) > 1 or (number is None and not _DATE.fullmatch(bound)):
        raise UsageError(
            _("This is no filter: {filter}").format(filter=given),
            _("After <, >, <= and >= comes one number, or a date such as 2024-05-31."),
        )
    if number is None:
        return lambda value: bool(_DATE.fullmatch(value)) and compare(value, bound)
    return lambda value: (found := _number(value)) is not None and compare(found, number)


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _searched(text: str, coded: CodedAnswers) -> Wanted:
    """Return the test whether all words are in an answer: as part of it ('geld' in 'overheidsgeld') or by lemma."""
    words = bare(text).split()
    if not words:
        raise UsageError(_("There is no word to search for in {text}").format(text=repr(text)))
    lemmas = {word: {word} for word in words}
    as_said = lru_cache(None)(bare)
    for document in coded.documents:
        for word in document.words:
            if (form := as_said(document.text[word.start : word.end])) in lemmas:
                lemmas[form].add(word.lemma)

    def found(document: Document) -> bool:
        said, of_it = bare(document.text), {word.lemma for word in document.words}
        return all(word in said or not of_it.isdisjoint(lemmas[word]) for word in words)

    return lambda answer: found(coded.documents[coded.row(answer)])
