"""The open codebook in words."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from coder.domain.texts import _
from coder.review.desk import Desk
from coder.review.panel import PANEL_KEYS, Panel
from coder.review.tree import Row
from coder.terminal.codebook import asked_of
from coder.terminal.sheet import sheet, used_by


def codebook_parts(desk: Desk, panel: Panel) -> Iterator[tuple[str, Hashable, str]]:
    """Yield what there is to say of the open codebook; see `coder.terminal.plain.Part`."""
    if panel.helping:
        yield "codebook keys", desk.session.keys, "\n".join(f"{key.name}: {_(key.long)}" for key in PANEL_KEYS)
        return
    changes = panel.changes
    if not panel.browser.finding:
        for row in panel.browser.rows:
            words = _words(desk, panel, row)
            yield f"row {row.code.code_id}", words, words
    moving = changes.asked == "move"
    nets = [net.label if net else _("no net: at the top") for net in changes.nets] if moving else []
    yield "nets", tuple(nets), "\n".join(nets)
    here = panel.browser.row
    if moving:
        yield "here", (nets, changes.option), _("You are at: {label}").format(label=nets[changes.option])
    elif here is not None:
        words = _words(desk, panel, here)
        yield "here", words, _("You are at: {label}").format(label=words)
        said = "\n".join(heading + " ".join(texts) for heading, texts in sheet(desk, here.code))
        yield "sheet", said, said
    asked, keys = asked_of(panel)
    yield "codebook asks", asked, f"{asked.strip()} {keys.replace(' · ', '; ')}" if asked else ""
    if not asked:
        names = ", ".join(f"{key.name} {_(key.short)}" for key in PANEL_KEYS)
        yield "codebook key line", "", _("Keys of the codebook: {keys}.").format(keys=names)


def _words(desk: Desk, panel: Panel, row: Row) -> str:
    code = row.code
    words = [_("net {label}").format(label=code.label) if row.below else code.label, used_by(desk, code)]
    words += [_("folded")] if row.folded else []
    words += [_("is chosen")] if code.code_id in desk.session.draft.codes else []
    words += [_("marked")] if code.code_id in panel.changes.marked else []
    return ", ".join(word for word in words if word)
