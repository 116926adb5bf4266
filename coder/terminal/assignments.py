"""Who codes what, and how far they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.text import Text

from coder.domain.texts import _, ngettext
from coder.terminal.console import Output


def show_division(output: Output, found: Mapping[str, Any]) -> None:
    """Show the parts of the coders in a question (see `coder.workflows.division.as_record`)."""
    title = found["question"] + (f" · {found['round']}" if found["round"] else "")
    if not found["coders"]:
        output.print(_("{question}: not divided").format(question=title))
        return
    right = "right"
    rows: list[list[Text | str]] = []
    for part in found["coders"]:
        left = Text(str(part["left"]), style="magenta" if part["left"] else "green")
        rows.append([part["coder_id"], *(str(part[name]) for name in ("own", "shared", "done")), left])
    output.table(
        [_("coder"), (_("own"), right), (_("for all"), right), (_("done"), right), (_("left"), right)],
        rows,
        title=title,
    )
    if found["shared"]:
        blind = _("without suggestions") if found["blind"] else _("with suggestions")
        said = ngettext(
            "{n} answer ({texts} different) is for several coders, {blind}.",
            "{n} answers ({texts} different) are for several coders, {blind}.",
            found["shared"],
        )
        output.print(Text(said.format(n=found["shared"], texts=found["shared_texts"], blind=blind), style="dim"))
    else:
        output.print(Text(_("No answer is for several coders: how far they agree cannot be measured."), style="dim"))
    if n := found["not_divided"]:
        said = ngettext("{n} open answer is nobody's yet.", "{n} open answers are nobody's yet.", n)
        output.print(Text(said.format(n=n), style="magenta"))
