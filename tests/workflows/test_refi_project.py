"""A project that goes out as REFI-QDA and comes back is the same project."""

from __future__ import annotations

import zipfile
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.domain.codebook import Code, Codebook
from coder.domain.coded import CodedQuestion
from coder.domain.errors import InputError, UsageError
from coder.domain.folding import text_hash
from coder.domain.ids import answer_id
from coder.domain.survey import Answer, Question, Respondent, Variable
from coder.exporters.refi import write_survey
from coder.importers.base import ReadOptions
from coder.workflows.coded_survey import coded_survey
from coder.workflows.ingest import IngestOptions, ingest
from coder.workflows.project import codebook_of, no_progress, open_project
from coder.workflows.reading import read_table
from coder.workflows.typed import typed
from tests.exporters.refi_survey import CODES, OTHER, SURVEY, coding

OPTIONS = IngestOptions(("trots", "beter"), "", "carla", keep_all=True)


def taken(folder, survey, options=OPTIONS, name="p"):
    """Write a survey, read it into a new project; return its file, the report, and the survey as it is there."""
    file, db = folder / f"{name}.qdpx", folder / f"{name}.db"
    write_survey(file, survey, no_progress)
    report = ingest(db, [read_table(file, ReadOptions())], options)
    with open_project(db) as project:
        return file, db, report, coded_survey(project)


def said(one):
    whole = one.status, one.source, one.codes, one.memo, one.quote, one.quoted
    return one.answer_id, one.coder_id, one.created_at, *map(str, whole)


def test_everything_comes_back(tmp_path):
    _file, _db, report, back = taken(tmp_path, SURVEY)
    assert sorted(back.respondents, key=repr) == sorted(SURVEY.respondents, key=repr)
    assert back.variables == {
        name: replace(one, kind=one.kind or {"vast": "truth", "deel": "number"}.get(name, ""))
        for name, one in SURVEY.variables.items()
    }
    assert (back.rounds, report.rounds) == (SURVEY.rounds, list(SURVEY.rounds))
    for here, there in zip(SURVEY.questions, back.questions, strict=True):
        assert there.question == here.question
        assert there.codebook == here.codebook
        assert [replace(a, position=0) for a in there.answers] == [replace(a, position=0) for a in here.answers]
        assert sorted(map(said, there.codings)) == sorted(map(said, here.codings))
    assert report.coded_by == {"anna": 4, "bas": 2, "autocode": 1}


def test_and_goes_out_as_the_same_bytes(tmp_path):
    first, _db, _report, back = taken(tmp_path, SURVEY)
    second, _db, _report, again = taken(tmp_path, replace(back, title=SURVEY.title), name="q")
    third, _db, _report, _last = taken(tmp_path, replace(again, title=SURVEY.title), name="r")
    assert second.read_bytes() == third.read_bytes()
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as two:
        assert sorted(one.namelist()) == sorted(two.namelist())


def test_one_question_has_its_codes_at_the_top(tmp_path):
    alone = replace(SURVEY, questions=SURVEY.questions[:1])
    options = replace(OPTIONS, questions=("trots",))
    _file, _db, _report, back = taken(tmp_path, alone, options)
    assert back.questions[0].codebook == CODES


def test_a_code_that_another_program_added_belongs_to_the_question_it_was_used_in(tmp_path):
    file, db = tmp_path / "p.qdpx", tmp_path / "p.db"
    write_survey(file, SURVEY, no_progress)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    new = "11111111-1111-1111-1111-111111111111"
    text = parts["project.qde"].decode()
    text = text.replace("</Codes>", f'<Code guid="{new}" name="Nieuw" isCodable="true"/></Codes>')
    text = text.replace('name="Tijd"', 'name="Tijd en rust"')
    place = text.index("2023 r1 beter")
    selected = text.index("<Coding", place)
    coding = f'<Coding guid="{new}"><CodeRef targetGUID="{{{new}}}"/></Coding>\n'
    parts["project.qde"] = (text[:selected] + coding + text[selected:]).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    ingest(db, [read_table(file, ReadOptions())], OPTIONS)
    with open_project(db) as project:
        assert codebook_of(project, "trots") == CODES
        assert [code.label for code in codebook_of(project, "beter").codes] == ["Tijd en rust", "Nieuw"]
        (coding,) = [c for c in project.codings.current("beter") if c.coder_id == "anna"]
        assert coding.codes == ("tijd", "nieuw", "weg")


def test_the_same_file_twice_adds_nothing(tmp_path):
    file, db, _report, before = taken(tmp_path, SURVEY)
    report = ingest(db, [read_table(file, ReadOptions())], OPTIONS)
    with open_project(db) as project:
        assert coded_survey(project).questions == before.questions
    assert (report.coded, report.added, report.new_codes) == (0, 0, {})


def test_one_round_of_several_and_one_that_is_not_there(tmp_path):
    _file, _db, report, back = taken(tmp_path, SURVEY, replace(OPTIONS, round_id="2024"))
    assert (back.rounds, report.coded) == (("2024",), 2)
    with pytest.raises(UsageError, match="2022"):
        taken(tmp_path, SURVEY, replace(OPTIONS, round_id="2022"), "q")


def test_codes_join_a_codebook_that_is_there(tmp_path):
    file, db = tmp_path / "p.qdpx", tmp_path / "p.db"
    write_survey(file, replace(SURVEY, questions=SURVEY.questions[1:]), no_progress)
    table = read_table(file, ReadOptions())
    options = replace(OPTIONS, questions=("beter",))

    def begun(*codes):
        db.unlink(missing_ok=True)
        ingest(db, [replace(table, codings=(), codebooks={})], options)
        with open_project(db) as project, project.transaction():
            action = project.actions.add("carla", "codebook import")
            project.codebooks.add("beter", Codebook(codes), "codes:\n  - id: x\n    label: X\n", action)

    begun(Code("x", "TIJD"))
    ingest(db, [table], options)
    with open_project(db) as project:
        (coding,) = project.codings.current("beter")
        assert coding.codes == ("x", "weg")
    begun(Code("x", "X"))
    with pytest.raises(InputError, match="Tijd"):
        ingest(db, [table], options)
    report = ingest(db, [table], replace(options, new_codes=True))
    assert report.new_codes == {"beter": ["Tijd"]}
    with open_project(db) as project:
        assert codebook_of(project, "beter").codes == (Code("x", "X"), *OTHER.codes)


SIGNS = st.characters(exclude_characters="\r\0\ufeff", exclude_categories=["Cs", "Cc", "Cn"]) | st.just("\n")
WORDS = st.text(SIGNS, min_size=1, max_size=20).map(str.strip).filter(bool)
NAMES = st.lists(WORDS.filter(lambda name: name not in ("machine", "autocode")), min_size=1, max_size=3, unique=True)


@st.composite
def surveys(draw):
    """Return a survey of one round with whatever people write."""
    people = draw(NAMES)
    names = draw(st.lists(WORDS, max_size=3, unique=True))
    kinds = {name: draw(st.sampled_from([WORDS, st.integers(-(10**20), 10**20), st.booleans()])) for name in names}
    respondents = tuple(
        Respondent(
            person,
            "2024",
            draw(st.none() | st.floats(0, 1e9)),
            {name: draw(kind) for name, kind in kinds.items() if draw(st.booleans())},
        )
        for person in people
    )
    texts = {person: draw(WORDS) for person in people}
    answers = tuple(
        Answer(answer_id("trots", "2024", person), "trots", "2024", person, text, text_hash(text), place)
        for place, (person, text) in enumerate(texts.items())
    )
    found = []
    for answer in answers:
        for coder_id in draw(NAMES):
            codes = draw(st.sets(st.sampled_from(["buren", "geld", "niets", "weg"])))
            start = draw(st.integers(0, len(answer.text) - 1))
            end = draw(st.integers(start + 1, len(answer.text)))
            whole = (start, end) == (0, len(answer.text))
            quote = draw(st.booleans())
            more = {
                "memo": draw(st.just("") | WORDS),
                "quote": quote,
                "quoted": (start, end) if quote and not whole else None,
            }
            found.append(coding("trots", "2024", answer.respondent_id, coder_id, CODES.ordered(codes), **more))
    known = {
        name: Variable(draw(st.just("") | WORDS)) for name in names if any(name in r.variables for r in respondents)
    }
    asked = CodedQuestion(Question("trots", draw(WORDS)), CODES, answers, {}, tuple(found))
    return replace(SURVEY, respondents=respondents, variables=known, questions=(asked,), rounds=("2024",))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(survey=surveys())
def test_whatever_people_wrote_comes_back(tmp_path, survey):
    for file in tmp_path.glob("p.*"):
        file.unlink()
    _file, _db, _report, back = taken(tmp_path, survey, replace(OPTIONS, questions=("trots",)))
    # What reads as a number goes out as one, whatever it came in as: see coder.workflows.typed.
    people = deepcopy(survey.respondents)
    typed(people, survey.variables)
    assert sorted(back.respondents, key=repr) == sorted(people, key=repr)
    assert {name: one.text for name, one in back.variables.items()} == {
        n: one.text for n, one in survey.variables.items()
    }
    (here,), (there,) = survey.questions, back.questions
    assert (there.question, there.codebook) == (here.question, here.codebook)
    assert {a.respondent_id: a.text for a in there.answers} == {a.respondent_id: a.text for a in here.answers}
    assert sorted(map(said, there.codings)) == sorted(map(said, here.codings))


def test_a_quote_is_not_cut_out_of_another_text(tmp_path):
    file, db = tmp_path / "p.qdpx", tmp_path / "p.db"
    write_survey(file, SURVEY, no_progress)
    table = read_table(file, ReadOptions())
    place = table.columns.index("trots")
    first = (*table.rows[0][:place], "[naam] kwamen elke week", *table.rows[0][place + 1 :])
    ingest(db, [replace(table, rows=(first, *table.rows[1:]), codings=(), codebooks={})], OPTIONS)
    ingest(db, [table], OPTIONS)
    with open_project(db) as project:
        anna = next(c for c in project.codings.current("trots") if c.coder_id == "anna" and c.codes == ("buren",))
        assert (anna.quote, anna.quoted) == (True, None)
