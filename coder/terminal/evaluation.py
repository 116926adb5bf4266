"""Held-out quality: overall measures side by side, and a table per code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from coder.domain.texts import _, decimal
from coder.terminal.console import Output, one_line
from coder.terminal.tables import FAIR, GOOD

SIDE_BY_SIDE = 3  # evaluations that fit beside each other in 80 cells
FIGURES = 58  # cells that the figures of a code take


def show_evaluation(output: Output, found: Mapping[str, Any]) -> None:
    """Show the evaluations of a question (see `coder.workflows.evaluate.as_record`)."""
    output.print()
    output.print(Text(found["question"], style="bold"))
    output.print(Text(one_line(found["text"], output.out.width - 1), style="italic"))
    measured = [one for one in found["evaluations"] if not one["unknown"]]
    for start in range(0, len(measured), SIDE_BY_SIDE):
        _show_overall(output, measured[start : start + SIDE_BY_SIDE])
    for one in found["evaluations"]:
        output.print()
        if one["unknown"]:
            output.print(Text(f"{one['name']}: {one['unknown']}", style="magenta"))
            continue
        output.print(Text(one["name"], style="bold"))
        _show_codes(output, one["codes"])
        if one["left_out"]:
            line = _("Left out: {n} different answers that were coded in the earlier round too.")
            output.print(Text(line.format(n=one["left_out"]), style="dim"))
    if measured:
        line = _(
            "Behind each figure: its 95 % interval. Equal answers count once, and are never learnt from and tested on."
        )
        output.print(Text(line, style="dim"))


def _show_overall(output: Output, evaluations: Sequence[Mapping[str, Any]]) -> None:
    names = {
        "precision": _("precision"),
        "recall": _("recall"),
        "f1": _("F1 (micro)"),
        "macro_f1": _("F1 (macro)"),
        "exact": _("whole set right"),
        "top3": _("among the first three"),
        "calibration_error": _("calibration error"),
    }
    rows: list[list[Text | str]] = [
        [_("answers learnt from"), *(str(one["learnt"]) for one in evaluations)],
        [_("answers tested"), *(str(one["tested"]) for one in evaluations)],
    ]
    for key, name in names.items():
        cells = [_cell(one["measures"][key], graded=key == "f1") for one in evaluations]
        rows.append([name, *cells])
    output.table([_("measure"), *((one_line(one["name"], 40), "right") for one in evaluations)], rows)


def _show_codes(output: Output, codes: Sequence[Mapping[str, Any]]) -> None:
    width = max(14, output.out.width - FIGURES - 1)
    rows: list[list[Text | str]] = [
        [
            one_line(code["label"], width),
            str(code["given"]),
            str(code["selected"]),
            _percentage(code["precision"]),
            _percentage(code["recall"]),
            _cell(code["f1"], graded=True),
        ]
        for code in codes
    ]
    right = "right"
    output.table(
        [
            _("code"),
            (_("given"), right),
            (_("chosen"), right),
            (_("prec. %"), right),
            (_("recall %"), right),
            ("F1", right),
        ],
        rows,
    )


def _cell(measure: Mapping[str, float | None], graded: bool = False) -> Text:
    value, low, high = measure["value"], measure["low"], measure["high"]
    if value is None:
        return Text("-", style="dim")
    style = "" if not graded else "green" if value >= GOOD else "magenta" if value >= FAIR else "red"
    text = Text(decimal(value, 2), style=style)
    if low is not None and high is not None:
        text.append(f" {decimal(low, 2)}-{decimal(high, 2)}", style="dim")
    return text


def _percentage(measure: Mapping[str, float | None]) -> Text:
    value, low, high = measure["value"], measure["low"], measure["high"]
    if value is None or low is None or high is None:
        return Text("-", style="dim")
    return Text.assemble(decimal(100 * value, 0), (f" {decimal(100 * low, 0)}-{decimal(100 * high, 0)}", "dim"))
