"""Agreement between coders: figures, and what they mean in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from coder.domain.texts import _, decimal, ngettext, percent
from coder.terminal.console import Output, one_line

STYLES = {"reliable": "green", "tentative": "magenta", "unreliable": "red", "too few": "dim"}


def show_agreement(output: Output, found: Mapping[str, Any], *, by_code: bool) -> None:
    """Show the agreement on a question: the whole, code by code, and typical disagreements."""
    output.print(Text(one_line(f"{found['question']}: {found['text']}", output.out.width), style="bold"))
    coders = ", ".join(f"{name} {n}" for name, n in zip(found["coders"], found["decided"], strict=True))
    output.print(_("Answers decided: {coders}").format(coders=coders))
    output.print(
        ngettext(
            "{n} answer was decided by at least two; only that counts here.",
            "{n} answers were decided by at least two; only those count here.",
            found["n"],
        ).format(n=found["n"])
    )
    rows: list[Sequence[Text | str]] = [
        [_("exactly the same codes"), _share(found["exact"]), _between(found["exact"], share=True)],
        [_("alpha of sets (MASI)"), _number(found["alpha_masi"]), _between(found["alpha_masi"]), _word(found)],
        [_("alpha of sets (Jaccard)"), _number(found["alpha_jaccard"]), _between(found["alpha_jaccard"])],
    ]
    output.print()
    output.table([_("agreement"), ("", "right"), (_("95% interval"), "right"), ""], [[*row, ""][:4] for row in rows])
    if any(found["with_suggestions"]):
        seen = ", ".join(f"{name} {n}" for name, n in zip(found["coders"], found["with_suggestions"], strict=True) if n)
        output.print(
            Text(
                _(
                    "With suggestions in view were decided: {coders}. Who saw the same suggestions agrees more easily; "
                    "coder assign lets a part be coded blind."
                ).format(coders=seen),
                style="magenta",
            )
        )
    output.print()
    _codes(output, found, by_code=by_code)
    _words(output, found)
    _disagreements(output, found["disagreements"])


def _codes(output: Output, found: Mapping[str, Any], *, by_code: bool) -> None:
    columns: list[str | tuple[str, str]] = [
        _("code"), *((one_line(name, 10), "right") for name in found["coders"]),
        (_("agree"), "right"), (_("alpha"), "right"),
    ]  # fmt: skip
    if by_code:
        columns += [(_("95% interval"), "right"), ("kappa", "right"), ("AC1", "right")]
    rows: list[Sequence[Text | str]] = []
    for code in found["codes"]:
        more = [_between(code["alpha"]), _number(code["kappa"]), _number(code["ac1"])] if by_code else []
        rows.append(
            [
                code["label"],
                *map(str, code["given"]),
                _share(code["agreement"]),
                _number(code["alpha"]),
                *more,
                _word(code),
            ]
        )
    output.table([*columns, ""], rows)


def _word(found: Mapping[str, Any]) -> Text:
    """Return in a word how far one can build on it."""
    names = {
        "reliable": _("reliable"),
        "tentative": _("tentative"),
        "unreliable": _("unreliable"),
        "too few": _("too few to say"),
    }
    return Text(names[found["verdict"]], style=STYLES[found["verdict"]])


def _words(output: Output, found: Mapping[str, Any]) -> None:
    weak = [code["label"] for code in found["codes"] if code["verdict"] == "unreliable"]
    output.print()
    if weak:
        output.print(
            Text(
                _("Do not build on: {codes}. Sharpen their definitions, and code these answers again.").format(
                    codes=", ".join(weak)
                ),
                style="magenta",
            )
        )
    elif any(code["verdict"] in ("reliable", "tentative") for code in found["codes"]):
        output.print(Text(_("No code with enough answers is unreliable."), style="green"))
    output.print(
        Text(_("Alpha: 1 is full agreement, 0 what chance gives; .80 is reliable, .67 the least."), style="dim")
    )


def _disagreements(output: Output, disagreements: Sequence[Mapping[str, Any]]) -> None:
    if not disagreements:
        return
    output.print()
    output.print(Text(_("Where they differ most"), style="bold"))
    for one in disagreements:
        sides = [", ".join(one[side]) for side in ("one", "other")]
        said = _("{one} against {other}") if all(sides) else _("{codes} given by one and not by the other")
        times = ngettext("{n} time", "{n} times", one["times"]).format(n=one["times"])
        output.print(f"{said.format(one=sides[0], other=sides[1], codes=''.join(sides))}: {times}")
        for respondent, text in one["examples"]:
            output.print(Text("  " + one_line(f"{respondent}: {text}", output.out.width - 2), style="dim"))


def _number(estimate: Mapping[str, float | None]) -> str:
    value = estimate["value"]
    return "-" if value is None else _two_decimals(value)


def _share(estimate: Mapping[str, float | None]) -> str:
    value = estimate["value"]
    return "-" if value is None else percent(value)


def _between(estimate: Mapping[str, float | None], *, share: bool = False) -> str:
    low, high = estimate["low"], estimate["high"]
    if low is None or high is None:
        return "-"
    said = percent if share else _two_decimals
    return _("{low} to {high}").format(low=said(low), high=said(high))


def _two_decimals(value: float) -> str:
    return decimal(value, 2)
