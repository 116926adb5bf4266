"""When coding may stop: learning curve, advice and alarms below the status of a project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from coder.domain.texts import _, decimal
from coder.terminal.console import Output, safe

BARS = "▁▂▃▄▅▆▇█"
MARKS = {"go_on": ("→", "cyan"), "stop": ("✓", "green"), "plateau": ("!", "magenta"), "unknown": ("?", "dim")}


def show_advice(output: Output, question: str, advice: Mapping[str, Any]) -> None:
    """Show the advice on a question (see `coder.workflows.advice.as_record`)."""
    output.print()
    output.print(Text(question, style="bold"))
    points = advice["curve"]
    if points:
        f1 = [point["f1"] for point in points]
        output.table(
            [_("different answers coded"), *((str(point["n"]), "right") for point in points), ""],
            [[_("F1 on unseen answers"), *(decimal(value, 2) for value in f1), Text(sparkline(f1), style="green")]],
        )
    mark, style = MARKS[advice["verdict"]]
    _say(output, mark, advice["text"], style)
    for alarm in advice["alarms"]:
        _say(output, "!", alarm["text"], "magenta")


def sparkline(values: Sequence[float]) -> str:
    """Return values as bars, the lowest and the highest of them at the ends; a flat line in the middle."""
    low, high = min(values), max(values)
    if len(values) < 2:
        return ""
    if high - low < 1e-9:
        return BARS[len(BARS) // 2] * len(values)
    return "".join(BARS[round((value - low) / (high - low) * (len(BARS) - 1))] for value in values)


def _say(output: Output, mark: str, text: str, style: str) -> None:
    line = Text(f"{mark} ", style=style)
    line.append_text(safe(text))
    output.out.print(line)
