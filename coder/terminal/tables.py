"""Tables and lists: themes with bars, quality, suggestions, status, history, codebook, guides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from coder.domain.codebook import Codebook
from coder.domain.coding import Suggestions
from coder.domain.survey import Answer
from coder.domain.texts import _, decimal, percent
from coder.terminal.console import Output, one_line

BAR_WIDTH = 20  # cells that a share of 100 % takes
GOOD, FAIR = 0.8, 0.6  # F1 above which a figure is shown green, yellow


def show_columns(output: Output, profiles: Sequence[Mapping[str, Any]]) -> None:
    """Show the columns of an export; those that look like open answers are marked."""
    rows: list[list[Text | str]] = []
    width = max(20, output.out.width - 48)
    for p in profiles:
        name = Text(one_line(p["name"], width), style="bold green" if p["looks_open"] else "")
        mark = Text("● " + _("open"), style="green") if p["looks_open"] else Text("")
        rows.append(
            [
                f"#{p['number']}",
                name,
                percent(p["filled_share"]),
                decimal(p["mean_characters"], 0),
                str(p["distinct"]),
                mark,
            ]
        )
    right = "right"
    output.table(
        [("", right), _("column"), (_("filled"), right), (_("length"), right), (_("distinct"), right), ""], rows
    )


def show_table(output: Output, made: Mapping[str, Any]) -> None:
    """Show the ranked themes of a question, with bars."""
    groups = made.get("groups", [])
    title = f"{made['question']}" + (f" · {made['round']}" if made["round"] else "")
    output.print()
    output.print(Text(title, style="bold"))
    output.print(Text(one_line(made["text"], output.out.width - 1), style="italic"))
    labels_of = {row["code_id"]: row["label"] for row in made["rows"]}
    rows: list[list[Text | str]] = []
    for place, row in enumerate(made["rows"]):
        if not row["n"]:
            continue
        style = "bold" if row["net"] else "dim" if row["exclusive"] else ""
        cells: list[Text | str] = [
            Text("  " * row["depth"] + one_line(labels_of[row["code_id"]], 48), style=style),
            str(row["n"]),
            Text(percent(row["share_of_respondents"]), style=style),
        ]
        if groups:
            cells += [percent(group["rows"][place]["share_of_respondents"]) for group in groups]
        else:
            interval = f"{decimal(100 * row['low'], 0)}-{decimal(100 * row['high'], 0)}"
            bar = "█" * round(BAR_WIDTH * row["share_of_respondents"])
            cells += [
                interval,
                percent(row["share_of_mentions"]),
                Text(bar or "▏", style="cyan" if row["net"] else "green"),
            ]
        rows.append(cells)
    right = "right"
    head: list[str | tuple[str, str]] = [_("theme"), ("n", right), ("%", right)]
    if groups:
        head += [(f"{one_line(g['name'], 16)} (n={g['base']})", right) for g in groups]
    else:
        head += [("95 %", right), (_("mentions"), right), ""]
    output.table(head, rows)
    output.print(Text(_base_line(made), style="dim"))
    if made["machine_coded"]:
        output.warn(
            _("{n} of these codings are the machine's, unseen by a person and not corrected for its mistakes.").format(
                n=made["machine_coded"]
            )
        )


def _base_line(made: Mapping[str, Any]) -> str:
    text = _("Base: {base} respondents with a coded answer, of {answered} who answered; {mentions} mentions.").format(
        base=made["base"], answered=made["answered"], mentions=made["mentions"]
    )
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
        style = "dim" if f1 is None else "green" if f1 >= GOOD else "yellow" if f1 >= FAIR else "red"
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


def show_codebook(output: Output, question: str, codebook: Codebook) -> None:
    """Show a codebook as a tree of nets and codes."""
    version = _("version")
    output.print(Text(f"{question} · {version} {codebook.version}", style="bold"))
    rows: list[list[Text | str]] = []
    for code in codebook.codes:
        depth = len(codebook.nets_of(code.code_id))
        style = "bold" if code.code_id in codebook.nets else "dim strike" if code.retired else ""
        marks = ", ".join(
            text for text, on in ((_("stands alone"), code.exclusive), (_("no longer used"), code.retired)) if on
        )
        rows.append([Text("  " * depth + code.label, style=style), code.code_id, code.definition, marks])
    output.table([_("code"), "id", _("definition"), ""], rows)


def show_status(output: Output, status: Mapping[str, Any]) -> None:
    """Show how far each question is, per round."""
    rows: list[list[Text | str]] = []
    for q in status["questions"]:
        key = q["question"]["question_id"]
        codes = str(q["codes"]) if q["codes"] is not None else "-"
        model = "-" if not q["model_id"] else decimal(q["model_f1"], 2) if q["model_f1"] is not None else "?"
        for r in q["rounds"]:
            coders = ", ".join(f"{name} {n}" for name, n in r["coders"].items())
            left = Text(str(r["left"]), style="yellow" if r["left"] else "green")
            rows.append(
                [
                    key,
                    r["round_id"],
                    str(r["answers"]),
                    str(r["coded"]),
                    left,
                    str(r["skipped"]),
                    str(r["flagged"]),
                    str(r["machine"]),
                    codes,
                    model,
                    one_line(coders, 30),
                ]
            )
            key = ""
    right = "right"
    output.table(
        [
            _("question"),
            _("round"),
            (_("answers"), right),
            (_("coded"), right),
            (_("left"), right),
            (_("skipped"), right),
            (_("flagged"), right),
            (_("machine"), right),
            (_("codes"), right),
            ("F1", right),
            _("coded by"),
        ],
        rows,
    )


def described(command: str, details: Mapping[str, Any]) -> str:
    """Return an action in words."""
    names = {
        "review": _("coding of {answers} answer(s) in {question}"),
        "ingest": _("reading of {files}, round {round}"),
        "train": _("training of {question}"),
        "codebook import": _("codebook of {question} from {file}"),
        "codebook add": _("new code {code} in {question}"),
        "codebook rename": _("new label for {code} in {question}"),
        "codebook retire": _("code {code} in {question} out of use"),
        "select": _("selection by the machine, round {round}"),
        "undo": _("undo"),
    }
    values = {k: ", ".join(map(str, v)) if isinstance(v, list) else v for k, v in details.items()}
    try:
        return names.get(command, command).format(**values)
    except (KeyError, IndexError, AttributeError, ValueError):  # a project file from elsewhere
        return command


def show_log(output: Output, actions: Sequence[Mapping[str, Any]]) -> None:
    """Show actions, newest first."""
    rows: list[list[Text | str]] = []
    for a in actions:
        what = Text(described(a["command"], a["details"]), style="strike dim" if a["undone"] else "")
        if a["undone"]:
            what.append(" " + _("(undone)"), style="not strike yellow")
        rows.append([_when(a["created_at"]), a["coder_id"], what])
    output.table([_("time (UTC)"), _("who"), _("what")], rows)


def show_events(output: Output, events: Sequence[Mapping[str, Any]]) -> None:
    """Show what was decided about answers, oldest first."""
    rows: list[list[Text | str]] = []
    statuses = {"coded": _("coded"), "skipped": _("skipped"), "flagged": _("flagged"), "open": _("remark")}
    for event in events:
        coding, answer = event["coding"], event["answer"]
        codes = ", ".join(event["labels"]) or ("-" if coding["status"] != "coded" else _("no theme"))
        rows.append(
            [
                _when(coding["created_at"]),
                coding["coder_id"],
                answer["question_id"],
                answer["round_id"],
                one_line(answer["text"], 40),
                statuses.get(coding["status"], coding["status"]),
                Text(codes + (" " + _("(undone)") if event["undone"] else ""), style="dim" if event["undone"] else ""),
                one_line(coding["memo"], 24),
            ]
        )
    output.table(
        [_("time (UTC)"), _("who"), _("question"), _("round"), _("answer"), _("status"), _("codes"), _("memo")], rows
    )


def _when(iso: str) -> str:
    return iso[:16].replace("T", " ")


def show_guide(output: Output, text: str) -> None:
    """Show a guide; as it is where nobody looks at it."""
    if output.out.is_terminal:
        from rich.markdown import Markdown

        output.out.print(Markdown(text))
    else:
        output.raw(text)
