"""Tables and lists: themes with bars, quality, suggestions, status, history, codebook, guides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from coder.domain.codebook import Code, Codebook
from coder.domain.coding import Suggestions
from coder.domain.survey import Answer
from coder.domain.texts import HIDDEN, _, decimal, ngettext, percent
from coder.terminal.console import Output, one_line
from coder.terminal.group_tables import show_groups

BAR_WIDTH = 20  # cells that a share of 100 % takes
GOOD, FAIR = 0.8, 0.6  # F1 above which a figure is shown green, magenta


def show_table(output: Output, made: Mapping[str, Any], asked: bool = False) -> None:
    """Show the ranked themes of a question, with bars; with `asked` also as shares of everybody who was asked."""
    groups = made.get("groups", [])
    title = f"{made['question']}" + (f" · {made['round']}" if made["round"] else "")
    output.print()
    output.print(Text(title, style="bold"))
    output.print(Text(one_line(made["text"], output.out.width - 1), style="italic"))
    corrected = made["method"] == "corrected"
    if groups:
        show_groups(output, made, _head(corrected), _theme_cells)
    else:
        _show_themes(output, made["rows"], corrected, asked)
    output.print(Text(_base_line(made), style="dim"))
    if made.get("min_cell"):
        text = _(
            "{sign}: hidden, as fewer than {n} respondents (or all but fewer than {n}) could be read or worked out of "
            "it."
        )
        output.print(Text(text.format(sign=HIDDEN, n=made["min_cell"]), style="dim"))
    if made["machine_coded"]:
        output.warn(
            _("{n} of these codings are the machine's, unseen by a person and not corrected for its mistakes.").format(
                n=made["machine_coded"]
            )
            + " "
            + _("To correct them, code a random sample: coder review --audit 100 --question {question}.").format(
                question=made["question"]
            )
        )


def _head(corrected: bool) -> list[str | tuple[str, str]]:
    # A corrected number of respondents is an estimate, and the heading says so.
    n, share = (_("about n"), _("% corrected")) if corrected else ("n", "%")
    return [_("theme"), (n, "right"), (share, "right")]


def _show_themes(output: Output, themes: Sequence[Mapping[str, Any]], corrected: bool, asked: bool) -> None:
    width = BAR_WIDTH // 2 if asked else BAR_WIDTH
    rows: list[list[Text | str]] = []
    for row in themes:
        if row["n"] is None:
            rows.append([*_theme_cells(row), *([HIDDEN] if asked else []), HIDDEN, HIDDEN, ""])
        elif row["n"]:
            bar = "█" * round(width * row["share_of_respondents"])
            mentions = row["share_of_mentions"]
            rows.append(
                [
                    *_theme_cells(row),
                    *([percent(row["share_of_asked"])] if asked else []),
                    f"{decimal(100 * row['low'], 0)}-{decimal(100 * row['high'], 0)}",
                    HIDDEN if mentions is None else percent(mentions),
                    Text(bar or "▏", style="cyan" if row["net"] else "green"),
                ]
            )
    right = "right"
    of_asked = [(_("% of asked"), right)] if asked else []
    output.table([*_head(corrected), *of_asked, ("95 %", right), (_("mentions"), right), ""], rows)


def _theme_cells(row: Mapping[str, Any]) -> list[Text | str]:
    style = "bold" if row["net"] else "dim" if row["apart"] else ""
    name = Text("  " * row["depth"] + one_line(row["label"], 48), style=style)
    if row["n"] is None:
        return [name, HIDDEN, HIDDEN]
    return [name, str(row["n"]), Text(percent(row["share_of_respondents"]), style=style)]


def _base_line(made: Mapping[str, Any]) -> str:
    if sample := made.get("sample"):
        text = _(
            "Base: {base} of {answered} who answered. Corrected for the machine's mistakes with {coded} answers that "
            "people coded, drawn at random from {population}; {counted} others were coded by people. The 95 % interval "
            "is about these respondents."
        ).format(base=made["base"], answered=made["answered"], **sample)
    else:
        text = ngettext(
            "Base: {n} respondent with a coded answer, of {answered} who answered",
            "Base: {n} respondents with a coded answer, of {answered} who answered",
            made["base"],
        ).format(n=made["base"], answered=made["answered"])
        if (n := made["mentions"]) is not None:
            text += "; " + ngettext("{n} mention", "{n} mentions", n).format(n=n)
        text += "."
    if made["asked"] > made["answered"]:
        text += " " + _("{n} were asked.").format(n=made["asked"])
    if made["weighted"]:
        text += " " + _("Percentages are weighted (effective base {n}); n is not.").format(
            n=decimal(made["effective_base"], 0)
        )
    return text


def show_quality(
    output: Output, question: str, coded: int, quality: Mapping[str, Any] | None, codebook: Codebook | None
) -> None:
    """Show held-out quality: one line without a codebook, a row per code with one."""
    if quality is None:
        output.print(
            _("{question}: learnt from {n} different answers; too few to measure quality.").format(
                question=question, n=coded
            )
        )
        return
    line = _(
        "{question}: learnt from {n} different answers. On answers it had not seen: F1 {f1}, whole set right {exact}, "
        "codes among the first three {top3}."
    ).format(
        question=question,
        n=coded,
        f1=decimal(quality["f1"], 2),
        exact=percent(quality["exact"]),
        top3=percent(quality["top3"]),
    )
    output.print(Text(line, style="bold" if codebook else ""))
    if codebook is None:
        return
    rows: list[list[Text | str]] = []
    for code in sorted(quality["codes"], key=lambda c: -c["given"]):
        f1 = code["f1"]
        style = "dim" if f1 is None else "green" if f1 >= GOOD else "magenta" if f1 >= FAIR else "red"
        rows.append(
            [
                one_line(codebook.label(code["code_id"]), 44),
                str(code["given"]),
                str(code["selected"]),
                _share(code["precision"]),
                _share(code["recall"]),
                Text(_share(f1), style=style),
            ]
        )
    right = "right"
    output.table(
        [
            _("code"),
            (_("given"), right),
            (_("selected"), right),
            (_("precision"), right),
            (_("recall"), right),
            ("F1", right),
        ],
        rows,
    )


def _share(value: float | None) -> str:
    return "-" if value is None else decimal(value, 2)


def show_suggestions(
    output: Output, question: str, codebook: Codebook, found: Sequence[tuple[Answer, Suggestions]]
) -> None:
    """Show suggestions per answer; pre-selected codes are marked."""
    width = max(16, (output.out.width - 26) // 2)
    rows: list[list[Text | str]] = []
    for answer, suggestions in found:
        codes = Text()
        for one in suggestions.ranked:
            chosen = one.code_id in suggestions.selected
            part = f"{codebook.label(one.code_id)} {percent(one.probability)}"
            codes.append(("✓ " if chosen else "") + part, style="bold green" if chosen else "dim")
            codes.append("  ")
        rows.append([answer.respondent_id, answer.round_id, one_line(answer.text, width), codes])
    output.table([_("respondent"), _("round"), _("answer"), _("suggestions")], rows, title=question)


def _as_tree(codebook: Codebook) -> list[Code]:
    """Return the codes with each net right above its members, in the codebook's order otherwise."""
    place = {code.code_id: n for n, code in enumerate(codebook.codes)}
    path = {
        c.code_id: [place.get(i, 0) for i in (*reversed(codebook.nets_of(c.code_id)), c.code_id)]
        for c in codebook.codes
    }
    return sorted(codebook.codes, key=lambda code: path[code.code_id])


def show_codebook(output: Output, question: str, codebook: Codebook) -> None:
    """Show a codebook as a tree of nets and codes."""
    version = _("version")
    output.print(Text(f"{question} · {version} {codebook.version}", style="bold"))
    rows: list[list[Text | str]] = []
    for code in _as_tree(codebook):
        depth = len(codebook.nets_of(code.code_id))
        style = "bold" if code.code_id in codebook.nets else "dim strike" if code.retired else ""
        marks = ", ".join(
            text
            for text, on in ((_("stands alone"), code.exclusive), (_out_of_use(code, codebook), code.retired))
            if on
        )
        rows.append([Text("  " * depth + code.label, style=style), code.code_id, code.definition, marks])
    output.table([_("code"), "id", _("definition"), ""], rows)


def _out_of_use(code: Code, codebook: Codebook) -> str:
    if not code.replaced_by:
        return _("no longer used")
    return _("now {codes}").format(codes=", ".join(codebook.label(c) for c in codebook.successors(code.code_id)))


def show_guide(output: Output, text: str) -> None:
    """Show a guide; as it is where nobody looks at it."""
    if output.out.is_terminal:
        from rich.markdown import Markdown

        output.out.print(Markdown(text))
    else:
        output.raw(text)
