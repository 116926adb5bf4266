"""What came in from a colleague's project file, how the codes match, and where the files say different things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from coder.domain.folding import visible
from coder.domain.texts import _, ngettext
from coder.terminal.console import Output

EXAMPLES = 5  # respondents named where files differ


def show_codebooks(output: Output, codebooks: Sequence[Mapping[str, Any]]) -> None:
    """Show how the codes of the other file match, question by question."""
    how = {"added": _("new here"), "relabelled": _("other label"), "same as": _("same label, other id")}
    for one in codebooks:
        rows: list[Sequence[Text | str]] = [
            [_named(code["code_id"], code["label"]), _named(*code["here"]) if code["here"] else "-", how[code["how"]],
             Text(visible(_named(*code["now"])), style="green")]
            for code in one["codes"]
        ]  # fmt: skip
        title = _("Codes of {question}").format(question=one["question_id"])
        output.table([_("there"), _("here"), _("how they match"), _("from now on")], rows, title=title)
        said = _("The same in both: {same}; only here: {only_here}.").format(**one)
        output.print(Text(said, style="dim"))
        output.print()


def _named(code_id: str, label: str) -> str:
    return f"{label} ({code_id})"


def show_merged(output: Output, merged: Mapping[str, Any]) -> None:
    """Show what came in, and where the two files say different things."""
    if not merged["changed"]:
        output.print(_("Everything in {file} is here already.").format(file=merged["file"]))
    else:
        new = merged["new"]
        lines = [
            (new["answers"], ngettext("{n} answer", "{n} answers", new["answers"])),
            (new["respondents"], ngettext("{n} respondent", "{n} respondents", new["respondents"])),
            (new["codebooks"], ngettext("{n} version of a codebook", "{n} versions of codebooks", new["codebooks"])),
            (new["models"], ngettext("{n} model", "{n} models", new["models"])),
            (new["assignments"], ngettext("{n} assignment", "{n} assignments", new["assignments"])),
        ]
        by = ", ".join(f"{coder} {n}" for coder, n in merged["codings"].items())
        codings = sum(merged["codings"].values())
        said = ngettext("{n} coding ({by})", "{n} codings ({by})", codings).format(n=codings, by=by)
        parts = [said] * bool(codings) + [text.format(n=n) for n, text in lines if n]
        output.print(_("New from {file}: {parts}.").format(
            file=merged["file"], parts=", ".join(parts) or _("notes of what was done")))  # fmt: skip
    _differences(output, merged)
    _removed(output, merged)


def _differences(output: Output, merged: Mapping[str, Any]) -> None:
    for question in merged["other_questions"]:
        _warn(
            output, _("Question {question} has another text there: is it the same question?").format(question=question)
        )
    texts, decisions, changed = (merged[name] for name in ("other_texts", "other_decisions", "changed_codings"))
    _places(
        output, texts,
        ngettext(
            "{n} answer has another text there; the newest text counts, codings stay with the text they were about:",
            "{n} answers have another text there; the newest text counts, codings stay with the text they were about:",
            len(texts),
        ),
    )  # fmt: skip
    _places(
        output, decisions,
        ngettext(
            "{n} answer was decided differently by the same coder in both files; the newest decision counts:",
            "{n} answers were decided differently by the same coder in both files; the newest decision counts:",
            len(decisions),
        ),
    )  # fmt: skip
    _places(
        output, changed,
        ngettext(
            "{n} coding was changed there with another program; the one here stays:",
            "{n} codings were changed there with another program; those here stay:",
            len(changed),
        ),
    )  # fmt: skip


def _removed(output: Output, merged: Mapping[str, Any]) -> None:
    if n := merged["replaced_here"]:
        said = ngettext(
            "Personal data were replaced in {n} answer here too, as they were there.",
            "Personal data were replaced in {n} answers here too, as they were there.",
            n,
        )
        _warn(output, said.format(n=n))
    if n := merged["kept_replaced"]:
        said = ngettext(
            "{n} answer came with personal data that were replaced here; they stay replaced.",
            "{n} answers came with personal data that were replaced here; they stay replaced.",
            n,
        )
        output.print(said.format(n=n))
    if n := merged["erased_here"]:
        said = ngettext(
            "{n} respondent who was erased here did not come back.",
            "{n} respondents who were erased here did not come back.",
            n,
        )
        output.print(said.format(n=n))
    if erased := merged["erased_there"]:
        said = ngettext(
            "{n} respondent was erased there; coder forget --respondent ID does so here:",
            "{n} respondents were erased there; coder forget --respondent ID does so here:",
            len(erased),
        )
        names = [f"{respondent} ({round_id})" for round_id, respondent in erased[:EXAMPLES]]
        _warn(output, said.format(n=len(erased)) + " " + _listed(names, len(erased)))


def _places(output: Output, places: Sequence[Mapping[str, Any]], said: str) -> None:
    if places:
        names = [f"{p['respondent_id']} ({p['question_id']}, {p['round_id']})" for p in places[:EXAMPLES]]
        _warn(output, said.format(n=len(places)) + " " + _listed(names, len(places)))


def _listed(names: Sequence[str], n: int) -> str:
    return ", ".join(names) + (", …" if n > len(names) else "")


def _warn(output: Output, said: str) -> None:
    output.print(Text(visible(said), style="yellow"))
