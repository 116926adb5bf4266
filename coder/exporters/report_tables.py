"""The tables of a question in a report, as plain texts: what every writer of a report shows beside its charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from coder.domain.drawings import Kind
from coder.domain.report import (
    Base,
    Estimate,
    GroupColumn,
    GroupFigures,
    QuestionReport,
    Report,
    ScoreFigures,
    ThemeFigure,
    TrendFigures,
)
from coder.domain.texts import HIDDEN, _, day, decimal, in_words, ngettext, percent, signed

Row = tuple[str, int, tuple[str, ...]]
"""The code (empty where a row is about none), how deep it stands below its nets, and the cells."""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of a report; the first column holds names, the others numbers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    anchor: str = "themes"
    """What the names of its rows begin with; see `coder.domain.findings.anchor`."""
    chart: Kind | None = None
    """The chart that goes with it, and which of its kind."""
    place: int = 0
    numbers: bool = True
    """Whether the columns after the first hold numbers."""
    bold: frozenset[str] = frozenset()
    """Codes whose rows stand out: nets."""


def tables_of(question: QuestionReport) -> list[ReportTable]:
    """Return all tables of a question, in the order of a report."""
    nets = frozenset(theme.code_id for theme in question.themes if theme.net)
    found = [_themes(question)] if question.themes else []
    found += [_groups(question, figures, place) for place, figures in enumerate(question.groups)]
    if question.trend is not None and len(question.trend.rounds) > 1:
        found.append(_trend(question, question.trend))
    found += [_scores(question, figures, place) for place, figures in enumerate(question.scores)]
    if any(pair.holds for pair in question.pairs):
        found.append(_pairs(question))
    return [replace(table, bold=nets, notes=(*table.notes, *_of_hidden(table))) for table in found]


def _of_hidden(table: ReportTable) -> list[str]:
    if not any(HIDDEN in cells for _code, _depth, cells in table.rows):
        return []
    return [_("{sign}: not shown, so that nobody can be recognised.").format(sign=HIDDEN)]


def dated_line(report: Report) -> str:
    """Return what stands under the title: the rounds, and when something was last decided."""
    said = ngettext("Round {rounds}", "Rounds {rounds}", len(report.rounds)).format(rounds=in_words(report.rounds))
    return " · ".join([*([said] if report.rounds else []), _("as of {date}").format(date=day(report.dated))])


def base_line(base: Base, *, short: bool = False) -> str:
    """Return whom the percentages are about, in a sentence; or, short, with how many of those who answered."""
    if short:
        if base.coded == base.answered:
            return f"(n = {base.coded})"
        return "(" + _("n = {n} of {answered}").format(n=base.coded, answered=base.answered) + ")"
    if base.coded == base.answered:
        said = ngettext(
            "n = {n} respondent who answered, of {asked} who took part.",
            "n = {n} respondents who answered, of {asked} who took part.",
            base.coded,
        )
    elif base.method == "corrected":
        said = ngettext(
            "n = {n} respondent, of {answered} who answered and {asked} who took part.",
            "n = {n} respondents, of {answered} who answered and {asked} who took part.",
            base.coded,
        )
    else:
        said = ngettext(
            "n = {n} respondent with a coded answer, of {answered} who answered and {asked} who took part.",
            "n = {n} respondents with a coded answer, of {answered} who answered and {asked} who took part.",
            base.coded,
        )
    text = said.format(n=base.coded, answered=base.answered, asked=base.asked)
    if base.weighted:
        text += " " + _("Percentages are weighted (effective base {n}); n is not.").format(n=decimal(base.effective, 0))
    if base.method == "corrected":
        text += " " + _(
            "The machine coded what nobody read; its mistakes were corrected with a random sample of {n} answers that "
            "people coded. All numbers of themes are estimates."
        ).format(n=base.sampled)
    if base.method == "uncorrected":
        text += " " + _("A part was coded by the machine, unseen by a person and not corrected for its mistakes.")
    return text


def unbroken(text: str) -> str:
    """Return a text so that no line ends between a number and its sign: '41 %', 'n = 163'."""
    return text.replace(" %", "\u00a0%").replace("n = ", "n\u00a0=\u00a0")


def interval(estimate: Estimate) -> str:
    """Return a 95 % interval: '34–49'."""
    return f"{decimal(100 * estimate.low, 0)}–{decimal(100 * estimate.high, 0)}"


def _share(estimate: Estimate | None) -> str:
    return HIDDEN if estimate is None else percent(estimate.value)


def _plain(value: float | None) -> str:
    return HIDDEN if value is None else percent(value)


def _themes(question: QuestionReport) -> ReportTable:
    themes = question.themes
    further = {
        _("% of mentions"): [theme.share_of_mentions for theme in themes],
        _("% of all asked"): [theme.share_of_asked for theme in themes],
    }
    further = {name: shares for name, shares in further.items() if any(share is not None for share in shares)}
    rows = []
    for place, theme in enumerate(themes):
        cells = (
            theme.label,
            HIDDEN if theme.n is None else str(theme.n),
            _share(theme.share),
            HIDDEN if theme.share is None else interval(theme.share),
            *(_plain(shares[place]) for shares in further.values()),
        )
        rows.append((theme.code_id, theme.depth, cells))
    notes = [_("95 % interval, in charts a line: how far chance may put a percentage off.")]
    if question.base.mentions > question.base.coded:
        notes.append(_("A respondent may name several themes, so percentages may add up to more than 100 %."))
    if any(theme.net for theme in question.themes):
        notes.append(_("In bold: themes taken together, in which each respondent counts once."))
    return ReportTable(
        _("Themes named, in % of respondents (n = {n})").format(n=question.base.coded),
        (_("theme"), "n", _("% of respondents"), _("95 % interval"), *further),
        tuple(rows),
        tuple(notes),
        chart="bar",
    )


def _groups(question: QuestionReport, figures: GroupFigures, place: int) -> ReportTable:
    columns = [c for c in figures.columns if c.base is not None]
    heads = [f"{c.name}{f' ({c.letter})' if c.letter else ''} n = {c.base}{_mark(c)}" for c in columns]
    rows = []
    for theme in _counted(question):
        cells = []
        for column in columns:
            letters = column.above.get(theme.code_id, "")
            cells.append(_share(column.shares.get(theme.code_id)) + (f" {letters}" if letters else ""))
        rows.append((theme.code_id, theme.depth, (theme.label, *cells)))
    return ReportTable(
        _("Themes by {variable}, in % of respondents").format(variable=figures.text or figures.variable),
        (_("theme"), *heads),
        tuple(rows),
        tuple(_explained(figures, columns)),
        f"groups{place}",
        "groups",
        place,
    )


def _mark(column: GroupColumn) -> str:
    return "**" if column.small and column.letter else "*" if column.few and column.letter else ""


def _explained(figures: GroupFigures, columns: Sequence[GroupColumn]) -> Iterator[str]:
    """Yield what a reader of a table of groups has to know."""
    if any(column.above for column in columns):
        yield _(
            "A letter behind a percentage: more than chance explains above the column with that letter (95 %, with all "
            "comparisons of the table allowed for)."
        )
    elif sum(not column.small for column in columns) > 1:
        yield _("No difference between columns is certain.")
    else:
        yield _("No two of these groups are large enough to be compared.")
    marks = {_mark(column) for column in columns}
    if "*" in marks:
        yield _("* fewer than {n} respondents: read such a column with care.").format(n=figures.few)
    if "**" in marks:
        yield _("** fewer than {n} respondents: too few to compare.").format(n=figures.fewest)


def _trend(question: QuestionReport, trend: TrendFigures) -> ReportTable:
    heads = [f"{round_id} n = {base}" for round_id, base in zip(trend.rounds, trend.bases, strict=True)]
    changes = {change.code_id: change for change in trend.changes}
    rows = []
    for theme in question.themes:
        shares = trend.shares.get(theme.code_id, ())
        # Also what nobody names any more, and what cannot be compared: sentences point at it.
        if theme.code_id not in trend.broken and not any(share is None or share.value for share in shares):
            continue
        change = changes.get(theme.code_id)
        cells = [percent(share.value) if share else "–" for share in shares or [None] * len(trend.rounds)]
        said = "" if change is None else signed(100 * change.difference.value) + (" !" if change.holds else "")
        said = trend.broken.get(theme.code_id, said)
        rows.append((theme.code_id, theme.depth, (theme.label, *cells, said)))
    return ReportTable(
        _("Themes over the rounds, in % of respondents"),
        (_("theme"), *heads, _("change")),
        tuple(rows),
        (
            _("Change between the last two rounds, in percentage points; !: more than chance explains.")
            if any(change.holds for change in trend.changes)
            else _("Change between the last two rounds, in percentage points; none is more than chance explains."),
        ),
        "rounds",
        "trend",
    )


def _scores(question: QuestionReport, figures: ScoreFigures, place: int) -> ReportTable:
    labels = {theme.code_id: theme.label for theme in question.themes}
    rows = [
        (
            row.code_id,
            0,
            (
                labels.get(row.code_id, row.code_id),
                str(row.n),
                decimal(row.with_theme.value),
                decimal(row.without.value),
                signed(row.difference.value, 1) + (" !" if row.holds else ""),
            ),
        )
        for row in figures.rows
    ]
    return ReportTable(
        _("{variable}: mean with and without a theme").format(variable=figures.text or figures.variable),
        (_("theme"), "n", _("with"), _("without"), _("difference")),
        tuple(rows),
        (
            _("Mean of all: {mean}.").format(mean=decimal(figures.mean.value))
            + " "
            + _("!: a difference of more than chance explains."),
        ),
        f"scores{place}",
    )


def _pairs(question: QuestionReport) -> ReportTable:
    labels = {theme.code_id: theme.label for theme in question.themes}
    holding = [pair for pair in question.pairs if pair.holds]
    rows = [
        (
            f"{pair.one}+{pair.other}",
            0,
            (
                f"{labels.get(pair.one, pair.one)} – {labels.get(pair.other, pair.other)}",
                str(pair.n),
                decimal(pair.lift),
                percent(pair.jaccard),
            ),
        )
        for pair in holding
    ]
    return ReportTable(
        _("Themes that are named together"),
        (_("themes"), _("both (n)"), _("times as often as by chance"), _("% of those who name either")),
        tuple(rows),
        (),
        "pairs",
        "network",
    )


def _counted(question: QuestionReport) -> Sequence[ThemeFigure]:
    return [theme for theme in question.themes if theme.n or theme.n is None]
