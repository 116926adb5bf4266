import csv
import threading

import numpy as np
import pytest

from coder.domain.codebook import Code, Codebook
from coder.domain.errors import UsageError
from coder.domain.words import Document, Word
from coder.learning.engine import Engine
from coder.learning.lessons import Learner
from tests.patience import ends


@pytest.fixture
def engine(codebook, documents):
    return Engine(codebook, documents)


@pytest.fixture
def learned(engine, codings):
    engine.learn(range(len(codings)), codings)
    return engine


def f1(engine, rows, codings):
    pairs = [(set(s.selected), codings[row]) for row, s in zip(rows, engine.suggest_many(rows), strict=True)]
    return 2 * sum(len(a & b) for a, b in pairs) / sum(len(a) + len(b) for a, b in pairs)


def test_the_codebook_suggests_before_anything_is_coded(engine, documents):
    found = engine.suggest([d.text for d in documents].index("overal zwerfvuil"))
    assert found.ranked[0].code_id == "afval"
    assert found.selected == ("afval",)
    assert found.model_id == ""
    assert [part.text for part in found.ranked[0].evidence] == ["zwerfvuil"]


def test_learning_improves_on_the_codebook(engine, codings):
    gained = {0: [], 10: [], 45: []}
    for draw in range(8):
        order = np.random.RandomState(draw).permutation(len(codings)).tolist()
        for n, found in gained.items():
            engine.learn(order[:n], [codings[row] for row in order[:n]])
            found.append(f1(engine, order[45:], codings))
    codebook_alone, little, much = (np.mean(found) for found in gained.values())
    assert 0.6 < codebook_alone < little < much
    assert much > codebook_alone + 0.04


def test_suggestions_hold_all_usable_codes_best_first(learned, codebook, documents):
    usable = {code.code_id for code in codebook.usable}
    for found in learned.suggest_many(range(len(documents)), top=99):
        assert {s.code_id for s in found.ranked} == usable
        probabilities = [s.probability for s in found.ranked]
        assert probabilities == sorted(probabilities, reverse=True)
        assert all(0 < p < 1 for p in probabilities)
        assert set(found.selected) <= usable
        assert "weet_niet" not in found.selected or found.selected == ("weet_niet",)


def test_evidence_is_in_the_text(learned, documents):
    some = 0
    for row, document in enumerate(documents):
        for suggestion in learned.suggest(row).ranked:
            assert sum(part.weight for part in suggestion.evidence) <= 1 + 1e-9
            for part in suggestion.evidence:
                some += 1
                assert document.text[part.start : part.end] == part.text != ""
                assert part.start in {word.start for word in document.words}
                assert part.end in {word.end for word in document.words}
    assert some > len(documents)


def test_many_give_the_same_as_one(learned, documents):
    rows = list(range(0, len(documents), 7))
    assert [s.selected for s in learned.suggest_many(rows)] == [learned.suggest(row).selected for row in rows]
    one, many = learned.suggest(7, top=3), learned.suggest_many([3, 7], top=3, evidence=True)[1]
    assert [s.code_id for s in one.ranked] == [s.code_id for s in many.ranked]
    assert [s.evidence for s in one.ranked] == [s.evidence for s in many.ranked]


def test_equal_codings_give_an_equal_model_in_any_order(codebook, documents, codings, learned):
    rows = np.random.RandomState(0).permutation(len(codings)).tolist()
    other = Engine(codebook, documents)
    for row in rows[:20]:
        other.decide(row, frozenset({"groen"}))
    other.relearn()
    for row in rows:
        other.decide(row, codings[row])
    assert other.relearn() > 0
    every = range(len(documents))
    # Learnt one by one, with other decisions before: equal up to rounding.
    assert other.probabilities(every) == pytest.approx(learned.probabilities(every), abs=1e-4)
    third = Engine(codebook, documents)
    third.learn(rows, [codings[row] for row in rows])
    assert third.suggest_many(every, 99, True) == learned.suggest_many(every, 99, True)
    assert other.suggest(0).model_id == learned.suggest(0).model_id != ""


def test_withdrawn_decisions_are_forgotten(engine, codings):
    before = engine.probabilities(range(10))
    for row in range(30):
        engine.decide(row, codings[row])
    engine.relearn()
    changed = engine.probabilities(range(10))
    for row in range(31):
        engine.withdraw(row)
    engine.relearn()
    assert engine.probabilities(range(10)) == pytest.approx(before, abs=1e-4)
    assert np.abs(changed - before).max() > 0.1
    assert engine.suggest(0).model_id == ""


def test_a_decision_counts_at_once(engine, documents, codings):
    row = [d.text for d in documents].index("vuilnis naast de containers")
    other = [d.text for d in documents].index("containers zitten altijd vol")
    afval = engine.codes.index("afval")
    before = engine.probabilities([other])[0, afval]
    engine.decide(row, codings[row])
    assert engine.probabilities([other])[0, afval] > before
    engine.withdraw(row)
    assert engine.probabilities([other])[0, afval] == pytest.approx(before, abs=1e-4)


def test_an_empty_set_teaches(engine, documents):
    row = [d.text for d in documents].index("overal zwerfvuil")
    before = engine.suggest(row).ranked[0].probability
    engine.learn(range(len(documents)), [frozenset()] * len(documents))
    found = engine.suggest(row)
    assert found.ranked[0].probability < before
    assert found.selected == ()


def test_codes_come_and_go_while_coding(learned, codebook, documents):
    row = [d.text for d in documents].index("hondenpoep op het gras")
    kept = tuple(code for code in codebook.codes if code.code_id != "afval")
    learned.set_codebook(Codebook((*kept, Code("honden", "Hondenpoep"))))
    found = learned.suggest(row, top=99)
    assert "afval" not in {s.code_id for s in found.ranked}
    assert "honden" in {s.code_id for s in found.ranked[:2]}
    learned.decide(row, frozenset({"honden", "afval"}))
    learned.relearn()
    assert "honden" in learned.suggest(row).selected
    learned.set_codebook(codebook)
    assert "afval" in learned.suggest(row).selected


def test_uncertainty_ranks_what_is_hard_above_what_is_clear(learned, documents):
    texts = [d.text for d in documents]
    easy, hard = texts.index("parkeren is een ramp"), texts.index("bomen kappen voor parkeerplaatsen")
    learned.withdraw(easy)
    learned.withdraw(hard)
    found = learned.uncertainty(range(len(texts)))
    assert found.shape == (len(texts),)
    assert found[hard] > found[easy] >= 0
    assert learned.uncertainty([]).shape == (0,)


def test_quality_is_held_out(learned, codings):
    q = learned.quality()
    assert q.n == len(codings)
    assert 0.5 < q.f1 < 0.95  # on answers it learned from it would be nearly 1
    assert q.f1 < f1(learned, range(len(codings)), codings)
    assert sum(code.given for code in q.codes) == sum(map(len, codings))


@pytest.mark.parametrize("n", [0, 1, 9])
def test_quality_of_too_little_is_refused(engine, codings, n):
    engine.learn(range(n), codings[:n])
    with pytest.raises(UsageError) as caught:
        engine.quality()
    assert str(n) in caught.value.message
    assert caught.value.hint


def test_quality_without_any_code_is_refused(engine):
    engine.learn(range(20), [frozenset({"bestaat_niet"})] * 20)
    with pytest.raises(UsageError):
        engine.quality()


@pytest.mark.parametrize("codes", [(), (Code("een", "Een"),), (Code("een", "Een", exclusive=True), Code("twee", "??"))])
@pytest.mark.parametrize(
    "texts", [[], ["groen"], ["", "...", "!!"], ["1", "22", "\U0001f600"], ["een", "een twee", "drie"]]
)
@pytest.mark.parametrize(
    "given", [[], [frozenset()], [frozenset({"een"})], [frozenset({"weg"}), frozenset({"een", "twee"})]]
)
@pytest.mark.filterwarnings("error")
def test_small_and_strange_projects(codes, texts, given, as_document):
    engine = Engine(Codebook(codes), [as_document(text) for text in texts])
    engine.learn(range(min(len(given), len(texts))), given[: len(texts)])
    engine.decide(99, frozenset({"een"}))  # no such answer
    engine.relearn()
    found = engine.suggest_many(range(len(texts)), evidence=True)
    assert [len(s.ranked) for s in found] == [len(codes)] * len(texts)
    assert engine.uncertainty(range(len(texts))).shape == (len(texts),)
    assert engine.model().to_bytes()


def test_repeats_teach_more(codebook, as_document):
    texts = ["plek voor bomen", "plek voor vuil", "plek"]
    decisions = [frozenset({"groen"}), frozenset({"afval"})]
    found = []
    for repeats in ([1, 50, 1], [50, 1, 1], [50, 0, 1]):
        engine = Engine(codebook, [as_document(text) for text in texts], repeats=repeats)
        engine.learn([0, 1], decisions)
        found.append({s.code_id: s.probability for s in engine.suggest(2).ranked})
    assert found[0]["afval"] > found[1]["afval"]
    assert found[1] == found[2]


def test_another_thread_may_learn_meanwhile(codebook, documents, codings):
    engine = Engine(codebook, documents)
    stop, failed = threading.Event(), []

    def learn() -> None:
        try:
            while not stop.is_set():
                engine.relearn()
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=learn)
    thread.start()
    try:
        seen = set()
        for row in range(len(documents)):
            engine.decide(row, codings[row])
            found = engine.suggest(row, top=99)
            seen.add(found.model_id)
            assert len(found.ranked) == len(codebook.usable)
            if row % 10 == 0:
                engine.set_codebook(Codebook(codebook.codes[:-1]))
                assert len(engine.suggest(row, top=99).ranked) == len(codebook.usable) - 1
                engine.set_codebook(codebook)
            if row % 3 == 0:
                engine.withdraw(row)
    finally:
        stop.set()
        thread.join()
    assert not failed
    assert len(seen) > 3
    engine.learn(range(len(codings)), codings)
    fresh = Engine(codebook, documents)
    fresh.learn(range(len(codings)), codings)
    assert engine.suggest_many(range(9)) == fresh.suggest_many(range(9))


def test_more_codings_than_the_exact_fit_takes(codebook, documents, codings, learned, monkeypatch):
    monkeypatch.setattr("coder.learning.lessons.MOST_EXACT", 30)
    monkeypatch.setattr("coder.learning.lessons.LANDMARKS", 45)
    monkeypatch.setattr("coder.learning.lessons.MOST_HELD", 50)
    rows = list(range(len(codings)))
    found = []
    for order in (rows, rows[::-1]):
        engine = Engine(codebook, documents)
        engine.learn(order, [codings[row] for row in order])
        assert engine.quality().n == 50
        assert engine.model().manifest["n_coded"] == len(rows)
        found.append(engine.suggest_many(rows))
    assert found[0] == found[1]
    # No jump: the landmarks say what the exact fit says, nearly.
    assert np.abs(engine.probabilities(rows) - learned.probabilities(rows)).mean() < 0.08
    row = next(row for row in rows if codings[row])
    engine.decide(row, frozenset())
    engine.relearn()
    engine.withdraw(row)
    engine.relearn()
    engine.decide(row, codings[row])
    engine.relearn()
    assert engine.suggest(0).model_id == found[0][0].model_id
    assert np.abs(engine.probabilities(rows) - learned.probabilities(rows)).mean() < 0.08


def test_decisions_go_on_while_everything_is_learnt_anew(codebook, documents, codings, monkeypatch):
    monkeypatch.setattr("coder.learning.lessons.MOST_EXACT", 30)
    monkeypatch.setattr("coder.learning.lessons.LANDMARKS", 45)
    engine, rows = Engine(codebook, documents), range(40)
    engine.learn(rows, [codings[row] for row in rows])
    whole, waited = Learner.anew, []

    def slow(learner, coded):
        for change in (lambda: engine.decide(41, codings[41]), lambda: engine.withdraw(5), lambda: engine.suggest(7)):
            thread = threading.Thread(target=change)
            thread.start()
            thread.join(20)
            waited.append(thread.is_alive())
        return whole(learner, coded)

    engine.withdraw(3)  # more than a single decision can change
    monkeypatch.setattr(Learner, "anew", slow)
    engine.relearn()
    monkeypatch.setattr(Learner, "anew", whole)
    assert waited == [False] * 3
    engine.relearn()
    left = [row for row in (*rows, 41) if row not in (3, 5)]
    fresh = Engine(codebook, documents)
    fresh.learn(left, [codings[row] for row in left])
    assert engine.suggest(7).model_id == fresh.suggest(7).model_id
    assert np.abs(engine.probabilities(rows) - fresh.probabilities(rows)).max() < 1e-6


def test_a_very_long_answer_is_suggested(codebook, documents, codings):
    text = " ".join(f"woord{i}" for i in range(2000))
    words, at = [], 0
    for form in text.split():
        words.append(Word(at, at + len(form), form, True))
        at += len(form) + 1
    engine = Engine(codebook, [*documents, Document(text, tuple(words))])
    engine.learn(range(len(codings)), codings)
    with ends():
        assert engine.suggest(len(documents))


def test_real_answers(shared_data, as_document):
    folder = shared_data / "vu_panel_nl"
    with (folder / "why_vote_codings.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["codes_a"]]
    lines = (folder / "why_vote_codebook.md").read_text(encoding="utf-8").splitlines()
    codes = [line[2:].split(": ", 1) for line in lines if line.startswith("- ")]
    codebook = Codebook(tuple(Code(name, name, text, exclusive=name == "geen_antwoord") for name, text in codes))
    codings = [frozenset(row["codes_a"].split(" | ")) for row in rows]
    engine = Engine(codebook, [as_document(row["text"]) for row in rows])
    order = np.random.RandomState(0).permutation(len(rows)).tolist()
    rest = order[500:]
    found = []
    for n in (0, 20, 100, 500):
        engine.learn(order[:n], [codings[row] for row in order[:n]])
        found.append(f1(engine, rest, codings))
    assert found == sorted(found)
    assert found[0] > 0.7
    assert found[2] > 0.8
    assert found[3] > 0.85
    assert engine.quality().f1 == pytest.approx(found[3], abs=0.04)


def test_what_is_alike_lies_near(engine, documents):
    texts = [d.text for d in documents]
    rows = [texts.index(text) for text in ("te weinig parkeerplaatsen", "meer parkeerplaatsen graag", "gras maaien")]
    found = engine.representation(rows)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-5)
    assert found[0] @ found[1] > found[0] @ found[2] + 0.3


@pytest.mark.parametrize("texts", [[], ["hallo"], ["", "..."]])
def test_nothing_to_represent(codebook, as_document, texts):
    engine = Engine(codebook, [as_document(text) for text in texts])
    assert len(engine.representation(range(len(texts)))) == len(texts)


def test_the_most_similar_answers_coded_so_are_named(learned, documents, codings):
    texts = [d.text for d in documents]
    row = texts.index("zwerfafval in het park")
    found = {s.code_id: s.like for s in learned.suggest(row).ranked}
    assert found["afval"][0] == "overal zwerfvuil" or "afval" in found["afval"][0]
    assert all(len(like) <= 2 and texts[row] not in like for like in found.values())
    for code, like in found.items():
        assert all(code in codings[texts.index(text)] for text in like)
    assert all(s.like == () for s in learned.suggest(row, evidence=False).ranked)
