"""What an export says, once its columns are known: respondents, answers, and cells with codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from coder.domain.errors import InputError, UsageError
from coder.domain.folding import text_hash
from coder.domain.ids import answer_id
from coder.domain.survey import Answer, Cell, Kind, Question, Respondent, SurveyTable, Variable
from coder.domain.texts import _
from coder.workflows.columns import find_column, guess_id, guess_weight, text_of, value_of
from coder.workflows.kept_columns import kept_columns, likely_open
from coder.workflows.plan_columns import codes_columns, question_columns
from coder.workflows.question_keys import key_of

Value = str | int | float | bool
_KINDS: dict[type, Kind] = {bool: "truth", int: "number", float: "number", date: "date", datetime: "date"}


@dataclass(slots=True)
class Plan:
    """An export in the words of the project."""

    table: SurveyTable
    id_name: str = ""
    """The column that names the respondents; empty when rows are numbered instead."""
    weight_name: str = ""
    """The column with the weights; empty when there is none."""
    questions: list[Question] = field(default_factory=list)
    respondents: list[Respondent] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    variables: dict[str, Variable] = field(default_factory=dict)
    """What is known of the closed variables that are kept, by name."""
    left_open: list[str] = field(default_factory=list)
    """Columns that look like open answers, and are therefore not kept with all others."""
    empty: int = 0
    without_weight: int = 0
    codes: dict[str, dict[int, list[int]]] = field(default_factory=dict)
    """By question: answer id -> the rows with its codes."""
    codes_columns: dict[str, list[int]] = field(default_factory=dict)
    """By question: the columns with codes."""
    keys: dict[str, str] = field(default_factory=dict)
    """The question of each column of answers."""
    places: dict[tuple[int, str], int] = field(default_factory=dict)
    """The answer of each row and column of answers, where codings come along."""


def make_plan(
    table: SurveyTable,
    questions: Sequence[str],
    question_column: str | None,
    round_id: str,
    id_column: str | None,
    weight_column: str | None,
    keep: Sequence[str],
    keep_all: bool,
    codes: Sequence[str],
    finished_only: bool = False,
    known: Sequence[Question] = (),
) -> Plan:
    """Read an export by its columns.

    Parameters
    ----------
    known : the questions of the project; one that a column has as its header keeps its key.

    Raises
    ------
    InputError : a column is missing or ambiguous, a respondent occurs twice, a weight is no number.
    UsageError : the options contradict each other.
    """
    plan = Plan(table)
    columns = question_columns(table, questions, known)
    long_column = find_column(table, question_column) if question_column else None
    if long_column is not None and len(columns) != 1:
        raise UsageError(
            _("With --question-column, exactly one --question names the column with the answers"),
            _("Example: --question text --question-column question."),
        )
    id_place = find_column(table, id_column) if id_column else (None if long_column is not None else guess_id(table))
    weight_place = find_column(table, weight_column) if weight_column else guess_weight(table)
    codes_of = codes_columns(table, columns, codes)
    in_codes = [place for places in codes_of.values() for place in places]
    used = {*columns.values(), id_place, weight_place, long_column, *in_codes}
    opened = likely_open(table, used) if keep_all else []
    kept = kept_columns(table, keep, keep_all, used.union(opened))
    plan.left_open = [table.columns[place] for place in opened if place not in kept]
    plan.variables = {name: _known(table, place) for place, name in kept.items()}
    plan.keys = {table.columns[place]: key for key, place in columns.items()}
    plan.id_name = table.columns[id_place] if id_place is not None else ""
    plan.weight_name = table.columns[weight_place] if weight_place is not None else ""

    seen: dict[tuple[str, str], int] = {}
    people: dict[str, Respondent] = {}
    found: dict[str, Question] = {}
    if long_column is None:
        found = {key: Question(key, _question_text(table, place)) for key, place in columns.items()}
    rows = zip(table.rows, table.row_numbers, _variables(table, kept), _missing(table, kept), strict=True)
    for place, (row, number, variables, missing) in enumerate(rows):
        if finished_only and place in table.partial:
            continue
        person = _respondent_id(table, row, number, id_place)
        if person not in people:
            weight = _weight(table, row, number, weight_place)
            plan.without_weight += weight_place is not None and weight is None
            people[person] = Respondent(person, round_id, weight, variables, missing)
        for key, column in columns.items():
            text = text_of(value_of(table, row, column))
            question = key
            if long_column is not None:
                name = text_of(row[long_column])
                question = key_of(name)
                found.setdefault(question, Question(question, name))
            identity = answer_id(question, round_id, person)
            if table.codings:
                plan.places[place, table.columns[column]] = identity
            if key in codes_of and any(row[one] is not None for one in codes_of[key]):
                plan.codes.setdefault(question, {}).setdefault(identity, []).append(place)
                plan.codes_columns[question] = codes_of[key]
            if (person, question) in seen:
                first = seen[person, question]
                # One row a code: the answer stands in each.
                if key in codes_of and text == text_of(value_of(table, table.rows[first], column)):
                    continue
                raise _twice(table, person, id_place, table.row_numbers[first], number)
            seen[person, question] = place
            if not text:
                plan.empty += 1
                continue
            plan.answers.append(Answer(identity, question, round_id, person, text, text_hash(text), place))
    plan.questions = list(found.values())
    plan.respondents = list(people.values())
    return plan


def by_round(table: SurveyTable, round_id: str) -> list[tuple[str, SurveyTable]]:
    """Return a table as the rounds that are in it, each with its name.

    Parameters
    ----------
    round_id : the name that the user gives; '' lets the file say it. Of a file that tells its rounds, this one is
        taken; a file of one round may get another name.

    Raises
    ------
    UsageError : nobody says which round it is, or the file has several and this is none of them.
    """
    names = list(dict.fromkeys(table.rounds))
    if not names or (round_id and len(names) == 1 and names[0] != round_id):
        if not round_id:
            raise UsageError(_("Say which round these answers belong to"), _("For example: --round 2023."))
        return [(round_id, table)]
    if round_id and round_id not in names:
        raise UsageError(
            _("{file}: there is no round {round}").format(file=table.path, round=round_id),
            _("Rounds in the file: {names}.").format(names=", ".join(names)),
        )
    places = {name: [place for place, one in enumerate(table.rounds) if one == name] for name in names}
    return [(name, table.of_rows(places[name])) for name in names if round_id in ("", name)]


def _respondent_id(table: SurveyTable, row: Sequence[Cell], number: int, place: int | None) -> str:
    if place is None:
        return f"row-{number}"
    person = text_of(row[place])
    if not person:
        raise InputError(
            _("{file}, row {row}, column '{column}': the respondent's id is empty").format(
                file=table.path, row=number, column=table.columns[place]
            ),
            _("Fill it in, or choose another column with --id."),
        )
    return person


def _twice(table: SurveyTable, person: str, place: int | None, first: int, number: int) -> InputError:
    column = table.columns[place] if place is not None else ""
    return InputError(
        _("{file}, row {row}, column '{column}': respondent {respondent} occurs in row {first} already").format(
            file=table.path, row=number, column=column, respondent=person, first=first
        ),
        _("Remove one of the two rows, or choose a column with --id that differs for every respondent."),
    )


def _weight(table: SurveyTable, row: Sequence[Cell], number: int, place: int | None) -> float | None:
    if place is None or row[place] is None:
        return None
    cell = row[place]
    text = text_of(cell)
    if not text or text in table.variable(table.columns[place]).missing:
        return None
    try:
        weight = float(cell) if isinstance(cell, int | float) else float(text.replace(",", "."))
    except ValueError:
        weight = -1.0
    if not 0 <= weight < 1e15:
        raise InputError(
            _("{file}, row {row}, column '{column}': '{value}' is not a weight").format(
                file=table.path, row=number, column=table.columns[place], value=text[:40]
            ),
            _("A weight is a number of 0 or more, such as 0,87."),
        )
    return weight


def _variables(table: SurveyTable, kept: Mapping[int, str]) -> Iterator[dict[str, Value]]:
    """Yield what each row holds for the columns that are kept; empty cells are left out."""
    if not kept:
        yield from ({} for _row in table.rows)
        return
    for values in zip(*(_values(table, place) for place in kept), strict=True):
        yield {name: value for name, value in zip(kept.values(), values, strict=True) if value is not None}


def _missing(table: SurveyTable, kept: Mapping[int, str]) -> Iterator[dict[str, str]]:
    """Yield what each row holds that a statistical program takes for no answer, of the columns that are kept."""
    about = ((place, name, table.variable(table.columns[place])) for place, name in kept.items())
    known = [(place, name, variable.missing) for place, name, variable in about if variable.declared]
    for row in table.rows:
        yield {name: value for place, name, missing in known if (value := text_of(row[place])) in missing}


def _values(table: SurveyTable, place: int) -> list[Value | None]:
    """Return the cells of a column as the project keeps them; each of the few different ones is looked at once."""
    known: dict[tuple[type, Cell], Value | None] = {}
    found = []
    for row in table.rows:
        key = (type(row[place]), row[place])
        if key not in known:
            cell = value_of(table, row, place)
            known[key] = cell if cell is None or isinstance(cell, bool | int | float) else text_of(cell)
        found.append(known[key])
    return found


def _known(table: SurveyTable, place: int) -> Variable:
    """Return of a variable what the project keeps; the marks of survey tools for no answer are none of it."""
    variable = table.variable(table.columns[place])
    dropped = frozenset() if variable.declared else variable.missing
    labels = tuple((value, variable.label(value)) for value, _label in variable.labels if value not in dropped)
    kind = variable.kind or ("" if labels else _kind(table, place))
    return Variable(text=variable.text, kind=kind, labels=labels, declared=variable.declared)


def _kind(table: SurveyTable, place: int) -> Kind:
    """Return what the cells of a column are, where all are the same; texts may be anything yet."""
    found = {_KINDS.get(type(row[place]), "") for row in table.rows if row[place] is not None}
    return found.pop() if len(found) == 1 else ""


def _question_text(table: SurveyTable, place: int) -> str:
    return table.variable(table.columns[place]).text or table.columns[place]
