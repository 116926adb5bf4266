"""The codes on the card: what is proposed, what is found by typing, what is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from coder.domain.codebook import Code
from coder.domain.coding import Suggestion
from coder.domain.folding import visible
from coder.domain.texts import _, percent
from coder.review.desk import Desk
from coder.terminal.alike import out_lines
from coder.terminal.console import one_line
from coder.terminal.layout import CHOSEN, CURSOR, KEY, MESSAGE, QUIET, in_view, padded, rule

SUREST = 0.99  # nothing a machine proposes is shown as certain


def code_lines(desk: Desk, width: int, most: int, *, brief: bool = False) -> list[Text]:
    """Return the codes that the mode is about, at most `most` beside what is chosen.

    Parameters
    ----------
    brief : leave out what was coded so before.
    """
    across = [rule(width)]
    if desk.mode == "search":
        return [*across, *_found(desk, width, most)]
    if desk.mode == "out":
        return [*across, *out_lines(desk, width, most)]
    ranked = desk.session.shown.ranked
    if not ranked:
        usable = desk.session.codebook.usable
        hint = _("n makes the first code") if not usable else _("No suggestions: / finds a code")
        return [*across, Text(" " + hint, style=QUIET), *chosen_lines(desk, width)]
    return [
        *across,
        *in_view(len(ranked), 0, most, lambda n: _suggestion(desk, n + 1, ranked[n], width)),
        *([] if brief else _alike(desk, width)),
        *chosen_lines(desk, width),
    ]


def _suggestion(desk: Desk, number: int, suggestion: Suggestion, width: int) -> Text:
    chosen = suggestion.code_id in desk.session.draft.codes
    label = desk.session.codebook.label(suggestion.code_id)
    room = max(12, min(44, width - 30))
    bar = "█" * round(8 * suggestion.probability)
    evidence = ", ".join(dict.fromkeys(visible(e.text) for e in suggestion.evidence))
    line = Text.assemble(
        (f" {number} ", KEY),
        ("[x] " if chosen else "[ ] ", CHOSEN if chosen else ""),
        (padded(one_line(label, room), room), CHOSEN if chosen else ""),
        f" {percent(min(suggestion.probability, SUREST)):>5} ",
        (f"{bar:<8} ", "green" if chosen else QUIET),
    )
    line.append(one_line(evidence, max(0, width - line.cell_len - 1)), style=QUIET)
    return line


def _alike(desk: Desk, width: int) -> list[Text]:
    """Show what was coded so before: of the first suggestion that is chosen, else of the first."""
    ranked = desk.session.shown.ranked
    chosen = [s for s in ranked if s.code_id in desk.session.draft.codes and s.like]
    like = (chosen or ranked)[0].like
    if not like:
        return []
    texts = " · ".join(f"“{one_line(visible(text), max(12, (width - 24) // 2))}”" for text in like)
    return [Text(" " + one_line(_("coded so: {answers}").format(answers=texts), width - 2), style="dim italic")]


def chosen_lines(desk: Desk, width: int) -> list[Text]:
    """Return the line with the codes that Enter keeps."""
    labels = [desk.session.codebook.label(c) for c in desk.session.draft.codes]
    text = ", ".join(labels) if labels else _("nothing yet")
    name = _("Chosen: ")
    state = "  " + _("(decided before)") if desk.session.revisiting else ""
    room = width - cell_len(name) - cell_len(state) - 2
    return [Text.assemble((f" {name}", QUIET), (one_line(text, room), "bold" if labels else QUIET), (state, QUIET))]


def _found(desk: Desk, width: int, most: int) -> list[Text]:
    found: Sequence[Code] = desk.typed.found if desk.typed is not None else ()
    cursor = found.index(desk.focus) if desk.focus in found else 0
    lines = in_view(len(found), cursor, most, lambda n: _one_found(desk, found[n], n == cursor, width))
    if not found:
        lines.append(Text(" " + _("No code has this in it."), style=MESSAGE))
    return [*lines, *chosen_lines(desk, width)]


def _one_found(desk: Desk, code: Code, marked: bool, width: int) -> Text:
    mark = "[x]" if code.code_id in desk.session.draft.codes else "[ ]"
    line = Text(f" {'>' if marked else ' '} {mark} {one_line(code.label, 44)}")
    if code.definition:
        line.append("  " + one_line(code.definition, max(0, width - line.cell_len - 3)), style=QUIET)
    if marked:
        line.stylize(CURSOR)
    return line
