"""Groups of respondents side by side, with the letters of what differs, and the same in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rich.text import Text

from coder.domain.texts import HIDDEN, _, decimal, ngettext, percent
from coder.terminal.console import WIDEST_KEPT, Output, one_line

NAMED = 6  # differences that are said in words; letters show all
WIDEST_HEAD = 14  # the longest word that a heading keeps whole
LONGEST_LETTERS = 6  # of one cell; how many more there are is said
NUMBERS = 16  # cells that n and the percentage of all take beside the names

Cells = list[Text | str]
Record = Mapping[str, Any]


def show_groups(
    output: Output, made: Record, head: Sequence[str | tuple[str, str]], theme_cells: Callable[[Record], Cells]
) -> None:
    """Show groups side by side, as many as fit; the others in tables below.

    Parameters
    ----------
    made : a table as `coder.workflows.table.as_record` gives it.
    head, theme_cells : headings and cells of what stands left of the groups.
    """
    shown = [(place, row) for place, row in enumerate(made["rows"]) if row["n"] != 0]
    columns = [_column(group, [place for place, _row in shown], made) for group in made["groups"]]
    rows = [theme_cells(row) for _place, row in shown]
    names = max((cells[0].cell_len if isinstance(cells[0], Text) else 0 for cells in rows), default=0)
    room = output.out.width - min(names, WIDEST_KEPT) - NUMBERS
    for part in _fitting([_width(head, cells) for head, cells in columns], room):
        output.print(Text(_caption([made["groups"][i] for i in part]), style="dim"))
        output.table(
            [*head, *((columns[i][0], "right") for i in part)],
            [[*row, *(columns[i][1][n] for i in part)] for n, row in enumerate(rows)],
        )
        output.print()
    _explain(output, made)


def _column(group: Record, places: Sequence[int], made: Record) -> tuple[str, list[str]]:
    base = HIDDEN if group["base"] is None else f"{group['base']}{_mark(group)}"
    head = f"{group['letter']} {one_line(group['name'], 24)} n={base}".strip()
    corrected = made["method"] == "corrected"
    if not group["rows"]:  # too few of the random sample are in this group
        return head, [_("too few")] * len(places)
    return head, [_cell(group["rows"][place], corrected) for place in places]


def _mark(group: Record) -> str:
    return "" if group["base"] is None else "**" if group["small"] else "*" if group["few"] else ""


def _cell(row: Record, corrected: bool) -> str:
    if row["n"] is None:
        return HIDDEN
    bounds = f" {decimal(100 * row['low'], 0)}-{decimal(100 * row['high'], 0)}" if corrected else ""
    letters = row["above"]
    if len(letters) > LONGEST_LETTERS:
        letters = letters[: LONGEST_LETTERS - 1].strip() + "…"
    return percent(row["share_of_respondents"]) + bounds + (f" {letters}" if letters else "")


def _width(head: str, cells: Sequence[str]) -> int:
    return 2 + max(min(WIDEST_HEAD, max(map(len, head.split()))), *map(len, cells), 0)


def _fitting(widths: Sequence[int], room: int) -> list[list[int]]:
    """Return which columns stand in which table."""
    parts: list[list[int]] = []
    used = 0
    for place, width in enumerate(widths):
        if not parts or used + width > room:
            parts.append([])
            used = 0
        parts[-1].append(place)
        used += width
    return parts


def _caption(groups: Sequence[Record]) -> str:
    letters: dict[str, list[str]] = {}
    for group in groups:
        letters.setdefault(group["variable"], []).append(group["letter"])
    said = []
    for variable, some in letters.items():
        known = [letter for letter in some if letter]
        span = known[0] if len(known) == 1 else f"{known[0]}-{known[-1]}" if known else ""
        said.append(one_line(variable, 40) + (f" ({span})" if span else ""))
    return " · ".join(said)


def _explain(output: Output, made: Record) -> None:
    groups, differences = made["groups"], made["differences"]
    limits = made["limits"]
    if any(_mark(group) == "*" for group in groups):
        text = _("* fewer than {n} respondents: read such a column with care.").format(n=limits["few"])
        output.print(Text(text, style="dim"))
    if any(_mark(group) == "**" and group["letter"] for group in groups):
        text = _("** fewer than {n} respondents: too few to compare.").format(n=limits["tested"])
        output.print(Text(text, style="dim"))
    if differences:
        correction = differences[0]["correction"]
        output.print(
            Text(
                _(
                    "A letter: certainly named more often than in the column with that letter (95 %, all comparisons "
                    "of this table allowed for: {correction})."
                ).format(correction=correction),
                style="dim",
            )
        )
        for one in differences[:NAMED]:
            output.print(_said(made, one))
        more = len(differences) - NAMED
        if more > 0:
            output.print(Text(ngettext("... and {count} more", "... and {count} more", more).format(count=more), "dim"))
    elif sum(bool(group["letter"]) and not group["small"] for group in groups) > 1:
        output.print(Text(_("No difference between columns is certain."), style="dim"))


def _said(made: Record, one: Record) -> Text:
    labels = {row["code_id"]: row["label"] for row in made["rows"]}
    shares = {
        group["name"]: row["share_of_respondents"]
        for group in made["groups"]
        if group["variable"] == one["variable"]
        for row in group["rows"]
        if row["code_id"] == one["code_id"]
    }
    text = _("{theme}: {high} ({high_share}) more often than {low} ({low_share})").format(
        theme=one_line(labels[one["code_id"]], 40),
        high=one_line(one["high"], 24),
        high_share=percent(shares[one["high"]]),
        low=one_line(one["low"], 24),
        low_share=percent(shares[one["low"]]),
    )
    return Text(f"• {text}")
