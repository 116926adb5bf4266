"""Personal data that were found: counts, the findings in context, and what replacing them did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from coder.domain.folding import visible
from coder.domain.texts import _, ngettext
from coder.review.findings import Place
from coder.terminal.console import Output

SHOWN = 20  # findings that are listed where the window has no height; --json gives all
AROUND = 7  # lines of the window that are not for the list
MARKS = "«»"
FOUND = "bold magenta"


def show_counts(output: Output, counts: Mapping[str, tuple[int, int]], *, replaced: bool) -> None:
    """Show how many findings there are of each kind: to replace (or replaced), and left for a person."""
    right = "right"
    rows: list[list[Text | str]] = [
        [kind_name(kind), str(n), Text(str(left), style="bold" if left else "")] for kind, (n, left) in counts.items()
    ]
    head = _("replaced") if replaced else _("to replace")
    output.table([_("personal data"), (head, right), (_("unsure"), right)], rows)


def show_places(output: Output, places: Sequence[Place]) -> None:
    """Show findings, a line each with what stands around it, as many as fit the window."""
    most = max(3, output.out.height - AROUND) if output.out.is_terminal else SHOWN
    width = output.out.width
    output.print()
    for place in places[:most]:
        head = f"{kind_name(place.kind)}{'' if place.sure else '?'}"
        line = Text.assemble((f"{head:<16.16} ", "dim"))
        line.append_text(in_context(place, width - 18))
        output.print(line)
    if more := max(0, len(places) - most):
        said = ngettext("and {n} more (--json shows all)", "and {n} more (--json shows all)", more)
        output.print(Text(said.format(n=more), style="dim italic"))


def in_context(place: Place, width: int) -> Text:
    """Return a finding between marks with what stands before and after it, on one line of at most `width` cells."""
    text = visible(place.answer.text)
    found = " ".join(text[place.start : place.end].split())
    room = max(8, width - 2)
    found = found if len(found) <= room else found[: room - 1] + "…"
    before, after = (" ".join(part.split()) for part in (text[: place.start], text[place.end :]))
    before += " " if before and text[place.start - 1].isspace() else ""
    after = (" " if after and text[place.end].isspace() else "") + after
    free = room - len(found)
    # What one side does not need is for the other.
    right = min(len(after), max(free // 2, free - len(before)))
    left = free - right
    if len(after) > right:
        after = after[: right - 1] + "…" if right else ""
    if len(before) > left:
        before = "…" + before[len(before) - left + 1 :] if left else ""
    line = Text.assemble(before, (MARKS[0] + found + MARKS[1], FOUND), after)
    line.truncate(width, overflow="ellipsis")  # some characters take two cells
    return line


def kind_name(kind: str) -> str:
    """Return a kind of personal data in words."""
    names = {
        "name": _("name"), "email": _("e-mail"), "phone": _("telephone"), "address": _("address"),
        "postcode": _("postcode"), "iban": _("bank account"), "bsn": _("BSN"), "plate": _("licence plate"),
        "birth": _("date of birth"), "user": _("user name"), "url": _("web address"),
    }  # fmt: skip
    return names.get(kind, kind)
