"""The list of codings that deserve a second look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from coder.domain.codebook import Codebook
from coder.domain.texts import _, percent
from coder.terminal.console import Output, one_line

SUREST = 0.99  # nothing a model says is shown as certain
MOST_ELSEWHERE = 3  # other codings that a row of the table names


def show_slips(output: Output, question: str, codebook: Codebook, slips: Sequence[Mapping[str, Any]]) -> None:
    """Show slips (see `coder.workflows.check.as_records`): the answer, its codes, and what speaks against them."""
    if not slips:
        return
    # Three columns share the window; the answer gets most of it.
    room = output.out.width - 4
    widths = room * 2 // 5, room * 3 // 10
    rows: list[list[Text | str]] = []
    for slip in slips:
        times = f" ({slip['answers']}×)" if slip["answers"] > 1 else ""
        answer = one_line(slip["text"], widths[0] - len(times)) + times
        rows.append([answer, _labels(codebook, slip["codes"]), _against(codebook, slip)])
    output.table([_("answer"), _("coded as"), _("rather")], rows, title=question)


def _labels(codebook: Codebook, codes: Sequence[str]) -> str:
    return ", ".join(codebook.label(code) for code in codes) or _("no theme")


def _against(codebook: Codebook, slip: Mapping[str, Any]) -> Text:
    """Return what would be taken away (-) and added (+), and how the same answer was coded elsewhere."""
    rules = {
        "retired": _("no longer used"),
        "net": _("is a net"),
        "unknown": _("not in the codebook"),
        "alone": _("stands alone"),
    }
    lines = [(f"{codebook.label(rule['code'])}: {rules[rule['rule']]}", "red") for rule in slip["rules"]]
    for other in slip["elsewhere"][:MOST_ELSEWHERE]:
        lines.append((f"{other['answers']}× {_labels(codebook, other['codes'])} ({other['coder']})", "magenta"))
    lines += [(f"+ {_part(codebook, part)}", "green") for part in slip["expected"]]
    lines += [(f"- {_part(codebook, part)}", "red") for part in slip["doubted"]]
    text = Text()
    for place, (line, style) in enumerate(lines):
        text.append(("\n" if place else "") + one_line(line, 200), style=style)
    return text


def _part(codebook: Codebook, part: Mapping[str, Any]) -> str:
    # A number and its sign stay on one line.
    chance = percent(min(part["probability"], SUREST)).replace(" ", "\u00a0")
    return f"{codebook.label(part['code'])} {chance}"
