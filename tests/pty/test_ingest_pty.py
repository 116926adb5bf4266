"""`coder ingest FILE` in a real terminal: from recognition to import with Enter alone, for every kind of file."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("pseudo-terminals need a Unix system", allow_module_level=True)

pytest.importorskip("pexpect", reason="pexpect is not installed")
pytest.importorskip("pyte", reason="pyte is not installed")

from coder.workflows.project import open_project
from tests.pty.test_desk_pty import Desk

EXPORTS = Path(__file__).resolve().parents[1] / "data" / "exports"
FILES = {
    "limesurvey/results-survey123456.csv": ("LimeSurvey", {"V1_other", "V2", "V3_other"}),
    "limesurvey/vragen-nl.csv": (
        "LimeSurvey",
        {"wat_is_uw_rol_anders", "waar_bent_u_trots_op_in_uw_werk", "welk_vervoer_gebruikt_u_anders"},
    ),
    "limesurvey/survey_424242_R_data_file.csv": ("LimeSurvey", {"vervoer_other", "beter"}),
    "qualtrics/drie-koppen-nl.csv": ("Qualtrics", {"Q2", "Q3_3_TEXT"}),
    "qualtrics/twee-koppen.csv": ("Qualtrics", {"Q2", "Q2_TEXT"}),
    "surveymonkey/twee-koppen-nl.xlsx": ("SurveyMonkey", {"welk_vervoer_gebruikt_u_anders", "wat_kan_er_beter"}),
    "msforms/antwoorden-nl.xlsx": ("Microsoft Forms", {"wat_vindt_u_van_de_nieuwe"}),
    "msforms/antwoorden-nl-windows.csv": ("Microsoft Forms", {"wat_vindt_u_van_de_nieuwe"}),
    "gforms/reacties-nl.csv": ("Google Forms", {"wat_neemt_u_mee_van_deze_dag", "wat_missen_we_nog"}),
}


class Ingest(Desk):
    """`coder ingest` in a terminal of its own."""

    command = ("ingest",)


@pytest.mark.parametrize("name", FILES)
def test_enter_on_every_question_reads_a_file_in(tmp_path, name):
    tool, keys = FILES[name]
    db = tmp_path / "coder.db"
    desk = Ingest(db, str(EXPORTS / name), columns=120, lines=60, lang="nl")
    shown = desk.wait("Welke kolommen zijn open vragen?")
    assert f"herkend als {tool}" in " ".join(shown.split())
    for asked in ("Bij welke ronde horen deze antwoorden?", "om tabellen naar uit te splitsen?", "Dit inlezen?", ""):
        desk.keys("\r")
        if asked:
            desk.wait(asked)
    desk.child.expect("Hierna")
    deadline = time.monotonic() + 20
    while desk.child.isalive() and time.monotonic() < deadline:
        desk.read(0.1)
    with open_project(db) as project:
        assert {question.question_id for question in project.answers.questions()} == keys
        assert project.answers.rounds() in (["2016"], ["2023"], ["2024"])
        people = project.answers.respondents().values()
        assert all(person.variables for person in people)
        assert not any("@" in str(value) for person in people for value in person.variables.values())
