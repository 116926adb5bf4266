"""Theme candidates, and what a person decides about each, line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rich.text import Text

from coder.domain.errors import CoderError
from coder.domain.texts import _, ngettext, percent
from coder.terminal.console import Output, one_line

ANSWERS = {"": "keep", "k": "keep", "r": "rename", "d": "drop", "m": "merge", "q": "quit"}
"""What a line begins with, and what it means."""


def show_proposal(output: Output, proposal: Mapping[str, Any]) -> None:
    """Show all candidates, as `coder.workflows.propose.as_record` gives them."""
    for number, theme in enumerate(proposal["themes"], start=1):
        show_theme(output, number, theme, proposal["answers"])
    if proposal["without_content"]:
        n = proposal["without_content"]
        said = ngettext("{n} answer says nothing ({share})", "{n} answers say nothing ({share})", n)
        output.print(Text(said.format(n=n, share=percent(n / proposal["answers"])), style="dim"))


def show_theme(output: Output, number: int, theme: Mapping[str, Any], answers: int) -> None:
    """Show one candidate: label, size, keywords, typical verbatims."""
    width = output.out.width - 1
    n = theme["answers"]
    size = ngettext("{n} answer ({share})", "{n} answers ({share})", n).format(n=n, share=percent(n / answers))
    label = one_line(theme["label"], max(20, width - len(size) - 7))
    output.print(Text.assemble((f"{number:>3}  ", "bold cyan"), (label, "bold"), "  ", (size, "dim")))
    output.print(Text("     " + one_line(", ".join(theme["keywords"]), width - 5), style="green"))
    for verbatim in theme["verbatims"]:
        output.print(Text("     - " + one_line(verbatim, width - 7), style="italic"))
    output.print()


def ask(
    read: Callable[[str], str | None],
    say: Callable[[str], None],
    *,
    keep: Callable[[str], None],
    merge: Callable[[str], str],
) -> bool:
    """Ask what to do with a candidate until it is done; return whether to go on with the next.

    Parameters
    ----------
    read : asks for a line; None at the end of the input, which means 'stop'.
    say : shows a message.
    keep : keeps the candidate under a label, '' for its own. merge : adds it to a theme, and returns its label.
    """
    while True:
        line = read(_("Enter keep, r rename, d drop, m merge with an earlier one, q stop"))
        if line is None:
            return False
        key, _space, rest = line.strip().partition(" ")
        action = ANSWERS.get(key.casefold())
        if action == "quit":
            return False
        if action == "drop":
            return True
        if action in ("rename", "merge") and not rest.strip():
            more = read(_("New name") if action == "rename" else _("Number or name of the earlier one"))
            if more is None:
                return False
            rest = more
        try:
            if action == "keep":
                keep("")
            elif action == "rename":
                keep(rest)
            elif action == "merge":
                say(_("Merged with: {label}").format(label=merge(rest)))
            else:
                say(_("'{key}' means nothing here.").format(key=key))
                continue
        except CoderError as error:
            say(f"{error.message}. {error.hint}")
            continue
        return True
