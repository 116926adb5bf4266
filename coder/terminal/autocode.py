"""What automatic coding did, or would do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.text import Text

from coder.domain.texts import _, decimal, percent
from coder.terminal.console import WIDEST_KEPT, Output, one_line


def show_autocode(output: Output, made: Mapping[str, Any], dry_run: bool) -> None:
    """Show per code from which probability it is given, on what that rests, and what comes of it."""
    rows: list[list[Text | str]] = []
    for code in made["codes"]:
        sure = code["threshold"] is not None
        numbers: list[Text | str] = [
            percent(code["threshold"]) if sure else "",
            f"{code['right']}/{code['selected']}",
            Text(percent(code["precision_at_least"], 1), style="green"),
            str(code["answers"]),
        ]
        label = Text(one_line(code["label"], WIDEST_KEPT), style="bold" if sure else "dim")
        rows.append([label, *(numbers if sure else [""] * 4), Text(str(code["given"]), style="" if sure else "dim")])
    right = "right"
    headings: list[str | tuple[str, str]] = [
        _("code"), (_("from"), right), (_("right"), right), (_("at least"), right), (_("answers"), right),
        (_("examples"), right),
    ]  # fmt: skip
    output.print()
    output.table(headings, rows, title=made["question"])
    shares = {"precision": _share(made["precision"]), "confidence": _share(made["confidence"])}
    output.print(
        Text(
            _(
                "'right': of coded answers with at least that probability, by a model that had not seen them; 'at "
                "least': the share that holds with {confidence} confidence. The aim is {precision}."
            ).format(**shares),
            style="dim",
        )
    )
    if any(code["threshold"] is None for code in made["codes"]):
        line = _(
            "Codes without these figures stay with people: too few examples (at least {least}), or too often wrong."
        )
        output.print(Text(line.format(least=made["least"]), style="dim"))
    if made["closed_held_out"]:
        line = _("Of {n} coded answers that would have been closed, {missed} missed a code: at most {share}.")
        found = {"n": made["closed_held_out"], "missed": made["missed_held_out"]}
        output.print(Text(line.format(share=percent(made["missed_at_most"], 1), **found), style="dim"))
    else:
        line = _("No answer can be closed yet: that at most {share} miss a code is not proved by {n} coded answers.")
        output.print(Text(line.format(share=_share(1 - made["precision"]), n=made["coded"]), style="magenta"))
    _show_outcome(output, made, dry_run)


def _share(share: float) -> str:
    """Write a share that somebody asked for: 95 %, or 97.5 %."""
    return percent(share, 0 if round(100 * share, 6).is_integer() else 1)


def _show_outcome(output: Output, made: Mapping[str, Any], dry_run: bool) -> None:
    n, closed = made["answers"], made["closed"]
    share = percent(closed / n) if n else percent(0)
    counts = {"closed": closed, "n": n, "share": share, "left": made["left"], "filled": made["prefilled"]}
    line = (
        _("{closed} of {n} undecided answers would be closed ({share}).")
        if dry_run
        else _("{closed} of {n} undecided answers closed ({share}).")
    )
    rest = _("With people stay {left}, {filled} of them with codes filled in.")
    output.print(Text(f"{line} {rest}".format(**counts), style="bold"))
    if made["closed_texts"] < closed:
        repeats = _(
            "The closed ones are {texts} different answers: a mistake about one counts as often as it was given."
        )
        output.print(repeats.format(texts=made["closed_texts"]))
    if closed:
        output.print(
            _("Expected among the closed ones: {errors} wrong codes, {missed} answers that miss a code.").format(
                errors=decimal(made["expected_errors"]), missed=decimal(made["expected_missed"])
            )
        )
