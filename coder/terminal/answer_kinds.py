"""What is special about the answers of a file that was read: those without content, and other languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coder.domain.texts import N_, _
from coder.terminal.console import Output

_EMPTY = {
    "nothing": N_("nothing said"),
    "dont_know": N_("don't know"),
    "unreadable": N_("unreadable"),
    "refers": N_("refers to another answer"),
}
_LANGUAGES = {
    **{"en": N_("English"), "de": N_("German"), "fr": N_("French"), "es": N_("Spanish"), "it": N_("Italian")},
    **{"pt": N_("Portuguese"), "tr": N_("Turkish"), "pl": N_("Polish"), "ro": N_("Romanian"), "hu": N_("Hungarian")},
    **{"ar": N_("Arabic"), "fa": N_("Persian"), "ru": N_("Russian"), "uk": N_("Ukrainian"), "bg": N_("Bulgarian")},
    **{"el": N_("Greek"), "he": N_("Hebrew"), "zh": N_("Chinese"), "ja": N_("Japanese"), "ko": N_("Korean")},
    **{"ti": N_("Tigrinya")},
}


def show_kinds(output: Output, questions: Sequence[Mapping[str, Any]]) -> None:
    """Show up to two lines a question: how many answers say nothing, and how many are in another language."""
    for question in questions:
        for kinds, names, said in (
            (question["empty"], _EMPTY, _("{question}: {n} of {all} answers say nothing ({kinds})")),
            (
                question["languages"],
                _LANGUAGES,
                _("{question}: {n} of {all} answers are in another language ({kinds})"),
            ),
        ):
            if kinds:
                counted = ", ".join(f"{_(names.get(kind, kind))} {n}" for kind, n in kinds.items())
                line = said.format(
                    question=question["question_id"], n=sum(kinds.values()), all=question["answers"], kinds=counted
                )
                output.say(line, "dim")
