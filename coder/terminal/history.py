"""Where the project stands and what happened in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from coder.domain.coding import RECONCILED
from coder.domain.texts import _, decimal, ngettext
from coder.terminal.console import WIDEST_KEPT, Output, one_line

SHORT_ID = 6  # signs of an action that tell it from others
WIDE_STATUS = 116  # cells from which the status table fits whole


def show_status(output: Output, status: Mapping[str, Any]) -> None:
    """Show how far each question is, per round."""
    right = "right"
    head: list[str | tuple[str, str]] = [
        _("question"), _("round"), (_("answers"), right), (_("coded"), right), (_("left"), right),
        (_("skipped"), right), (_("flagged"), right), (_("machine"), right), (_("codes"), right), ("F1", right),
        _("coded by"),
    ]  # fmt: skip
    rows: list[list[Text | str]] = []
    for q in status["questions"]:
        key = one_line(q["question"]["question_id"], WIDEST_KEPT)
        codes = str(q["codes"]) if q["codes"] is not None else "-"
        model = "-" if not q["model_id"] else decimal(q["model_f1"], 2) if q["model_f1"] is not None else "?"
        for r in q["rounds"]:
            names = {RECONCILED: _("settled together")}
            coders = ", ".join(f"{names.get(name, name)} {n}" for name, n in r["coders"].items())
            left = Text(str(r["left"]), style="magenta" if r["left"] else "green")
            counts = [str(r[name]) for name in ("skipped", "flagged", "machine")]
            rows.append(
                [
                    key,
                    r["round_id"],
                    str(r["answers"]),
                    str(r["coded"]),
                    left,
                    *counts,
                    codes,
                    model,
                    coders,
                ]
            )
            key = ""
    # In a narrow window, what is nought everywhere and who coded make room.
    narrow = output.out.width < WIDE_STATUS
    shown = [
        place
        for place in range(len(head))
        if not narrow or (place != len(head) - 1 and (place not in (5, 6, 7) or any(row[place] != "0" for row in rows)))
    ]
    output.table([head[place] for place in shown], [[row[place] for place in shown] for row in rows], kept=2)


def show_to_recode(output: Output, status: Mapping[str, Any]) -> None:
    """Show how many answers hold codes that were merged or split since, where there are any."""
    for q in status["questions"]:
        if left := q["to_recode"]:
            key, by_machine = q["question"]["question_id"], left["by_machine"]
            lines = [to_recode(key, left["answers"])] if left["answers"] else []
            if by_machine:
                said = ngettext(
                    "{question}: the machine gave {n} answer a code that was merged or split since: coder autocode "
                    "codes anew what it is sure of.",
                    "{question}: the machine gave {n} answers a code that was merged or split since: coder autocode "
                    "codes anew what it is sure of.",
                    by_machine,
                )
                lines.append(said.format(question=key, n=by_machine))
            for line in lines:
                output.print(Text(line, style="magenta"))


def to_recode(question_id: str, n: int) -> str:
    """Return in words that `n` answers hold codes that were merged or split since."""
    return ngettext(
        "{question}: {n} answer has a code that was merged or split since, and waits to be recoded.",
        "{question}: {n} answers have a code that was merged or split since, and wait to be recoded.",
        n,
    ).format(question=question_id, n=n)


def show_unreconciled(output: Output, status: Mapping[str, Any]) -> None:
    """Show how many answers people coded differently, where that was not settled."""
    for q in status["questions"]:
        if q["unreconciled"]:
            line = f"{q['question']['question_id']}: {unreconciled(q['unreconciled'])}"
            output.print(Text(line, style="magenta"))


def unreconciled(n: int) -> str:
    """Return in words that people coded `n` answers differently, and what counts meanwhile."""
    return ngettext(
        "{n} answer was coded differently by several coders; until that is settled the newest coding counts.",
        "{n} answers were coded differently by several coders; until that is settled the newest coding counts.",
        n,
    ).format(n=n)


def show_unchecked(output: Output, unchecked: int, unreviewed: int) -> None:
    """Show how many answers may still hold personal data, where there are any."""
    if unchecked:
        said = ngettext(
            "{n} answer is not checked for personal data: coder redact.",
            "{n} answers are not checked for personal data: coder redact.",
            unchecked,
        )
        output.print(Text(said.format(n=unchecked), style="dim"))
    if unreviewed:
        said = ngettext(
            "{n} answer may hold personal data: coder redact --review.",
            "{n} answers may hold personal data: coder redact --review.",
            unreviewed,
        )
        output.print(Text(said.format(n=unreviewed), style="magenta"))


def described(command: str, details: Mapping[str, Any]) -> str:
    """Return an action in words."""
    names = {
        "review": _("coding of {answers} answer(s) in {question}"),
        "ingest": _("reading of {files}, round {round}"),
        "train": _("training of {question}"),
        "codebook import": _("codebook of {question} from {file}"),
        "codebook add": _("new code {code} in {question}"),
        "codebook rename": _("new label for {code} in {question}"),
        "codebook define": _("new definition of {code} in {question}"),
        "codebook move": _("code {code} in {question} moved"),
        "codebook retire": _("code {code} in {question} out of use"),
        "codebook merge": _("codes {codes} in {question} merged into {into}"),
        "codebook recode": _("recoding of {answers} answer(s) to {question} whose codes were merged"),
        "codebook split": _("code {code} in {question} split into {into}"),
        "group": _("grouping of answers that read alike in {question}"),
        "assign": _("division of {answers} open answers to {question} over {coders} (seed {seed})"),
        "reconcile": _("settling of {answers} differently coded answer(s) in {question}"),
        "merge": _("joining of {file}"),
        "split": _("part of {question} made for {coder}"),
        "ungroup": _("{texts} text(s) taken out of a group in {question}"),
        "select": _("selection by the machine, round {round}"),
        "autocode": _("automatic coding of {question}: {answers} answer(s) closed"),
        "audit": _("random sample of {n} answers to {question}, out of {population}"),
        "redact": _("check for personal data: replaced in {answers} answer(s)"),
        "redact review": _("decision about {findings} finding(s) of personal data"),
        "quotes": _("{answers} answer(s) marked as quotes"),
        "forget": _("erasing of personal data for good"),
        "undo": _("undo"),
    }
    values = {k: ", ".join(map(str, v)) if isinstance(v, list) else v for k, v in details.items()}
    # Codes go by the label that they had then; a project file of before has only their ids.
    values |= {name: values[label] for name, label in (("code", "label"), ("codes", "labels")) if label in values}
    try:
        return names.get(command, command).format(**values)
    except (KeyError, IndexError, AttributeError, ValueError):  # a project file from elsewhere
        return command


def show_log(output: Output, actions: Sequence[Mapping[str, Any]]) -> None:
    """Show actions, newest first."""
    rows: list[list[Text | str]] = []
    for a in actions:
        said = described(a["command"], a["details"])
        if a["undoes"]:
            said = _("undo of {action}").format(action=a["undoes"][-SHORT_ID:])
        what = Text(said, style="strike dim" if a["undone"] else "")
        if a["undone"]:
            what.append(" " + _("(undone)"), style="not strike magenta")
        rows.append([when(a["created_at"]), a["coder_id"], Text(a["action_id"][-SHORT_ID:], style="dim"), what])
    output.table([_("time (UTC)"), _("who"), _("action"), _("what")], rows, kept=3)


def show_events(output: Output, events: Sequence[Mapping[str, Any]]) -> None:
    """Show what was decided about answers, oldest first."""
    rows: list[list[Text | str]] = []
    statuses = {"coded": _("coded"), "skipped": _("skipped"), "flagged": _("flagged"), "open": _("remark")}
    for event in events:
        coding, answer = event["coding"], event["answer"]
        codes = ", ".join(event["labels"]) or ("-" if coding["status"] != "coded" else _("no theme"))
        rows.append(
            [
                when(coding["created_at"]),
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


def when(iso: str) -> str:
    """Return a moment to the minute."""
    return iso[:16].replace("T", " ")
