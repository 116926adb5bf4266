"""Charts in the terminal, from the figures of a report."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from coder.domain.drawings import Kind
from coder.domain.report import Estimate, QuestionReport, ThemeFigure
from coder.domain.texts import _, decimal, percent
from coder.terminal.console import Output, one_line

LABEL = 34  # cells that the name of a theme takes at most, where the window is narrow
BAR = 46  # cells that are left for the rest of a line, where it is wide
NUMBER = 7  # cells of a percentage
STEPS = "▁▂▃▄▅▆▇█"
BLOCK = 50  # answers between two figures of saturation; see QuestionReport.new_codes


def show_chart(output: Output, kind: Kind, question: QuestionReport) -> None:
    """Show a chart as wide as the window, with a line that says how to read it."""
    output.print(Text(one_line(question.question.text, output.out.width - 1), style="italic"))
    output.print()
    lines = {"bar": _bars, "groups": _groups, "trend": _trend, "network": _network, "saturation": _saturation}
    for line in lines[kind](question, output.out.width):
        output.print(line)
    output.print()
    output.print(Text(_("n = {n} respondents with a coded answer.").format(n=question.base.coded), style="dim"))


def _bars(question: QuestionReport, width: int) -> list[Text]:
    shown = [(theme, theme.share) for theme in question.themes if theme.share is not None and theme.n]
    label = _label_width([theme for theme, _share in shown], width)
    room, top = _room(width, label), max(share.high for _theme, share in shown)
    return [
        Text.assemble(_name(theme, label), f"{percent(share.value):>{NUMBER}} ", _bar(share, top, room, theme.apart))
        for theme, share in shown
    ] + _legend()


def _groups(question: QuestionReport, width: int) -> list[Text]:
    lines: list[Text] = []
    for figures in question.groups:
        columns = [c for c in figures.columns if c.base and not c.small]
        themes = [t for t in question.themes if t.n and not t.apart]
        known = [s for c in columns for t in themes if (s := c.shares.get(t.code_id)) is not None]
        names = [f"{c.letter} {one_line(c.name, LABEL - 4)}" for c in columns]
        label = max([len(name) for name in names], default=0) + 4
        room, top = _room(width, label), max((share.high for share in known), default=1.0)
        lines.append(Text(figures.text or figures.variable, style="bold"))
        for theme in themes:
            lines.append(Text(one_line(theme.label, width - 1)))
            for column, name in zip(columns, names, strict=True):
                share = column.shares.get(theme.code_id)
                if share is None:
                    continue
                above = column.above.get(theme.code_id, "")
                lines.append(
                    Text.assemble(
                        (f"  {name:<{label - 2}}", "dim"),
                        f"{percent(share.value):>{NUMBER}} ",
                        _bar(share, top, room, apart=False),
                        (f" > {above}" if above else "", "bold"),
                    )
                )
        lines.append(Text())
    lines.append(Text(_("> B: certainly more than group B."), style="dim"))
    return lines + _legend()


def _trend(question: QuestionReport, width: int) -> list[Text]:
    trend = question.trend
    assert trend is not None  # noqa: S101 - the caller has looked
    themes = [t for t in question.themes if t.code_id in trend.shares and t.n]
    label = _label_width(themes, width - (NUMBER + 1) * len(trend.rounds) + BAR - LABEL)
    changes = {change.code_id: change for change in trend.changes}
    top = max((s.value for t in themes for s in trend.shares[t.code_id] if s is not None), default=1.0)
    head = Text(" " * label + "".join(f"{one_line(r, NUMBER):>{NUMBER + 1}}" for r in trend.rounds), style="bold")
    lines = [head]
    for theme in themes:
        shares = trend.shares[theme.code_id]
        line = Text.assemble(_name(theme, label))
        for share in shares:
            line.append(f"{percent(share.value) if share else '–':>{NUMBER + 1}}")
        line.append("  " + "".join(_step(share, top) for share in shares), style="cyan")
        change = changes.get(theme.code_id)
        if theme.code_id in trend.broken:
            line.append("  " + trend.broken[theme.code_id], style="dim")
        elif change is not None and change.holds:
            rose = change.difference.value > 0
            line.append("  ▲ " + _("more often") if rose else "  ▼ " + _("less often"), style="bold")
        lines.append(line)
    return lines


def _network(question: QuestionReport, width: int) -> list[Text]:
    labels = {theme.code_id: theme.label for theme in question.themes}
    pairs = sorted((p for p in question.pairs if p.holds and p.lift > 1), key=lambda p: -p.n)
    names = [f"{labels.get(p.one, p.one)} – {labels.get(p.other, p.other)}" for p in pairs]
    label = min(max(len(name) for name in names), max(20, width - 40)) + 1
    room, most = _room(width, label), max(p.n for p in pairs)
    return [
        Text.assemble(
            f"{one_line(name, label - 1):<{label}}{pair.n:>4} {decimal(pair.lift):>5}× ",
            ("█" * max(1, round((room - 6) * pair.n / most)), "cyan"),
        )
        for name, pair in zip(names, pairs, strict=True)
    ] + [Text(_("n, and how many times as often as by chance."), style="dim")]


def _saturation(question: QuestionReport, width: int) -> list[Text]:
    most, total, lines = max(question.new_codes) or 1, 0, []
    for place, new in enumerate(question.new_codes):
        total += new
        span = f"{BLOCK * place + 1}–{min(BLOCK * (place + 1), question.base.coded)}"
        bar = "█" * round(max(8, width - 40) * new / most)
        lines.append(Text.assemble(f"{span:>12} {new:>4} {total:>5}  ", (bar, "cyan")))
    return [
        *lines,
        Text(_("Answers in the order of coding, new codes among them, codes so far."), style="dim"),
    ]


def _bar(share: Estimate, top: float, room: int, apart: bool) -> Text:
    low, middle, high = (round(room * part / top) for part in (share.low, share.value, share.high))
    style = "" if apart else "cyan"
    bar = Text("█" * low, style=style)
    bar.append("▒" * (middle - low), style=style)
    bar.append("─" * (high - middle), style="dim")
    return bar


def _legend() -> list[Text]:
    return [Text(_("█ at least, ▒ as counted, ─ at most (95 % interval)."), style="dim")]


def _step(share: Estimate | None, top: float) -> str:
    return " " if share is None else STEPS[min(len(STEPS) - 1, int(len(STEPS) * share.value / (top or 1)))]


def _name(theme: ThemeFigure, width: int) -> tuple[str, str]:
    style = "bold" if theme.net else "dim" if theme.apart else ""
    return f"{'  ' * theme.depth + one_line(theme.label, width - 1 - 2 * theme.depth):<{width}}", style


def _label_width(themes: Sequence[ThemeFigure], width: int) -> int:
    return min(max(LABEL, width - BAR), max((len(t.label) + 2 * t.depth for t in themes), default=0)) + 1


def _room(width: int, label: int) -> int:
    """Return the cells that a bar may take, with room for letters behind it."""
    return max(8, width - label - NUMBER - 9)
