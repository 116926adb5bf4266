"""`coder report --source all`: figures of all answers, corrected for the machine, and no claim beyond them."""

from __future__ import annotations

import random

import pytest

from coder.domain.coding import Coding
from coder.domain.ids import new_id
from coder.store.actions import now
from coder.workflows.audit import draw
from coder.workflows.project import codebook_of, open_project
from coder.workflows.report import ReportOptions, report

TEXTS = (("meer geld", "geld"), ("te weinig tijd", "tijd"), ("meer geld en tijd", "geld|tijd"), ("geen idee", ""))
N, CODED, DRAWN = 160, 30, 64


@pytest.fixture
def work(work):
    """Two rounds; of each a part came with codes, and a random sample was coded."""
    for place, name in enumerate(("2023", "2024")):
        chance = random.Random(place)
        rows = []
        for i in range(N):
            # In the second round three in four name money.
            text, codes = TEXTS[chance.choice((0, 0, 2, 3) if place else (0, 1, 1, 3))]
            rows.append((f"r{i}", "mn"[i % 2], i % 10, f"{text} {i}", codes if i < CODED else ""))
        file = work.write(f"{name}.csv", rows, ("id", "soort", "cijfer", "vraag", "codes"))
        given = ["--question", "vraag=vraag", "--round", name, "--id", "id", "--keep", "soort", "--keep", "cijfer"]
        work.run("ingest", file, *given)
        if not place:
            work.run("codebook", "add", "Geld", "--question", "vraag")
            work.run("codebook", "add", "Tijd", "--question", "vraag")
        work.run("ingest", file, *given, "--codes", "vraag=codes")
    with open_project(work.db) as project:
        drawn = set(draw(project, "vraag", None, DRAWN, "anna").drawn)
        book = codebook_of(project, "vraag")
        with project.transaction():
            action_id = project.actions.add("anna", "review", {})
            project.codings.add(
                Coding(
                    *(new_id(), action_id, answer.answer_id, "anna", "coded", "human"),
                    book.ordered(code for code in ("geld", "tijd") if code in answer.text),
                    codebook_version=book.version,
                    text_hash=answer.text_hash,
                    created_at=now(),
                )
                for answer in project.answers.answers("vraag")
                if answer.answer_id in drawn
            )
    return work


def test_the_figures_are_those_of_the_table(work):
    (made,) = work.json("table", "--source", "all", "--round", "2024", "--by", "soort")
    (found,) = report(work.db, ReportOptions(by=("soort",), source="all")).questions
    assert (found.base.method, found.base.coded) == ("corrected", made["base"])
    assert found.base.sampled == made["sample"]["coded"]
    assert found.themes
    for theme, row in zip(found.themes, made["rows"], strict=True):
        share = (theme.share.value, theme.share.low, theme.share.high)
        assert (theme.code_id, theme.n, *share) == (
            *(row["code_id"], row["n"], row["share_of_respondents"], row["low"], row["high"]),
        )
    for column, group in zip(found.groups[0].columns, made["groups"], strict=True):
        assert (column.name, column.base) == (group["name"], group["base"])
        assert {code: share.value for code, share in column.shares.items()} == {
            row["code_id"]: row["share_of_respondents"] for row in group["rows"]
        }
    for name, place in (("2023", 0), ("2024", 1)):
        (one,) = work.json("table", "--source", "all", "--round", name)
        shares = {code: of[place].value for code, of in found.trend.shares.items()}
        assert shares == pytest.approx({r["code_id"]: r["share_of_respondents"] for r in one["rows"]}, abs=0.15)


def test_sentences_say_that_they_are_estimates_and_claim_nothing_that_nobody_read(work):
    options = ReportOptions(by=("soort",), source="all", scores=("cijfer",))
    (found,) = report(work.db, options).questions
    assert (found.pairs, found.scores) == ((), ())
    assert (found.trend.new, found.trend.gone) == ((), ())
    kinds = {claim.kind for finding in found.findings for claim in finding.claims}
    assert kinds.isdisjoint({"together", "score", "new", "gone", "half"})
    themes = {theme.code_id: theme.share for theme in found.themes}
    for finding in found.findings:
        assert finding.text.count("%") == finding.text.count("about "), finding.text
        for claim in finding.claims:
            if claim.kind == "majority":
                assert themes[claim.codes[0]].low > 0.5
            elif claim.kind == "ahead":
                first, second = (themes[code] for code in claim.codes)
                assert first.value > second.value
                assert not (first.low <= second.value and second.high >= first.value)
            elif claim.kind == "share":
                assert claim.values == (themes[claim.codes[0]].value,)
    assert any("how themes go with a score, is not given" in note for note in found.notes)
    assert not any("tests allow for it" in note for note in found.notes)


def test_the_report_says_what_it_rests_on(work):
    file = work.folder / "r.md"
    work.run("report", "-o", file, "--source", "all")
    text = file.read_text("utf-8")
    assert "coded answer" not in text
    assert f"n = {N} respondents who answered" in text
    assert "corrected with a random sample of" in text
    assert "which themes are named together is not given" in text
    assert "Percentages are of the respondents who answered" in text
