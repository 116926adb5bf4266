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
from coder.terminal.layout import padded

SUREST = 0.99  # nothing a machine proposes is shown as certain


def code_lines(desk: Desk, width: int, most: int) -> list[Text]:
    """Return the codes that the mode is about, at most `most` beside what is chosen."""
    rule = [Text("─" * width, style="dim")]
    if desk.mode == "search":
        return [*rule, *_found(desk, width, most)]
    if desk.mode == "out":
        return [*rule, *out_lines(desk, width, most)]
    ranked = desk.session.shown.ranked
    if not ranked:
        usable = desk.session.codebook.usable
        hint = _("n makes the first code") if not usable else _("No suggestions: / finds a code")
        return [*rule, Text(" " + hint, style="dim"), *_chosen(desk, width)]
    return [
        *rule,
        *(_suggestion(desk, n, s, width) for n, s in enumerate(ranked[:most], start=1)),
        *_alike(desk, width),
        *_chosen(desk, width),
    ]


def _suggestion(desk: Desk, number: int, suggestion: Suggestion, width: int) -> Text:
    chosen = suggestion.code_id in desk.session.draft.codes
    label = desk.session.codebook.label(suggestion.code_id)
    room = max(12, min(44, width - 30))
    bar = "█" * round(8 * suggestion.probability)
    evidence = ", ".join(dict.fromkeys(visible(e.text) for e in suggestion.evidence))
    line = Text.assemble(
        (f" {number} ", "bold cyan"),
        ("[x] " if chosen else "[ ] ", "bold green" if chosen else ""),
        (padded(one_line(label, room), room), "bold green" if chosen else ""),
        f" {percent(min(suggestion.probability, SUREST)):>5} ",
        (f"{bar:<8} ", "green" if chosen else "dim"),
    )
    line.append(one_line(evidence, max(0, width - line.cell_len - 1)), style="dim")
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


def _chosen(desk: Desk, width: int) -> list[Text]:
    labels = [desk.session.codebook.label(c) for c in desk.session.draft.codes]
    text = ", ".join(labels) if labels else _("nothing yet")
    name = _("Chosen: ")
    state = "  " + _("(decided before)") if desk.session.revisiting else ""
    room = width - cell_len(name) - cell_len(state) - 2
    return [Text.assemble((f" {name}", "dim"), (one_line(text, room), "bold" if labels else "dim"), (state, "dim"))]


def _found(desk: Desk, width: int, most: int) -> list[Text]:
    found: Sequence[Code] = desk.found
    cursor = min(desk.cursor, max(0, len(found) - 1))
    first = max(0, min(cursor - most // 2, len(found) - most))
    lines = []
    for place, code in list(enumerate(found))[first : first + most]:
        mark = "[x]" if code.code_id in desk.session.draft.codes else "[ ]"
        line = Text(f" {'>' if place == cursor else ' '} {mark} {one_line(code.label, 44)}")
        if code.definition:
            line.append("  " + one_line(code.definition, max(0, width - line.cell_len - 3)), style="dim")
        if place == cursor:
            line.stylize("bold cyan")
        lines.append(line)
    if not found:
        lines.append(Text(" " + _("No code has this in it."), style="yellow"))
    return [*lines, *_chosen(desk, width)]
