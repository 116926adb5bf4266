"""All that the codebook says of one code, and what was coded with it last."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from coder.domain.codebook import Code
from coder.domain.folding import visible
from coder.domain.texts import _, ngettext
from coder.review.desk import Desk
from coder.terminal.console import one_line
from coder.terminal.layout import QUIET, wrapped

EXAMPLES = 5  # verbatims that show how a code is used
LONGEST_EXAMPLE = 160  # characters of each


def sheet(desk: Desk, code: Code) -> list[tuple[str, list[str]]]:
    """Return what there is to know of a code: headings, the first of which is empty, with texts."""
    session = desk.session
    parts = [
        ("", [code.definition]),
        (_("Include: "), [code.include]),
        (_("Exclude: "), [code.exclude]),
        (_("Stands alone: "), [_("no other code beside it")] if code.exclusive else []),
        (_("Examples: "), [" · ".join(_quoted(code.examples))]),
    ]
    item = session.item
    if item is None or not item.blind:  # where coders are to be compared nobody sees what others did
        newest = session.usage.examples(code.code_id, EXAMPLES, item.first.text_hash if item else "")
        parts.append((_("Coded so last: "), _quoted(newest)))
    return [(heading, texts) for heading, texts in parts if any(text.strip() for text in texts)]


def sheet_lines(desk: Desk, code: Code, width: int) -> list[Text]:
    """Return what there is to know of a code, in lines."""
    used = used_by(desk, code)
    title = one_line(code.label, width - len(used) - 3)
    lines = [Text.assemble((f" {title}", "bold"), (f"  {used}" if used else "", QUIET))]
    for heading, texts in sheet(desk, code):
        first, *rest = (Text(visible(text).strip()) for text in texts)
        for text in (Text.assemble((heading, "bold"), first), *rest):
            lines += wrapped(text, width)
    return lines if len(lines) > 1 else [*lines, Text(" " + _("No definition yet."), style=QUIET)]


def used_by(desk: Desk, code: Code) -> str:
    """Return in words how many answers carry a code; nothing where that is not to be seen."""
    session = desk.session
    if session.item is not None and session.item.blind:
        return ""
    n = session.usage.counts(session.codebook).get(code.code_id, 0)
    return ngettext("{n} answer", "{n} answers", n).format(n=n)


def _quoted(texts: Iterable[str]) -> list[str]:
    return [f"“{one_line(text, LONGEST_EXAMPLE)}”" for text in texts]
