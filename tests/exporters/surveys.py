"""A coded survey with awkward values, for formats of statistical programs."""

from __future__ import annotations

from coder.domain.codebook import Code, Codebook
from coder.domain.coded import CodedQuestion, CodedSurvey
from coder.domain.coding import Coding, Source, Status
from coder.domain.survey import Answer, Question, Respondent, Variable

LONG = "Aan de overkant van het water, bij het veer. " * 40  # 1,800 bytes
CODEBOOK = Codebook(
    (
        Code("buurt", "De buurt"),
        Code("buren", "Buren, en wie er woont", parent="buurt"),
        Code("groen", "Groen & water", parent="buurt"),
        Code("2e", "Tweede"),
        Code("geen", "Geen antwoord", exclusive=True),
        Code("oud", "Niet meer in gebruik", retired=True),
    )
)
TEXTS = ("Buren en bomen", LONG, "weet niet", "nog te doen", "later", "'s avonds: <b>één</b> ✓", None)
CODES = (("buren", "groen"), ("groen",), ("geen",), None, None, (), None)
STATUS: tuple[Status, ...] = ("coded", "coded", "coded", "coded", "skipped", "coded", "coded")
VALUES: dict[str, tuple[Variable, tuple]] = {
    "rol": (
        Variable("Uw rol?", labels=(("1", "huurder"), ("2", "eigenaar"))),
        ("huurder", "eigenaar", None) + ("anders",) * 4,
    ),
    "wijk": (
        Variable(labels=(("N", "Noord"), ("Z-West-en-Oost", "Zuid"))),
        ("Noord", "Zuid", None, "Noord", "Oost", "Zuid", "Noord"),
    ),
    "Wat is uw leeftijd?": (Variable(kind="number"), (34, 51, None, 28, 60, 45, 19)),
    "cijfer": (Variable("Cijfer"), (7.5, 8, None, -1.25, 0, 100.0, 151)),
    "lid": (Variable("Lid?"), (True, False, None, True, True, False, True)),
    "sinds": (Variable("Sinds", kind="date"), ("2019-03-01", "1776-07-04", None) + ("2024-02-29",) * 4),
    "begin": (
        Variable("Begin", kind="date"),
        ("2024-05-03 09:30:15", "2024-05-03 23:59:59", None) + ("2024-05-03 00:00:00",) * 4,
    ),
    "with": (Variable("Een naam die SPSS zelf gebruikt"), ("x", "y" * 300, None, "één", "", "z", "z")),
    "WITH": (Variable(), ("a",) * 7),
    "1e keus 🙂": (Variable(), ("=1+1", "\x1b[31mrood", "a\x00b", "regel\r\ntwee", "x", "x", "x")),
}


def survey(title: str = "proef", *, weights: bool = True, ids: str = "r{}", with_texts: bool = True) -> CodedSurvey:
    """Return a survey of seven people in two rounds; the last gave no answer."""
    rounds = ["2023"] * 4 + ["2024"] * 3
    people = tuple(
        Respondent(
            ids.format(n + 1),
            round_id,
            0.5 + n / 4 if weights else None,
            {name: values[n] for name, (_variable, values) in VALUES.items() if values[n] is not None},
        )
        for n, round_id in enumerate(rounds)
    )
    answers = tuple(
        Answer(n, "trots", person.round_id, person.respondent_id, text if with_texts else "", "", n)
        for n, (person, text) in enumerate(zip(people, TEXTS, strict=True))
        if text is not None
    )
    source: Source = "human"
    final = {
        answer.answer_id: Coding(
            str(n), "a", answer.answer_id, "anna", STATUS[n], source, CODES[n] or (), created_at=f"2024-06-0{n + 1}"
        )
        for n, answer in enumerate(answers)
        if n != 3
    }
    question = CodedQuestion(
        Question("trots", "Waar bent u trots op?"), CODEBOOK, answers, final, tuple(final.values())
    )
    return CodedSurvey(
        title,
        people,
        {name: variable for name, (variable, _values) in VALUES.items()},
        (question,),
        with_texts,
        "2024-06-05T10:11:12.123+00:00",
        ("2023", "2024"),
    )
