"""What an export would give, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.text import Text

from coder.domain.texts import _, decimal, percent
from coder.terminal.console import Output, one_line

LISTED = 12  # columns of one reason that are named
ROOM = 17  # characters of a line that each column of the first rows has at least; what does not fit, is named
HEAD = 28  # characters of a name above the first rows
NAMED = 60  # characters of a name, or of what else is left out
LEAST = 12  # characters of a question text that are worth showing


def show_columns(output: Output, profiles: Sequence[Mapping[str, Any]], preview: Mapping[str, Any]) -> None:
    """Show the columns of an export, and what each is taken for; not those that the survey tool adds by itself."""
    marks = {
        **dict.fromkeys(preview["open"], Text("● " + _("open"), style="green")),
        preview["weight"]: Text(_("weight"), style="cyan"),
        preview["id"]: Text(_("respondent"), style="cyan"),
    }
    rows: list[list[Text | str]] = []
    width = max(20, output.out.width - 48)
    for p in profiles:
        if p["role"] == "system":  # named with what is left out
            continue
        name = _named(p, width, "bold green" if p["number"] in preview["open"] else "")
        rows.append(
            [
                f"#{p['number']}",
                name,
                percent(p["filled_share"]),
                decimal(p["mean_characters"], 0),
                str(p["distinct"]),
                marks.get(p["number"], Text("")),
            ]
        )
    right = "right"
    output.table(
        [("", right), _("column"), (_("filled"), right), (_("length"), right), (_("distinct"), right), ""], rows
    )


def show_preview(output: Output, preview: Mapping[str, Any]) -> None:
    """Show the first rows of what would be taken, and what would not."""
    names = {p["number"]: p["name"] for p in preview["columns"]}
    places = _fitting(preview, (output.out.width - ROOM) // ROOM)
    heads = [_head(preview, number, _fitted(names[number], HEAD)) for number in (preview["shown"][p] for p in places)]
    rows = [[one_line(row[place], 60) for place in places] for row in preview["first"]]
    if heads:
        output.table(heads, rows, kept=int(preview["id"] is not None))
        output.print()
    rest = (number for place, number in enumerate(preview["shown"]) if place not in places)
    if unseen := [_fitted(names[number], NAMED) for number in rest]:
        output.print(Text.assemble((_("Comes along too: "), "bold"), _listed(unseen)))
    for why, group in groupby(sorted(preview["left_out"], key=lambda entry: entry[1]), key=lambda entry: entry[1]):
        columns = [_fitted(name, NAMED) if why else one_line(name, 400) for name, _why in group]
        output.print(Text.assemble((_("Left out: "), "bold"), _listed(columns), (f" ({why})" if why else "", "dim")))
    for note in preview["notes"]:
        output.print(one_line(note, 400))


def _fitting(preview: Mapping[str, Any], room: int) -> list[int]:
    """Return the places of the columns to show: the respondent, and the fullest open answers before all else."""
    filled = {p["number"]: p["filled_share"] for p in preview["columns"]}
    order = sorted(
        enumerate(preview["shown"]),
        key=lambda one: (one[1] != preview["id"], one[1] not in preview["open"], -filled[one[1]]),
    )
    return sorted(place for place, _number in order[: max(1, room)])


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(columns[:LISTED]) + (" …" if len(columns) > LISTED else "")


def _named(profile: Mapping[str, Any], width: int, style: str) -> Text:
    """Return the name of a column, and behind it the question, where that is not the name."""
    name = _fitted(profile["name"], width)
    room = width - len(name) - 2
    asked = "  " + one_line(profile["text"], room) if profile["text"] and room >= LEAST else ""
    return Text.assemble((name, style), (asked, "" if style else "dim"))


def _fitted(name: str, width: int) -> str:
    """Return a name on one line; of a longer one, its part in brackets is still seen: 'How did you ... [Other]'."""
    flat = one_line(name, len(name))
    question, bracket, part = flat.rpartition("[")
    if len(flat) > width and flat.endswith("]") and question:
        part = one_line(part[:-1], width // 2 - 2) + "]"
        return one_line(question, width - len(part) - 2) + " " + bracket + part
    return one_line(flat, width)


def _head(preview: Mapping[str, Any], number: int, name: str) -> str:
    role = {preview["id"]: _("respondent"), preview["weight"]: _("weight")}.get(number)
    mark = "● " if number in preview["open"] else ""
    return f"{mark}{name}" + (f" ({role})" if role else "")
