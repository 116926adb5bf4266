"""REFI-QDA projects, written and read by pyrefiqda, whose models are made from the schema of the standard."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pyrefiqda import RefiProject

from coder.domain.formats import Carries
from coder.workflows.export import ExportOptions, export
from tests.formats.frame import EXPECTED, KEY, PEOPLE, Found, In, Out, sample_project


def of_project(files: Mapping[str, Path]) -> Found:
    """Return what another reader finds in a project."""
    unpacked = files[""].parent / "unpacked"
    project = RefiProject.load(files[""], str(unpacked))
    people = {case.guid: case.name for case in project.cases.case}
    person_of = {ref.target_guid: case.name for case in project.cases.case for ref in case.source_ref}
    sources = {person_of[source.guid]: source for source in project.sources.text_source}
    texts = {
        person: RefiProject.resolve_source_path(source.plain_text_path, unpacked).read_bytes().decode()
        for person, source in sources.items()
    }
    names = {variable.guid: variable.name for variable in project.variables.variable}
    values = {
        case.name: {names[one.variable_ref.target_guid]: one for one in case.variable_value}
        for case in project.cases.case
    }
    users = {user.guid: user.name for user in project.users.user}
    notes = {note.guid: note.plain_text_content for note in project.notes.note}
    codes: dict[str, Any] = {}
    nets: dict[str, str] = {}
    left = [(code, "") for code in project.code_book.codes.code]
    while left:
        code, net = left.pop(0)
        codes[code.guid], nets[code.name] = code, net
        left[:0] = [(one, code.name) for one in code.code]
    selections = {
        person: source.plain_text_selection[0] for person, source in sources.items() if source.plain_text_selection
    }
    (question,) = [one for one in project.sets.set if one.name == KEY]
    labels = next(one.description for one in project.variables.variable if one.name == "rol").rpartition("coder: ")[2]
    return {
        Carries.ANSWERS: texts,
        Carries.QUESTIONS: question.description.split("\n")[0],
        Carries.VARIABLES: {p: (v["rol"].text_value, str(v["leeftijd"].integer_value)) for p, v in values.items()},
        Carries.LABELS: dict(json.loads(labels)["labels"]),
        Carries.WEIGHTS: {p: float(v["weight"].float_value) for p, v in values.items()},
        Carries.MISSING: sorted(set(people.values()) - set(selections)),
        Carries.DATES: {p: date.fromisoformat(str(v["sinds"].date_value)) for p, v in values.items()},
        Carries.CODES: {
            p: [codes[coding.code_ref.target_guid].name for coding in one.coding] for p, one in selections.items()
        },
        Carries.CODEBOOK: [(c.name, nets[c.name], c.description.split("coder: ")[0].strip()) for c in codes.values()],
        Carries.CODERS: {p: users[one.creating_user] for p, one in selections.items()},
        Carries.QUOTES: {
            p: texts[p][one.start_position : one.end_position]
            for p, one in selections.items()
            if (one.start_position, one.end_position) != (0, len(texts[p]))
        },
        Carries.MEMOS: {p: notes[ref.target_guid] for p, one in selections.items() for ref in one.note_ref},
    }


def saved_by_another_program(folder: Path) -> Path:
    """Return the sample project as another program saves it that opened it."""
    ours, unpacked, theirs = folder / "ours.qdpx", folder / "theirs", folder / "in.qdpx"
    export(sample_project(folder), ours, ExportOptions())
    project = RefiProject.load(ours, str(unpacked))
    RefiProject.save(project, theirs, unpacked / "sources")
    return theirs


CAME_IN = {
    feature: EXPECTED[feature]
    for feature in (
        *(Carries.ANSWERS, Carries.QUESTIONS, Carries.WEIGHTS, Carries.CODES, Carries.CODEBOOK, Carries.CODERS),
        *(Carries.QUOTES, Carries.MEMOS),
    )
}
CAME_IN[Carries.LABELS] = {"rol": EXPECTED[Carries.LABELS]}
CAME_IN[Carries.VARIABLES] = {
    p.respondent_id: {name: value for name, value in p.variables.items() if name != "sinds"} for p in PEOPLE
}
CAME_IN[Carries.DATES] = {p.respondent_id: {"sinds": p.variables["sinds"]} for p in PEOPLE}

PROOFS = [
    In("qdpx", saved_by_another_program, CAME_IN),
    Out("qdpx", ".qdpx", of_project),
]
