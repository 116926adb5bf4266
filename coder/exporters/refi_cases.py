"""Respondents as cases of a REFI-QDA project, with typed variables; weight and round are variables too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from coder.domain.coded import CodedSurvey
from coder.domain.refi import told
from coder.domain.survey import Answer, Respondent, Variable
from coder.domain.texts import _
from coder.exporters.base import distinct
from coder.exporters.refi_codes import guid
from coder.exporters.xml_writer import Xml, escaped

LONGEST_NAME = 200  # of a variable; question texts as column names run to thousands of characters

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class _Column:
    """A variable: its identifier, its type in REFI-QDA, and what a respondent has for it."""

    guid: str
    type: str
    name: str
    """Empty for what is no variable of the project."""
    text: str
    facts: Mapping[str, Any]
    value: Callable[[Respondent], Value | None]


def write_variables(xml: Xml, survey: CodedSurvey) -> None:
    """Write what variables there are, each with a type that fits all its values."""
    if not survey.respondents:
        return
    columns = _columns(survey)
    names = distinct((*survey.variables, _("round"), _("weight")), LONGEST_NAME)
    with xml.element("Variables"):
        for name, column in zip(names, columns, strict=True):
            with xml.element("Variable", guid=column.guid, name=name, typeOfVariable=column.type):
                known = {"name": column.name} if column.name not in ("", name) else {}
                if description := told(column.text, {**column.facts, **known}):
                    xml.leaf("Description", description)


def write_cases(xml: Xml, survey: CodedSurvey, source_of: Callable[[Answer], str]) -> None:
    """Write every respondent with his or her values and answers, in the order of the answers."""
    if not survey.respondents:
        return
    answers: dict[tuple[str, str], list[Answer]] = {}
    for asked in survey.questions:
        for answer in asked.answers:
            answers.setdefault((answer.round_id, answer.respondent_id), []).append(answer)
    columns = _columns(survey)
    around = [_around(column) for column in columns]

    def place(person: Respondent) -> tuple[str, float, str]:
        given = answers.get((person.round_id, person.respondent_id), ())
        return (person.round_id, min((a.position for a in given), default=float("inf")), person.respondent_id)

    with xml.element("Cases"):
        for person in sorted(survey.respondents, key=place):
            key = (person.round_id, person.respondent_id)
            with xml.element("Case", guid=guid("respondent", *key), name=person.respondent_id):
                if person.missing:
                    xml.leaf("Description", told("", {"missing": person.missing}))
                for column, (before, after) in zip(columns, around, strict=True):
                    value = column.value(person)
                    if value is not None:
                        xml.put(before + escaped(_written(column.type, value)) + after)
                for answer in answers.get(key, ()):
                    xml.leaf("SourceRef", targetGUID=source_of(answer))


def _around(column: _Column) -> tuple[str, str]:
    """Return what stands before and behind a value: there are millions of them."""
    tag = f"{column.type}Value"
    before = f'<VariableValue><VariableRef targetGUID="{column.guid}"/><{tag}>'
    return before, f"</{tag}></VariableValue>\n"


def _columns(survey: CodedSurvey) -> list[_Column]:
    people = survey.respondents
    columns = [
        _Column(
            guid("variable", name),
            _type(variable, (p.variables[name] for p in people if name in p.variables)),
            name,
            variable.text,
            _facts(variable),
            lambda person, name=name: person.variables.get(name),  # type: ignore[misc]
        )
        for name, variable in survey.variables.items()
    ]
    columns.append(_Column(guid("round"), "Text", "", "", {"role": "round"}, lambda person: person.round_id))
    weight = _Column(guid("weight"), "Float", "", "", {"role": "weight"}, lambda person: person.weight)
    return [*columns, weight]


def _facts(variable: Variable) -> dict[str, Any]:
    facts = {"kind": variable.kind, "labels": variable.labels, "missing": variable.declared}
    return {name: value for name, value in facts.items() if value}


def _type(variable: Variable, values: Iterable[Value]) -> str:
    found = list(values)
    kinds = {type(value) for value in found}
    if kinds == {bool}:
        return "Boolean"
    if kinds == {int}:
        return "Integer"
    if kinds and kinds <= {int, float} and all(isfinite(value) for value in found if isinstance(value, int | float)):
        return "Float"
    if variable.kind == "date" and kinds == {str}:
        texts = [str(value) for value in found]
        if all(_parses(date, text) for text in texts):
            return "Date"
        if all(_parses(datetime, text) and len(text) > len("2024-01-01") for text in texts):
            return "DateTime"
    return "Text"


def _parses(kind: type[date], text: str) -> bool:
    try:
        return kind.fromisoformat(text).isoformat().replace("T", " ") == text
    except ValueError:
        return False


def _written(kind: str, value: Value) -> str:
    if kind == "Boolean":
        return "true" if value else "false"
    if kind == "Float":
        return format(Decimal(repr(value)), "f")  # XML's decimals know no exponents
    return str(value).replace(" ", "T") if kind == "DateTime" else str(value)
