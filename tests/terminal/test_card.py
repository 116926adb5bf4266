"""The card, drawn to a fixed size and compared with golden text. Renew with RENEW_CARDS=1."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from coder.domain.codebook import Code, Codebook
from coder.domain.codebook_edits import applied
from coder.domain.coding import Evidence, Suggestion, Suggestions
from coder.domain.folding import text_hash
from coder.domain.ids import answer_id
from coder.domain.survey import Answer, Question, Respondent
from coder.domain.texts import use_language
from coder.review.desk import Desk
from coder.review.person import Person, Said
from coder.review.ports import NoSuggestions
from coder.review.queue import items
from coder.review.session import Session
from coder.review.usage import Usage
from coder.terminal.card import render
from coder.terminal.frame import Frame

GOLDEN = Path(__file__).resolve().parent.parent / "data" / "cards"
TEXT = "Te weinig mensen, en het geld komt elk jaar te laat. " * 2
HOSTILE = "\x1b[31mrood\x1b[0m [b]vet[/b] :smile: \u202egedraaid \x07"
LONG = "Een code met een heel erg lange naam die nergens op een regel past zodat er een stuk af moet"
LABELS = {
    "c0": "Bemensing",
    "c1": "Gezamenlijke portemonnee",
    "c2": "Tijd en lange adem",
    "c3": "Vertrouwen",
    "c4": LONG,
}
NETS = {"c1": "middelen", "c2": "middelen"}
CODES = {
    code_id: Code(code_id, label, f"Alles over {label.lower()}.", parent=NETS.get(code_id))
    for code_id, label in LABELS.items()
}
CODEBOOK = Codebook(
    (
        replace(CODES["c0"], include="Ook uren.", exclude="Niet tijd.", examples=("te weinig mensen",)),
        Code("middelen", "Middelen", "Net over geld en tijd."),
        *(CODES[code_id] for code_id in ("c1", "c2", "c3", "c4")),
    )
)


class Proposing(NoSuggestions):
    def suggest(self, answer):
        evidence = (Evidence(10, 16, answer.text[10:16], 1.0),)
        ranked = [
            Suggestion(f"c{n}", p, evidence if n == 0 else ()) for n, p in enumerate((1.0, 0.81, 0.3, 0.04, 0.01))
        ]
        return Suggestions(tuple(ranked), ("c0", "c1"), "m")


def desk(*texts, alike=False, blind=False):
    answers = [
        Answer(answer_id("q", "2024", str(i)), "q", "2024", f"r{i}", t, text_hash(t), i) for i, t in enumerate(texts)
    ]

    class Recorder:
        def record(self, item, decision, shown):
            return "a"

        def taken(self, item):
            return False

        def add_code(self, name, definition):
            return CODEBOOK, "a"

        def edit_codebook(self, edit):
            return applied(CODEBOOK, edit), "a"

        def undo(self, action_id):
            pass

    groups = {a.text_hash: "group" for a in answers} if alike else {}
    before = [
        Answer(n, "q", "2023", f"x{n}", text, text_hash(text), n)
        for n, text in enumerate(("te weinig handen", "geen tijd"))
    ]
    usage = Usage([(before[0], ("c0", "c1")), (before[1], ("c0", "c2"))])
    queue = [replace(item, shared=blind, blind=blind) for item in items(answers, (), groups)]
    session = Session(queue, CODEBOOK, Recorder(), Proposing(), clock=lambda: 0.0, usage=usage)
    people = {("2024", a.respondent_id): Respondent(a.respondent_id, "2024", 1.0, {"rol": "docent"}) for a in answers}
    return Desk(session, people=Everybody()), Frame(Question("q", "Wat is er nodig?\nGraag kort."), people, 30, 12)


class Everybody:
    """Knows of every respondent two rounds, two questions and a hostile variable."""

    def person(self, answer, *, blind):
        name, asked = answer.respondent_id, Question("q", "Wat is er nodig?\nGraag kort.")
        other, before = Question("r", "Wat moet er anders?"), replace(answer, round_id="2023", answer_id=2)
        said = (
            Said(asked, answer),
            Said(
                other, replace(answer, answer_id=1, text="Meer tijd\nen rust " + "voor alles " * 20), "coded", ("Tijd",)
            ),
            Said(asked, replace(before, text=HOSTILE), "flagged", ("Geld", "Tijd")),
            Said(other, replace(before, answer_id=3, text="niets"), "coded"),
            Said(asked, replace(before, answer_id=4, text="tot slot"), "coded", ("Geld",), by_machine=True),
        )
        variables = {"rol": "docent", "toelichting": "\x1b[2Jlang " * 30}
        return Person(name, (Respondent(name, "2024", 1.0, variables), Respondent(name, "2023")), said)


@pytest.fixture(params=["nl", "en"])
def lang(request):
    use_language(request.param)
    yield request.param
    use_language("en")


PANELS = {
    "panel": ["c", "down", "down"],
    "panel-find": ["c", "/", *"port"],
    "panel-split": ["c", "s", *"Vaste krachten; Inhuur", "enter"],
    "panel-merge": ["c", " ", "down", "down", " ", "m", "down"],
    "panel-move": ["c", "v"],
    "panel-keys": ["c", "?"],
}


@pytest.mark.parametrize("state", ["card", "repeats", "search", "help", "end", "memo", "person", "blind", *PANELS])
@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (140, 40)])
def test_golden(lang, state, width, height):
    on, frame = desk(TEXT, TEXT + "!", "kort") if state == "repeats" else desk(TEXT, blind=state == "blind")
    keys = {"search": "/ver", "help": "?", "memo": "mlet op", "person": ["tab"], **PANELS}.get(state, "")
    for key in keys if state != "end" else ["enter"]:
        on.press(key)
    drawn = "\n".join(line.rstrip() for line in render(on, frame, width, height)) + "\n"
    golden = GOLDEN / f"{state}-{lang}-{width}x{height}.txt"
    if os.environ.get("RENEW_CARDS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 80, 110, 200])
@pytest.mark.parametrize("height", [10, 15, 24, 60])
@pytest.mark.parametrize("mode", [[], ["/"], ["n"], ["m"], ["?"], ["tab"], ["tab", "end"], *PANELS.values()])
def test_the_card_never_leaves_its_frame(lang, width, height, mode):
    on, frame = desk("woord " * 3000)
    for key in mode:
        on.press(key)
    lines = render(on, frame, width, height)
    assert len(lines) <= height
    assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize("height", [10, 12, 15, 24])
@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize(
    ("mode", "last"),
    [
        ([], "? toetsen"), (["z"], "? toetsen"), (["c"], "? toetsen"), (["/", *"zzz"], "Enter kiest"),
        (["m"], "Enter bewaart"), (["c", "r"], "Enter bewaart"), (["Q"], "← →"),
    ],
)  # fmt: skip
def test_a_low_window_keeps_the_answer_the_choice_and_the_keys(width, height, mode, last):
    use_language("nl")
    try:
        on, frame = desk("woord " * 300)
        for key in mode:
            on.press(key)
        lines = render(on, frame, width, height)
    finally:
        use_language("en")
    assert any(line.startswith(" woord woord") for line in lines)
    assert any(line.startswith(" Gekozen: Bemensing") for line in lines)
    assert any(last in line for line in lines[-8:])
    assert not any("Geen code bevat dit" in line for line in lines) or "/" in mode


@pytest.mark.parametrize("lines", [1, 3, 4, 5, 9])
def test_a_long_answer_takes_room_from_suggestions_that_are_unlikely(lines):
    on, frame = desk("x" * 78 * lines)
    shown = render(on, frame, 80, 20)
    assert sum(line == " " + "x" * 78 for line in shown) == min(lines, 5)
    assert any("Tijd en lange adem" in line for line in shown)  # 30 %
    assert any("Vertrouwen" in line for line in shown) == (lines <= 4)  # 4 %
    assert any(line == " ↓ 2" for line in shown) == (lines > 4)


def test_an_answer_cannot_steer_the_terminal():
    on, frame = desk(HOSTILE)
    drawn = "\n".join(render(on, frame, 80, 24))
    assert "␛[31mrood␛[0m [b]vet[/b] :smile: �gedraaid ␇" in drawn
    assert "\x1b" not in drawn
    assert "\x07" not in "\n".join(render(on, frame, 80, 24, "truecolor"))


def test_a_long_answer_scrolls_to_its_end_and_says_that_there_is_more():
    on, frame = desk(" ".join(f"woord{n}" for n in range(400)))
    first = "\n".join(render(on, frame, 80, 24))
    assert "woord0 " in first
    assert "woord399" not in first
    assert "↓" in first
    for _n in range(60):
        on.press("pagedown")
    last = "\n".join(render(on, frame, 80, 24))
    assert "woord399" in last


def test_a_respondent_scrolls_to_the_end_and_back_to_the_card(lang):
    on, frame = desk(TEXT)
    on.press("tab")
    first = render(on, frame, 80, 24)
    assert len(first) == 24
    assert any("Te weinig mensen" in line for line in first)
    assert not any("niets" in line for line in first)
    on.press("end")
    last = render(on, frame, 80, 24)
    assert any("niets" in line for line in last)
    assert any("␛[31mrood␛[0m [b]vet[/b] :smile: �gedraaid ␇" in line for line in last)
    on.press("up")
    assert render(on, frame, 80, 24) != last  # the end was found: one line up moves at once
    on.press("escape")
    assert any("Bemensing" in line for line in render(on, frame, 80, 24))
    assert on.session.answers_decided == 0


def test_no_color_keeps_the_words_that_carried_a_suggestion_underlined(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    on, frame = desk(TEXT)
    drawn = "\n".join(render(on, frame, 80, 24, "standard"))
    assert "\x1b[1;4mmensen" in drawn
    assert "\x1b[1;4;35m" not in drawn


def test_why_a_card_is_shown_stands_on_one_line_and_leaves_the_rest_in_sight():
    on, frame = desk(TEXT)
    first = on.session.item.first.answer_id
    noted = Frame(frame.question, frame.respondents, 30, 12, {first: "the model expects Tijd (93%); " * 9})
    for height in (15, 24):
        lines = render(on, noted, 80, height)
        (why,) = [line for line in lines if "the model expects" in line]
        assert why.startswith(" ? the model")
        assert cell_len(why) <= 80
        assert len(lines) <= height
        assert any("Bemensing" in line for line in lines)
    on.press("enter")
    assert not any("the model expects" in line for line in render(on, noted, 80, 24))


ALIKE = (
    "De stem laten horen",
    "de stem laten hoeren",
    "De stem laten horen!",
    "stem laten horen",
    "je stem laten horen",
)


def test_a_card_shows_what_reads_alike_and_how_many(lang):
    on, frame = desk(*ALIKE, alike=True)
    drawn = "\n".join(render(on, frame, 80, 24))
    assert (" en nog 3 die hierop lijken: " if lang == "nl" else " and 3 like this: ") in drawn
    for text in ("\n De stem laten horen", "de stem laten hoeren · stem laten horen · je stem laten horen"):
        assert text in re.sub(r" *\n (?=\w+ stem)", " · ", drawn) or text in drawn
    assert ("2 keer" if lang == "nl" else "2 times") in drawn
    assert " o " in drawn
    alone, other = desk(TEXT)
    assert " o " not in "\n".join(render(alone, other, 80, 24)[-3:])


@pytest.mark.parametrize("height", [15, 24, 60])
@pytest.mark.parametrize("width", [40, 80])
def test_many_that_read_alike_leave_the_answer_and_the_codes_in_sight(lang, width, height):
    on, frame = desk(*(f"{TEXT} {'heel ' * n} lang" for n in range(40)), alike=True)
    for keys in ("", "o", *["down"] * 30):
        if keys:
            on.press(keys)
        lines = render(on, frame, width, height)
        assert len(lines) <= height
        assert all(cell_len(line) <= width for line in lines)
        assert any("Te weinig mensen" in line for line in lines)
    assert sum(line.startswith(" > ") for line in lines) == 1  # the marked line is in view
    on.press("escape")
    lines = render(on, frame, width, height)
    assert any("Bemensing" in line for line in lines)
    assert any("(o:" in line for line in lines) or height == 60


def test_what_differs_in_what_reads_alike_is_marked(lang):
    on, frame = desk("Meer geld", "meer geld", "meer geldt", "meer geldt!", "ook meer geld", alike=True)
    drawn = "\n".join(render(on, frame, 80, 24, "standard"))
    assert "meer \x1b[1;4mgeldt\x1b[0m (2×)" in drawn
    assert "\x1b[1;4mook\x1b[0m meer geld" in drawn


def test_each_of_many_that_read_alike_can_be_reached_and_what_is_out_of_view_is_counted(lang):
    on, frame = desk("heel goed", *(f"heel goed {n}" for n in range(60)), alike=True)
    card = "\n".join(render(on, frame, 80, 24))
    shown = sum(f"heel goed {n}" in card for n in range(60))
    more = re.search(r"nog (\d+) teksten" if lang == "nl" else r"(\d+) more texts", card)
    assert card.count("heel goed ") == 60 - int(more[1])
    assert 0 < shown < 60
    on.press("o")
    seen = set()
    for key in ("home", *["pagedown"] * 12, "end"):
        on.press(key)
        lines = render(on, frame, 80, 24)
        (marked,) = [line for line in lines if line.startswith(" > ")]
        seen |= {int(line.rsplit(" ", 1)[1]) for line in lines if line.rstrip()[-1:].isdigit() and "heel goed" in line}
    assert marked.rstrip().endswith("heel goed 59")
    assert seen == set(range(60))


def test_what_is_to_come_out_is_marked(lang):
    on, frame = desk(*ALIKE, alike=True)
    for key in ("o", "2"):
        on.press(key)
    drawn = [line.rstrip() for line in render(on, frame, 80, 24)]
    out = "eruit" if lang == "nl" else "out"
    last_rule = max(n for n, line in enumerate(drawn) if line.startswith("───"))
    assert [out in line for line in drawn[last_rule + 1 : last_rule + 4]] == [False, True, False]


@pytest.mark.parametrize("width", [80, 140])
def test_the_card_tells_which_part_of_the_queue_it_is_in(lang, width):
    on, frame = desk(TEXT)
    part = replace(frame, part="rol=directeur|bestuurder · “geld en middelen en alles wat daarbij hoort”", outside=1204)
    lines = render(on, part, width, 24)
    assert all(cell_len(line) <= width for line in lines)
    assert "rol=dir" in lines[2]
    assert ("1204 antwoorden daarbuiten" if lang == "nl" else "1204 answers outside it") in lines[2]


WEIGHTS = {"0", "1", "2", "3", "4", "7"}  # none, bold, dim, italic, underline, reverse
MEANINGS = {"31", "32", "35", "36"}  # red, green, magenta, cyan: readable on white and on black


@pytest.mark.parametrize("mode", [[], ["/"], ["n"], ["?"], ["tab"], ["enter"], ["Q"], ["9"], *PANELS.values()])
def test_colors_are_those_that_a_light_and_a_dark_terminal_can_show(mode, monkeypatch):
    on, frame = desk(TEXT)
    for key in mode:
        on.press(key)

    def styles():
        drawn = "\n".join(render(on, frame, 140, 40, "truecolor"))
        return {part for code in re.findall(r"\x1b\[([0-9;]*)m", drawn) for part in code.split(";")}

    assert styles() <= WEIGHTS | MEANINGS
    monkeypatch.setenv("NO_COLOR", "1")
    assert styles() <= WEIGHTS
