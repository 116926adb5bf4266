"""What proves that a format carries a thing: files that are read back, and what has to be found in them.

A format joins with a module in this folder that lists its proofs in `PROOFS`. `tests/test_formats.py` runs each, holds
what it found against the module's CARRIES, and writes the table of `coder help formats`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

from coder.domain.codebook import Code, Codebook
from coder.domain.coding import Coding
from coder.domain.folding import text_hash
from coder.domain.formats import Carries
from coder.domain.ids import answer_id, new_id
from coder.domain.survey import Answer, Question, Respondent, SurveyTable, Variable
from coder.importers.base import ReadOptions
from coder.store.codings import final
from coder.store.personal import Checked
from coder.store.project import Project, open_project
from coder.workflows.export import ExportOptions, export
from coder.workflows.ingest import IngestOptions, ingest, read_table

Found = Mapping[Carries, Any]
"""What was found in a file, by feature, in the shape that `EXPECTED` and `_in_the_project` have."""

KEY, QUESTION, ROUND = "goed", "Wat ging er goed?", "2024"
CODEBOOK = Codebook(
    (
        Code("uitgaven", "Uitgaven"),
        Code("boek", "Boeken & brochures", definition="Wat op papier verscheen", parent="uitgaven"),
        Code("dag", "Bijeenkomsten", definition="Wat men bijwoonde", parent="uitgaven"),
        Code("rust", "Rust", "Dat er niets moest", keywords=("vakantiehuis",), examples=("Eindelijk in de hangmat",)),
    )
)
TEXTS = {
    "r1": "Het boek over «samenwerken», en de dagen in Zwolle",
    "r2": "De rust; eindelijk geen vergadering, dat was fijn",
    "r3": "Weet ik zo niet te zeggen",
    "r4": 'Veel "mooie" gesprekken\nen nog meer',
}
CODES: dict[str, tuple[str, ...]] = {"r1": ("boek", "dag"), "r2": ("rust",), "r3": ()}
QUOTED = (3, 33)
MEMO = "Nabellen over die vergadering"
CODERS = {"r1": "anna", "r2": "bas", "r3": "anna"}
PEOPLE = (
    Respondent("r1", ROUND, 1.25, {"rol": "adviseur", "leeftijd": 34, "sinds": "2019-03-01"}),
    Respondent("r2", ROUND, 0.75, {"rol": "directeur", "leeftijd": 51, "sinds": "2021-11-15"}),
    Respondent("r3", ROUND, 1.0, {"rol": "adviseur", "leeftijd": 28, "sinds": "2020-02-29"}),
    Respondent("r4", ROUND, 0.5, {"rol": "directeur", "leeftijd": 60, "sinds": "2018-06-30"}),
    Respondent("r5", ROUND, 1.5, {"rol": "adviseur", "leeftijd": 45, "sinds": "2022-01-31"}),
)
VARIABLES = {
    "rol": Variable("Wat is uw rol?", kind="number", labels=(("1", "adviseur"), ("2", "directeur"))),
    "leeftijd": Variable("Hoe oud bent u?", kind="number"),
    "sinds": Variable("Sinds wanneer doet u mee?", kind="date"),
}
GIVEN = [code for code in CODEBOOK.codes if code.code_id in ("boek", "dag", "rust")]

WRITTEN = ("Zwolle", "vergadering", "zeggen", "gesprekken", "Nabellen", "vakantiehuis", "hangmat")
"""Words that respondents and coders wrote, in answers, memos, quotes, keywords and examples."""
CLOSED = ("adviseur", "directeur")
"""Values of closed variables."""

EXPECTED: Found = {
    Carries.ANSWERS: TEXTS,
    Carries.QUESTIONS: QUESTION,
    Carries.VARIABLES: {p.respondent_id: (p.variables["rol"], str(p.variables["leeftijd"])) for p in PEOPLE},
    Carries.LABELS: dict(VARIABLES["rol"].labels),
    Carries.WEIGHTS: {p.respondent_id: p.weight for p in PEOPLE},
    # Nobody decided about r4, and r5 gave no answer: that is something else than none of the codes, as r3 has.
    Carries.MISSING: ["r4", "r5"],
    Carries.DATES: {p.respondent_id: date.fromisoformat(str(p.variables["sinds"])) for p in PEOPLE},
    Carries.SETS: [code.label for code in GIVEN],
    Carries.CODES: {person: [CODEBOOK.label(code) for code in codes] for person, codes in CODES.items()},
    Carries.CODEBOOK: [(c.label, CODEBOOK.label(c.parent) if c.parent else "", c.definition) for c in CODEBOOK.codes],
    Carries.CODERS: CODERS,
    Carries.QUOTES: {"r2": TEXTS["r2"][slice(*QUOTED)]},
    Carries.MEMOS: {"r2": MEMO},
}
"""What is in the sample project: what a format that carries a thing gives back of it."""


def sample_project(folder: Path) -> Path:
    """Make a project that has something of everything."""
    path = folder / "coder.db"
    with open_project(path, create=True) as project, project.transaction():
        action_id = project.actions.add("anna", "ingest", {"files": ["survey.csv"], "round": ROUND})
        project.answers.add_questions([Question(KEY, QUESTION)], action_id)
        project.answers.add_respondents(PEOPLE, action_id)
        project.variables.add(ROUND, VARIABLES, action_id)
        answers = [
            Answer(answer_id(KEY, ROUND, person), KEY, ROUND, person, text, text_hash(text), place)
            for place, (person, text) in enumerate(TEXTS.items())
        ]
        project.answers.add_answers(answers, action_id)
        # The quote was looked at, so that it may go out.
        project.personal.check((Checked(a.answer_id, a.text_hash, True, 0) for a in answers), action_id)
        project.codebooks.add(KEY, CODEBOOK, "", action_id)
        project.codings.add(
            Coding(
                coding_id=new_id(),
                action_id=action_id,
                answer_id=answer.answer_id,
                coder_id=CODERS[answer.respondent_id],
                status="coded",
                source="human",
                codes=CODES[answer.respondent_id],
                suggested=(("boek", 0.8),) if answer.respondent_id == "r1" else (),
                codebook_version=CODEBOOK.version,
                text_hash=answer.text_hash,
                created_at=f"2024-05-0{place + 1}T09:30:00.000+00:00",
                memo=MEMO if answer.respondent_id == "r2" else "",
                quote=answer.respondent_id == "r2",
                quoted=QUOTED if answer.respondent_id == "r2" else None,
            )
            for place, answer in enumerate(answers)
            if answer.respondent_id in CODES
        )
    return path


def unpacked(path: Path) -> bytes:
    """Return the bytes of a file; of a zip those of its parts."""
    if not is_zipfile(path):
        return path.read_bytes()
    with ZipFile(path) as package:
        return b"\n".join(package.read(name) for name in package.namelist())


@dataclass(frozen=True)
class Out:
    """A format out: how the files that it writes of the sample project are read by something that we did not write."""

    name: str
    """As in `coder.plugins`."""
    suffix: str
    read: Callable[[Mapping[str, Path]], Found]
    """Takes the files by shape, and returns what is in them; a feature that is not in there is left out."""
    shapes: Sequence[str] = ("",)
    """The values of --shape that are written; '' for none."""
    content: Callable[[Path], bytes] = unpacked
    """Returns all that is in a file, uncompressed, to look for texts that should not be in there."""
    direction: str = "out"

    def written(self, db: Path, folder: Path, **options: Any) -> dict[str, list[Path]]:
        """Write the files, and return them by shape."""
        found = {}
        for shape in self.shapes:
            path = folder / f"{self.name}-{shape}{self.suffix}"
            found[shape] = export(db, path, ExportOptions(shape=shape, **options))[0]
        return found

    def found(self, folder: Path) -> tuple[Found, Found]:
        """Return what was found, and what had to be."""
        found = self.read({shape: files[0] for shape, files in self.written(sample_project(folder), folder).items()})
        return found, {feature: EXPECTED[feature] for feature in found}


@dataclass(frozen=True)
class In:
    """A format in: a file, how it is read into a new project, and what has to be in there."""

    name: str
    """As in `coder.plugins`: a file format, or a survey tool."""
    file: Callable[[Path], Path]
    """Makes the file, by something that we did not write; or returns one that lies among the test data."""
    expected: Found
    """By feature, in the shape of `in_the_project`."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """More of `IngestOptions`, as a person would give them: questions, id_column, codes."""
    direction: str = "in"

    def found(self, folder: Path) -> tuple[Found, Found]:
        """Return what was found, and what had to be."""
        table = read_table(self.file(folder), ReadOptions())
        assert self.name in (table.format, table.source, _source_of(table)), (table.format, table.source)
        wanted: dict[str, Any] = {"questions": (KEY,), "round_id": ROUND, "coder_id": "anna", "keep_all": True}
        ingest(folder / "read.db", [table], IngestOptions(**(wanted | dict(self.options))))
        with open_project(folder / "read.db") as project:
            found = in_the_project(project, table)
        return {feature: found[feature] for feature in self.expected}, self.expected


def _source_of(table: SurveyTable) -> str:
    """Return the name of the survey tool that knows the table."""
    from coder import plugins

    labels = {plugins.load("sources", name).LABEL: name for name in plugins.names("sources")}
    return labels.get(table.source, "")


def in_the_project(project: Project, table: SurveyTable) -> dict[Carries, Any]:
    """Return what came into a project, of its first question where it is about answers."""
    question = project.answers.questions()[0]
    answers = {a.answer_id: a for a in project.answers.answers(question.question_id)}
    people = project.answers.respondents().values()
    codings = {answers[c.answer_id].respondent_id: c for c in final(project.codings.current()).values()}
    known, stored = project.variables.current(), project.codebooks.current(question.question_id)
    codebook = stored.codebook if stored else Codebook()
    dates = {name for name, one in known.items() if one.kind == "date"}
    text_of = {a.respondent_id: a.text for a in answers.values()}
    return {
        Carries.ANSWERS: text_of,
        Carries.QUESTIONS: question.text,
        Carries.VARIABLES: {p.respondent_id: _apart(p.variables, dates, inside=False) for p in people},
        Carries.LABELS: {name: dict(one.labels) for name, one in known.items() if one.labels},
        Carries.WEIGHTS: {p.respondent_id: p.weight for p in people if p.weight is not None},
        Carries.MISSING: {name: sorted(one.missing) for name, one in table.variables.items() if one.missing},
        Carries.DATES: {p.respondent_id: _apart(p.variables, dates, inside=True) for p in people},
        Carries.SETS: {one.name: one.columns for one in table.sets},
        Carries.CODES: {p: [codebook.label(code) for code in c.codes] for p, c in codings.items()},
        Carries.CODEBOOK: [
            (c.label, codebook.label(c.parent) if c.parent else "", c.definition) for c in codebook.codes
        ],
        Carries.CODERS: {p: c.coder_id for p, c in codings.items()},
        Carries.QUOTES: {p: text_of[p][slice(*(c.quoted or (None,)))] for p, c in codings.items() if c.quote},
        Carries.MEMOS: {p: c.memo for p, c in codings.items() if c.memo},
    }


def _apart(values: Mapping[str, Any], names: Iterable[str], *, inside: bool) -> dict[str, Any]:
    return {name: value for name, value in values.items() if (name in names) == inside}
