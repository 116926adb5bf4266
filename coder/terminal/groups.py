"""Groups of answers that read alike, as a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.text import Text

from coder.domain.texts import _, ngettext
from coder.terminal.console import Output, one_line

SHOWN = 20  # groups that are listed; --json gives all
MEMBERS = 4  # texts that are listed under the shown one


def show_groups(output: Output, grouped: Mapping[str, Any]) -> None:
    """Show the largest groups of a question with their texts, and what they save."""
    groups, width = grouped["groups"], output.out.width
    output.print()
    output.print(Text(grouped["question"], style="bold"))
    for one in groups[:SHOWN]:
        (shown, times), *members = one["texts"]
        output.print(Text.assemble((f"{one['answers']:>6}  ", "bold"), _counted(shown, times, width - 8)))
        for text, n in members[:MEMBERS]:
            output.print(Text("        " + _counted(text, n, width - 8), style="dim"))
        if more := max(0, len(members) - MEMBERS):
            said = ngettext("and {n} more text", "and {n} more texts", more).format(n=more)
            output.print(Text("        " + said, style="dim italic"))
    if more := max(0, len(groups) - SHOWN):
        said = ngettext("and {n} more group (--json shows all)", "and {n} more groups (--json shows all)", more)
        output.print(said.format(n=more))
    if not groups:
        output.print(_("No answers read alike enough to be coded together."))
        return
    n, saved = len(groups), grouped["cards_saved"]
    output.print(
        ngettext("{n} group of {answers} answers", "{n} groups of {answers} answers", n).format(
            n=n, answers=grouped["answers"]
        )
        + "; "
        + ngettext("{n} card fewer at the desk.", "{n} cards fewer at the desk.", saved).format(n=saved)
    )


def _counted(text: str, n: int, width: int) -> str:
    times = f" ({n}×)" if n > 1 else ""
    return one_line(text, width - len(times)) + times
