"""A coded survey with something of everything that a project can hold; all of it invented."""

from __future__ import annotations

from coder.domain.codebook import Code, Codebook
from coder.domain.coded import CodedQuestion, CodedSurvey
from coder.domain.coding import Coding
from coder.domain.folding import text_hash
from coder.domain.ids import answer_id
from coder.domain.survey import Answer, Question, Respondent, Variable

CODES = Codebook(
    (
        Code("contact", "Contact & ontmoeting", "Net over\nwie men leert kennen.", color="green"),
        Code("buren", "Buren", parent="contact", keywords=("buur", "straat; plein"), color="#2266AA"),
        Code("geld", "Geld <euro>", include="ook subsidie", exclude="niet tijd", examples=('zei "meer geld"',)),
        Code("collega", "Collega's", parent="contact", retired=True, replaced_by=("buren",)),
        Code("diep", "Diep", parent="buren"),
        Code("niets", "Weet niet", exclusive=True),
    )
)
OTHER = Codebook((Code("tijd", "Tijd"),))
TEXTS = {
    ("trots", "2023", "r1"): "De buren 👩‍👩‍👧 kwamen\nelke week & brachten <koek>",
    ("trots", "2023", "r 2"): "meer geld, meer é",
    ("trots", "2024", "r1"): "niets",
    ("beter", "2023", "r1"): "meer tijd",
}
ANSWERS = {
    key: Answer(answer_id(*key), *key, text, text_hash(text), place) for place, (key, text) in enumerate(TEXTS.items())
}


def coding(question, round_id, person, coder_id, codes, **more):
    identity = answer_id(question, round_id, person)
    more = {"source": "human", "status": "coded", "created_at": "2024-05-01T10:00:00.000+00:00", **more}
    return Coding(f"{identity}{coder_id}", "a", identity, coder_id, codes=codes, **more)


CODINGS = (
    coding("trots", "2023", "r1", "anna", ("buren",), quote=True, quoted=(3, 14), memo="mooi\rgezegd\n& waar"),
    coding("trots", "2023", "r1", "bas", ("buren", "geld"), source="import"),
    coding("trots", "2023", "r 2", "anna", ("geld",), quote=True),
    coding("trots", "2023", "r 2", "bas", (), status="open", memo="nog vragen"),
    coding("trots", "2024", "r1", "anna", ("niets",), status="flagged"),
    coding("trots", "2024", "r1", "autocode", ("niets",), source="machine"),
)
LATER = (coding("beter", "2023", "r1", "anna", ("tijd", "weg"), created_at="2024-06-01T10:00:00.000+00:00"),)


def question(key, text, codebook, codings):
    return CodedQuestion(
        Question(key, text), codebook, tuple(a for a in ANSWERS.values() if a.question_id == key), {}, codings
    )


SURVEY = CodedSurvey(
    title="proef & zo",
    respondents=(
        Respondent("r 2", "2023", None, {"rol": "directeur", "uren": 2, "vast": False, "deel": 0.00000125}),
        Respondent("r1", "2023", 1.25, {"rol": "adviseur", "uren": 40, "vast": True, "start": "2020-02-03"}),
        Respondent("r1", "2024", 0.5, {"rol": "adviseur", "gestart": "2020-02-03 10:00:00"}),
        Respondent("r3", "2024", missing={"uren": "99"}),
    ),
    variables={
        "rol": Variable("Wat is uw rol?", labels=(("1", "adviseur"), ("2", "directeur"))),
        "uren": Variable(kind="number", labels=(("99", "weet niet"),), declared=(("99", "99"),)),
        "vast": Variable(),
        "deel": Variable(),
        "start": Variable(kind="date"),
        "gestart": Variable(kind="date"),
    },
    questions=(
        question("trots", "Waar bent u trots op?", CODES, CODINGS),
        question("beter", "Wat kan beter?", OTHER, LATER),
    ),
    changed_at="2024-06-01T10:00:00.000+00:00",
    rounds=("2023", "2024"),
)
