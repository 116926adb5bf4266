"""The benchmarks measure what they say, on a tiny set."""

from __future__ import annotations

import csv
import sys
from collections import Counter

import numpy as np
import pytest

from coder.domain.codebook import Code, Codebook
from coder.domain.coding import Suggestion, Suggestions
from coder.domain.folding import text_hash
from coder.review.desk import Desk
from coder.review.ports import NoSuggestions
from coder.review.queue import items
from coder.review.session import Session
from coder.workflows.project import open_project
from tests.benchmarks import analyst, desk, files, latency, learning, report, results, scale, sets, synthetic, two_desks
from tests.benchmarks.analyst import Analyst, Memory
from tests.benchmarks.peers import METHODS, PROTOTYPE

CODES = (
    Code("plicht", "Plicht"),
    Code("geld", "Geld en middelen"),
    Code("tijd", "Tijd"),
    Code("geen", "Weet niet", exclusive=True),
)
WORDS = {"plicht": "het is mijn plicht", "geld": "meer geld graag", "tijd": "heb tijd genoeg", "geen": "geen idee"}


@pytest.fixture(scope="module", autouse=True)
def _without_vectors():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODER_ENCODER", "none")
        patch.setattr(sets.language, "encoder", lambda: None)
        yield


@pytest.fixture(scope="module")
def tiny() -> sets.CodedSet:
    gold = [[CODES[i % 3].code_id] + (["tijd"] if i % 5 == 0 and i % 3 != 2 else []) for i in range(270)] + [["geen"]]
    texts = [" en ".join(WORDS[code] for code in codes) + f" {i % 40}" for i, codes in enumerate(gold)]
    y = np.array([[code.code_id in codes for code in CODES] for codes in gold], float)
    return sets.CodedSet("tiny", texts, y, Codebook(CODES), ["2021"] * 135 + ["2022"] * 136)


@pytest.mark.parametrize("method", [m for m in METHODS if m != "floor S"])
def test_every_method_learns_what_is_plain(tiny, method):
    found = learning.measure(tiny, method, METHODS[method](tiny), ["0", "60", "all", "2021-2022", "5000"], 2, True)
    assert "5000" not in found, "there are no so many answers"
    assert ("0" in found) == (method == "ours")
    for size in ("60", "all", "2021-2022"):
        micro, macro, ranking, top3, exact, error, seconds, mb = found[size]
        assert all(0 <= value <= 1 for value in (micro, macro, ranking, top3, exact))
        assert micro > 0.85, size
        assert top3 > 0.95, size
        assert np.isnan(error) == (method == "LinearSVC")
        assert seconds > 0
        assert mb > 10


def test_the_prototype_runs_where_it_is_present(tiny):
    if not PROTOTYPE.is_file():
        pytest.skip("the prototype (../shared/prototypes) is not on this machine")
    found = learning.measure(tiny, "floor S", METHODS["floor S"](tiny), ["0", "60"], 1, True)
    assert found["60"][0] > 0.85
    assert np.isnan(found["0"][5])


def test_draws_are_the_same_for_every_method_and_share_no_answer(tiny):
    first, second = (list(learning.splits(tiny, "50", 3)) for _ in range(2))
    for (seen, rest), (seen_again, _rest) in zip(first, second, strict=True):
        assert (seen == seen_again).all()
        assert sorted([*seen, *rest]) == list(range(271))
    folds = list(learning.splits(tiny, "all", 3))
    assert len(folds) == 5
    assert sorted(row for _seen, rest in folds for row in rest) == list(range(271))
    ((seen, rest),) = learning.splits(tiny, "2021-2022", 3)
    assert (seen.max(), rest.min()) == (134, 135)


def test_a_slow_method_says_why_it_did_not_run(tiny, monkeypatch):
    monkeypatch.setitem(learning.SLOW, "pxtextmining", 30)
    found = learning.measure(tiny, "pxtextmining", METHODS["pxtextmining"](tiny), ["20", "60"], 1, False)
    assert not isinstance(found["20"], str)
    assert "--slow" in found["60"]
    rows = list(learning.lines(["20", "60"], {"pxtextmining": found}))
    assert len(rows) == 2
    assert all(len(row) == len(learning.COLUMNS) for row in rows)


def test_calibration_error_of_known_probabilities():
    y = np.array([[1.0], [1.0], [0.0], [0.0]])
    assert learning.calibration_error(np.full((4, 1), 0.5), y) == 0
    assert learning.calibration_error(np.array([[0.9], [0.9], [0.1], [0.1]]), y) == pytest.approx(0.1)
    assert learning.calibration_error(np.array([[0.0], [0.0], [1.0], [1.0]]), y) == 1


def test_figures_of_known_suggestions():
    y = np.array([[1.0, 0, 0, 0], [0, 1, 0, 1]])
    scores = np.array([[0.9, 0.1, 0.2, 0.3], [0.8, 0.1, 0.7, 0.9]])
    micro, macro, ranking, top3, exact, _error = learning.figures(scores, scores > 0.75, True, y)
    # Chosen: 0 | 0 and 3. Right: 0 | 3; the second answer lacks 1 and has 0 too much.
    assert micro == pytest.approx(4 / 6)
    assert macro == pytest.approx((2 / 3 + 0 + 0 + 1) / 4)
    assert ranking == pytest.approx((1 + (1 + 2 / 4) / 2) / 2)
    assert top3 == pytest.approx(2 / 3)
    assert exact == 0.5


class Fixed(NoSuggestions):
    """Proposes the same for every answer."""

    def suggest(self, answer):
        return Suggestions((Suggestion("plicht", 0.9), Suggestion("tijd", 0.4)), ("plicht",))


@pytest.mark.parametrize(
    ("gold", "keys", "pressed", "accepted"),
    [
        ({"plicht"}, 1, 1, True),  # Enter
        ({"plicht", "tijd"}, 2, 2, False),  # 2, Enter
        ({"tijd"}, 3, 3, False),  # 2, 1, Enter
        ({"plicht", "geld"}, 6, 5, False),  # / g Enter Esc, Enter
        ({"geen"}, 6, 5, False),  # / w Enter Esc, Enter: it takes the other off by itself
        (set(), 1, 1, False),  # x
    ],
)
def test_the_analyst_counts_keys_and_gives_the_right_codes(gold, keys, pressed, accepted):
    memory = Memory()
    desk = Desk(Session(items(analyst.answers_of(["een antwoord", "nog een"])), Codebook(CODES), memory, Fixed()))
    person = Analyst(desk)
    assert person.code(frozenset(gold)) is accepted
    assert (person.keys, person.pressed) == (keys, pressed)
    ((item, decision),) = memory.rows
    assert item.first.text == "een antwoord"
    assert (set(decision.codes), decision.status) == (gold, "coded")
    assert desk.session.place == 1


def test_a_search_goes_down_to_the_code():
    book = Codebook((Code("a", "Zorg"), Code("b", "Zorg thuis"), Code("c", "Zo")))
    session = Session(items(analyst.answers_of(["tekst"])), book, Memory(), NoSuggestions())
    person = Analyst(Desk(session))
    person.code(frozenset({"b"}))
    assert person.pressed == len("/t") + 2 + 1
    assert person.keys == 6


def test_suggestions_save_keys_and_repeats_are_coded_once(tiny):
    without, ours = (analyst.at_the_desk(tiny, suggestions) for suggestions in (False, True))
    assert without.n == ours.n == 271
    assert without.cards == ours.cards == len({text_hash(text) for text in tiny.texts}) < 271
    assert without.accepted == 0
    assert ours.keys < without.keys / 2
    assert ours.accepted > 0.5


def test_answers_are_distinct_the_same_each_time_and_begin_with_the_real_ones():
    base = ["Meer geld!", "meer geld", "te weinig tijd voor zorg", "geen idee"]
    made = list(synthetic.answers(500, base))
    assert made == list(synthetic.answers(500, base))
    assert len({text_hash(text) for text in made}) == 500
    assert made[:3] == ["Meer geld!", "te weinig tijd voor zorg", "geen idee"]
    assert all(text.strip() for text in made)


def test_the_example_survey_stands_in_for_absent_data(tmp_path):
    base = synthetic.seeds(tmp_path)
    assert len(base) > 100
    book = synthetic.codebook(base, 12)
    assert len(book.codes) == 12
    assert all(1 <= len(synthetic.codes_of(text, book)) <= synthetic.CODES_PER_ANSWER for text in base)


def test_latency_measures_every_decision(tmp_path):
    body = latency.measure([30], n_codes=4, decisions=5, pause=0, data=tmp_path)
    row = next(line for line in body.splitlines() if line.startswith("| 30 |"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert len(cells) == len(latency.COLUMNS)
    assert float(cells[latency.COLUMNS.index("difference")]) < 1e-4, (
        "learning step by step comes to what learning anew gives"
    )


def test_scale_runs_the_real_commands(tmp_path):
    base = synthetic.seeds(tmp_path)
    db, survey = tmp_path / "coder.db", tmp_path / "survey.csv"
    scale.write_survey(survey, 40, base)
    with survey.open(encoding="utf-8") as file:
        assert len(list(csv.reader(file))) == 41
    cost = scale.ingest(db, survey, "1")
    assert 0.1 < cost.seconds < 120
    assert 20 < cost.mb < 4000
    with pytest.raises(RuntimeError, match="ended with 2"):
        scale.coder(db, "suggest", "--question", "nothing")


def test_the_desk_is_measured_key_by_key_also_in_a_terminal(tmp_path, monkeypatch):
    pytest.importorskip("pexpect", reason="pexpect is not installed")
    monkeypatch.setattr(sets.language, "encoder", lambda _name=None: None)
    db = tmp_path / "coder.db"
    base = synthetic.seeds(tmp_path)
    scale.write_survey(tmp_path / "survey.csv", 40, base)
    scale.ingest(db, tmp_path / "survey.csv", "1")
    scale.code(db, base, 5, 10)
    times, cost = desk.in_process(db, 2, 0.0)
    terminal, first = desk.in_terminal(db, desk.WINDOWS[0], 1, 0.1)
    naive = desk.naively(db)
    for found, cards in ((times["80 x 24"], 2), (times["140 x 40"], 2), (terminal, 1), (naive, desk.NAIVE_CARDS)):
        assert {kind: len(keys) for kind, keys in found.items()} == {
            kind: cards * n for kind, n in (Counter(kind for kind, _key in desk.CARD) + Counter(["decide"])).items()
        }
        assert all(clock > 0 for keys in found.values() for clock, _worked in keys)
    assert all(value > 0 for value in (*cost, first))
    with open_project(db) as project:
        decided = [coding for coding in project.codings.current() if coding.coder_id == desk.CODER]
    assert len(decided) == 2 + 2 + 1 + desk.NAIVE_CARDS
    assert desk.shown([(1.0, 0.5), (3.0, 0.5)]) == "2.0 / 2.9 / 3.0"


def test_a_section_replaces_its_own_and_keeps_the_others(tmp_path, monkeypatch):
    file = tmp_path / "RESULTS.md"
    monkeypatch.setattr(sys, "argv", ["x", "why_vote", "--data", "/somewhere/private/data"])
    results.keep("Learning: a", "old table", "tests.benchmarks.learning", path=file)
    results.keep("Learning: b", "other table", "tests.benchmarks.learning", path=file)
    results.keep("Learning: a", "new table", "tests.benchmarks.learning", path=file)
    text = file.read_text(encoding="utf-8")
    assert "old table" not in text
    assert text.index("new table") < text.index("other table")
    assert text.count("## ") == 2
    assert text.startswith("# Results")
    assert "`python -m tests.benchmarks.learning why_vote --data data`" in text
    assert "private" not in text


def test_a_section_is_only_printed_where_that_is_asked(tmp_path, capsys):
    results.keep("Latency", "a table", "tests.benchmarks.latency", tmp_path / "RESULTS.md", write=False)
    assert capsys.readouterr().out.strip() == "## Latency\n\na table"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("argv", "written"), [(["x", "--no-write"], False), (["x"], True)])
def test_what_is_printed_is_kept(argv, written, tmp_path, monkeypatch, capsys):
    file = tmp_path / "RESULTS.md"
    monkeypatch.setattr(sys, "argv", argv)
    with results.kept("Slips", "tests.benchmarks.slips", file):
        assert sys.argv == ["x"], "the benchmark itself does not know --no-write"
        print("| a table |")
    assert capsys.readouterr().out == "| a table |\n"
    assert file.exists() == written
    assert not written or "## Slips\n\n`python -m tests.benchmarks.slips`" in file.read_text(encoding="utf-8")


def test_sets_are_named_by_their_beginning_and_absent_ones_told(tmp_path, capsys):
    (tmp_path / "restaurants_nl").mkdir()
    survey = tmp_path / "restaurants_nl" / "answers.csv"
    survey.write_text("text,codes\n" + "lekker,eten#smaak | sfeer\n" * 5 + "duur,prijs\n ,sfeer\nniets,\n", "utf-8")
    assert list(sets.present(["rest", "anes", "restaurants_nl"], tmp_path)) == ["restaurants_nl"]
    assert "anes_q03 is left out" in capsys.readouterr().err
    found = sets.load("restaurants_nl", tmp_path)
    assert found.texts == ["lekker"] * 5 + ["duur"]
    assert sorted(code.label for code in found.codebook.codes) == ["eten smaak", "sfeer"], "prijs is too rare"
    assert found.y.tolist() == [[1, 1]] * 5 + [[0, 0]]
    with pytest.raises(SystemExit, match="no set cafes"):
        list(sets.present(["cafes"], tmp_path))


def test_a_code_that_stands_alone_is_left_out_beside_others():
    assert analyst.possible(Codebook(CODES), frozenset({"geld", "geen"})) == {"geld"}
    assert analyst.possible(Codebook(CODES), frozenset({"geen"})) == {"geen"}


def test_peak_memory_is_that_since_the_reset():
    results.reset_peak()
    before = results.peak_mb()
    block = np.ones(60 * 2**17)  # 60 MB
    assert results.peak_mb() > before + 40
    del block


@pytest.mark.parametrize("reader", [None, two_desks.in_parts, two_desks.in_one_go])
@pytest.mark.parametrize("way", two_desks.WAYS)
def test_two_desks_keep_all_that_they_decide(way, reader):
    row = two_desks.measure_way(way, 2, 8, 0.0, 40, reader)
    name, there, *_waits, failed = row
    assert (name, there, failed) == (way, "16 of 16", "0")


def test_files_are_read_and_written_by_both(tmp_path):
    base = [f"{text} {n}" for text in WORDS.values() for n in range(3)]
    (row,) = files.costs(20, ["csv"], base, tmp_path)
    assert row[0] == "csv 20"
    assert len(row) == len(files.COLUMNS.split("|"))
    assert all(float(cell.split(" s (")[0]) >= 0 for cell in (row[2], row[3], row[5], row[6]))
    assert len(files.survey(20, base).columns) == 60


def test_a_report_is_made_by_the_real_command_and_by_the_script_beside_it(tmp_path):
    pytest.importorskip("vl_convert", reason="vl-convert is not installed")
    row = report.costs(80, 2, synthetic.seeds(tmp_path), tmp_path)
    assert row[0] == "2 x 80"
    assert len(row) == len(report.COLUMNS.split("|"))
    with open_project(tmp_path / "coder.db") as project:
        codings = project.codings.current()
        assert len(project.answers.answers()) == 160
        assert {"machine", "import"} == {coding.source for coding in codings}
        assert len(codings) < 160
    pages = [(tmp_path / name).read_text("utf-8") for name in ("report.html", "2023.peer.html")]
    assert all("<table" in page and "svg" in page and "noord" in page for page in pages)
    assert (tmp_path / "report.docx").stat().st_size > 10_000
