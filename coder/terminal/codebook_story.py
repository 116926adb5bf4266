"""The story of a codebook, and what changed in it between two rounds, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from coder.domain.codebook_changes import why_broken
from coder.domain.texts import _, in_words, ngettext
from coder.terminal.console import WIDEST_KEPT, Output, one_line
from coder.terminal.history import SHORT_ID, when

MOST_CHANGES = 8  # of one import; the rest is counted
STYLES = {"added": "green", "restored": "green", "retired": "red", "removed": "red", "merged": "yellow"}
STYLES |= {"split": "yellow", "redefined": "magenta"}
"""Colours of what touches the figures; a new label or net does not, and has none."""


def show_story(output: Output, chapters: Sequence[Mapping[str, Any]]) -> None:
    """Show who changed codebooks, oldest first; what was undone is struck through."""
    if not chapters:
        output.say(_("There is no codebook yet."))
        return
    several = len({chapter["question"] for chapter in chapters}) > 1
    rows: list[list[Text | str]] = []
    for chapter in chapters:
        start = [when(chapter["created_at"]), chapter["coder"], Text(chapter["action"][-SHORT_ID:], style="dim")]
        for n, line in enumerate(_told(chapter)):
            if chapter["undone"]:
                line = Text(line.plain, style="strike dim")
                by = chapter["undone_by"]
                mark = _("(undone by {coder})").format(coder=by) if by else _("(undone)")
                line.append(f" {mark}", "not strike yellow")
            question = [one_line(chapter["question"], 16) if n == 0 else ""] if several else []
            rows.append([*(start if n == 0 else ["", "", ""]), *question, line])
    head = [_("time (UTC)"), _("who"), _("action"), *([_("question")] if several else []), _("what")]
    output.table(head, rows, kept=len(head) - 1)


def _told(chapter: Mapping[str, Any]) -> list[Text]:
    name = str(chapter["details"].get("file", "")) if isinstance(chapter["details"], Mapping) else ""
    codes = ngettext("{n} code", "{n} codes", chapter["codes"]).format(n=chapter["codes"])
    if chapter["changes"] is None:
        return [Text(_("began the codebook: {codes}").format(codes=codes) + (f" ({name})" if name else ""))]
    lines = [Text(said(one), style=STYLES.get(one["kind"], "")) for one in chapter["changes"][:MOST_CHANGES]]
    more = len(chapter["changes"]) - MOST_CHANGES
    if more > 0:
        lines.append(Text(ngettext("... and {count} more", "... and {count} more", more).format(count=more), "dim"))
    if name:
        lines.insert(0, Text(_("imported {file}: {codes}").format(file=name, codes=codes)))
    return lines or [Text(_("wrote it anew, with the same codes"), style="dim")]


def said(change: Mapping[str, Any]) -> str:
    """Return a change as what somebody did: what follows on their name."""
    sentences = {
        "added": _("added {codes}"),
        "removed": _("took {codes} out of the codebook"),
        "retired": _("took {codes} out of use"),
        "restored": _("took {codes} into use again"),
        "renamed": _("renamed {codes} to {into}"),
        "redefined": _("defined {codes} anew"),
        "moved": _("moved {codes} under {into}") if any(change["into"]) else _("moved {codes} to the top"),
        "merged": _("merged {codes} into {into}"),
        "split": _("split {codes} into {into}"),
    }
    return sentences[change["kind"]].format(codes=listed(change["labels"]), into=listed(change["into"]))


def listed(labels: Sequence[str]) -> str:
    """Return labels as a list in words."""
    return in_words([f"'{one_line(label, 40)}'" for label in labels])


def show_difference(output: Output, found: Mapping[str, Any]) -> None:
    """Show what changed between the codebooks of two rounds, and which trends are broken by it."""
    first, second = found["rounds"]
    output.print(Text(f"{found['question']} · {first['round']} → {second['round']}", style="bold"))
    for one in (first, second):
        output.print(Text(_round_line(one), style="dim"))
        if len(one["versions"]) > 1:
            output.warn(
                _("Round {round} was coded with {n} versions of the codebook; the last one is compared.").format(
                    round=one["round"], n=len(one["versions"])
                )
            )
    if found["changes"]:
        output.table([_("change"), _("code"), _("now")], [_change_row(one) for one in found["changes"]])
    else:
        output.print(_("The codebook did not change."))
    broken = [one for one in found["trends"] if one["broken"]]
    if broken:
        output.print()
        output.table([_("trend that is broken"), _("why")], [_trend_row(one, first["round"]) for one in broken])
    same = len(found["trends"]) - len(broken)
    text = ngettext("{n} code can be compared.", "{n} codes can be compared.", same).format(n=same)
    output.print(Text(text, style="green" if same else "yellow"))


def _round_line(one: Mapping[str, Any]) -> str:
    n = next(iter(one["versions"].values()))
    text = ngettext(
        "{round}: {n} answer coded with the codebook of {when}, {codes} codes",
        "{round}: {n} answers coded with the codebook of {when}, {codes} codes",
        n,
    )
    return text.format(round=one["round"], n=n, when=when(one["since"]), codes=one["codes"])


def _change_row(change: Mapping[str, Any]) -> list[Text | str]:
    kind = Text(_kinds()[change["kind"]], style=STYLES.get(change["kind"], ""))
    return [kind, listed(change["labels"]), listed([label for label in change["into"] if label])]


def _trend_row(trend: Mapping[str, Any], first: str) -> list[Text | str]:
    return [
        one_line(trend["label"], WIDEST_KEPT),
        Text(why_broken(trend["broken"], first, listed(trend["by"])), style=_style(trend)),
    ]


def _kinds() -> dict[str, str]:
    return {
        "added": _("added"),
        "removed": _("not there any more"),
        "retired": _("out of use"),
        "restored": _("in use again"),
        "renamed": _("other label"),
        "redefined": _("other definition"),
        "moved": _("other net"),
        "merged": _("merged"),
        "split": _("split"),
    }


def _style(trend: Mapping[str, Any]) -> str:
    return "yellow" if trend["broken"] in ("merged", "split") else "red"  # yellow: recoding mends it
