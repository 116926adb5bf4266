"""A small report for the tests of its writers: everything in it, hostile texts too."""

from __future__ import annotations

from coder.domain.report import (
    Base,
    Change,
    Difference,
    Estimate,
    GroupColumn,
    GroupFigures,
    MethodSection,
    Pair,
    QuestionReport,
    Quote,
    Report,
    ScoreFigure,
    ScoreFigures,
    ThemeFigure,
    TrendFigures,
)
from coder.domain.survey import Question
from coder.reporting.findings import findings
from coder.statistics.intervals import wilson

HOSTILE = "<script>alert(1)</script> & \x1b[2J=1+1"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
"""A picture of one pixel."""

LABELS = ("Bemensing", "Eigenaarschap", "Geld", "Gezamenlijke portemonnee", "Regelvrije zone", HOSTILE, "Weet niet")
COUNTS = (67, 54, 50, 41, 47, 5, 9)


def estimate(n: int, base: int = 163) -> Estimate:
    return Estimate(n / base, *wilson(n, base))


def themes() -> tuple[ThemeFigure, ...]:
    return tuple(
        ThemeFigure(
            f"c{place}",
            label,
            n,
            estimate(n),
            n / 200,
            n / 240,
            parent="c2" if place == 3 else None,
            depth=int(place == 3),
            net=place == 2,
            apart=place == 6,
            phrase=label.lower(),
        )
        for place, (label, n) in enumerate(zip(LABELS, COUNTS, strict=True))
    )


def question(key: str = "nodig") -> QuestionReport:
    found = themes()
    shares = {theme.code_id: theme.share for theme in found}
    columns = (
        GroupColumn("adviseur", "A", 90, False, shares | {"c0": estimate(60, 90)}, {"c0": "B"}),
        GroupColumn("raadslid", "B", 60, False, shares | {"c0": estimate(15, 60)}),
        GroupColumn("anders", "C", 13, True, shares),
    )
    low = Estimate(-0.9, -1.6, -0.2)
    whole = QuestionReport(
        Question(key, "Wat is er nodig voor verandering?"),
        Base(200, 171, 163, 150.4, weighted=True, mentions=240),
        found,
        groups=(
            GroupFigures(
                "Rol", "Wat is uw rol?", columns, (Difference("c0", "adviseur", "raadslid", 0.4, 0.01),), 30, 50, "Holm"
            ),
        ),
        trend=TrendFigures(
            ("2022", "2023"),
            (150, 163),
            {code: (estimate(20, 150), share) for code, share in shares.items()},
            (Change("c0", "2022", "2023", Estimate(0.28, 0.18, 0.37), 0.001, True),),
            {"c5": "gesplitst"},
        ),
        pairs=(Pair("c0", "c1", 30, 1.9, 0.33, True),),
        scores=(
            ScoreFigures(
                "cijfer",
                "Welk cijfer geeft u?",
                Estimate(7, 6.8, 7.2),
                (ScoreFigure("c0", 67, Estimate(6.4, 6, 6.8), Estimate(7.3, 7, 7.6), low, 0.01, True),),
            ),
        ),
        new_codes=(5, 1, 0, 0),
        quotes=(Quote("c0", "Zonder mensen geen plan.", "r1", "adviseur"), Quote("c1", HOSTILE, "r2")),
        notes=("Nog 8 antwoorden zijn niet gecodeerd.",),
    )
    from dataclasses import replace

    return replace(whole, findings=findings(whole))


def report() -> Report:
    methods = (
        MethodSection(
            "Codeurs", ("Anna en Bram codeerden.",), ("codeur", "antwoorden"), (("anna", "120"), ("bram", "43"))
        ),
        MethodSection("Toetsen", ("Verschillen zijn getoetst.",)),
    )
    return Report("Wat er nodig is", "nl", "2023-11-05T10:00:00+00:00", ("2022", "2023"), (question(),), methods)
