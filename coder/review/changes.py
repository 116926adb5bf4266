"""A change of the codebook in the making: what it still needs is asked, and what cannot be seen is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from coder.domain.codebook import Code
from coder.domain.codebook_edits import CodebookEdit, Define, Merge, Move, Rename, Retire, Split, applied
from coder.domain.texts import _, ngettext
from coder.review.browser import Browser
from coder.review.session import Session
from coder.review.typing import with_key

Asked = Literal["", "rename", "define", "split", "new", "means", "merge", "into", "move", "net", "sure"]
"""What is waited for: a text, a code to merge into ('merge'), a net to move to ('move'), or yes or no ('sure')."""

TYPED = frozenset({"rename", "define", "split", "new", "means", "into", "net"})

YES, NO = ("y", "j"), ("n", "escape")


class Changes:
    """Makes changes of a session's codebook, of the code under the cursor."""

    def __init__(self, session: Session, browser: Browser) -> None:
        self._session, self._browser = session, browser
        self.asked: Asked = ""
        self.typed = ""
        self.marked: frozenset[str] = frozenset()
        """The codes that are to be merged."""
        self.option = 0
        """Which of the nets to move to has the cursor."""
        self.question = ""
        """What is to be answered with yes or no."""
        self._name = ""
        self._edit: CodebookEdit | None = None
        self._accept: dict[Asked, Callable[[str], str]] = {
            "rename": lambda text: self._change(Rename(self.code.code_id, text)),
            "split": self._split,
            "new": self._new,
            "into": self._merge,
            "net": self._move_to_new,
        }

    @property
    def code(self) -> Code:
        """The code under the cursor."""
        code = self._browser.code
        assert code is not None  # noqa: S101 - whoever begins a change has looked
        return code

    @property
    def nets(self) -> list[Code | None]:
        """Where the code under the cursor can be moved to; None is the top."""
        codebook, own = self._session.codebook, self.code.code_id
        nets = (code for code in codebook.codes if code.code_id in codebook.nets and not code.retired)
        return [None, *(net for net in nets if own not in (net.code_id, *codebook.nets_of(net.code_id)))]

    def begin(self, asked: Asked) -> str:
        """Begin a change; return a message."""
        if asked in ("split", "merge") and self.code.code_id in self._session.codebook.nets:
            return _("'{label}' is a net: choose one of its codes.").format(label=self.code.label)
        self.asked, self.typed, self.option = asked, self._text(asked), 0
        if asked == "merge" and not self.marked:
            self.marked = frozenset({self.code.code_id})
        return ""

    def _text(self, asked: Asked) -> str:
        """Return what there is to be changed, on one line."""
        text = self.code.label if asked == "rename" else self.code.definition if asked == "define" else ""
        return " ".join(text.split())

    def retire(self) -> str:
        """Begin to take the code out of use; return a message."""
        n = self._session.usage.carrying([self.code.code_id])
        kept = ngettext("{n} answer keeps it.", "{n} answers keep it.", n).format(n=n)
        said = _("Take '{label}' out of use? It is no longer offered.").format(label=self.code.label)
        return self._confirm(Retire(self.code.code_id), f"{said} {kept}")

    def press(self, key: str) -> str:
        """Handle a key while something is asked; return a message.

        Raises
        ------
        CoderError : the codebook cannot be changed so; what was typed is still there.
        """
        if key == "escape" or (self.asked == "sure" and key in NO):
            return self._done(_("Nothing changed."))
        if self.asked == "sure":
            if key in YES and self._edit is not None:
                return self._change(self._edit)
            return _("y: yes, do it; n: no, leave it.")
        if self.asked in TYPED:
            if key == "enter":
                return self._entered(" ".join(self.typed.split()))
            self.typed = with_key(self.typed, key)
        elif key == "n":
            return self.begin("net" if self.asked == "move" else "into")
        elif self.asked == "merge":
            if key == "enter":
                return self._merge(self.code.code_id)
        elif key == "enter":
            net = self.nets[self.option]
            return self._change(Move(self.code.code_id, net.code_id if net else None))
        elif key in ("up", "down"):
            self.option = min(max(0, self.option + (1 if key == "down" else -1)), len(self.nets) - 1)
        return ""

    def _entered(self, text: str) -> str:
        if self.asked in ("rename", "define") and text == self._text(self.asked):
            return self._done(_("Nothing changed."))
        if self.asked == "define":
            return self._change(Define(self.code.code_id, text))
        if self.asked == "means":
            self._session.new_code(self._name, text)
            return self._changed(self._name)
        return self._accept[self.asked](text) if text else self._done(_("Nothing changed."))

    def _new(self, name: str) -> str:
        known = self._session.codebook.named(name)
        if known is not None:
            return _("The codebook has '{label}' already.").format(label=known.label)
        self._name, self.asked, self.typed = name, "means", ""
        return ""

    def _move_to_new(self, name: str) -> str:
        code_id = self.code.code_id
        if self._session.codebook.named(name) is None:
            self._session.new_code(name, "")
        net = self._session.codebook.named(name)
        return self._change(Move(code_id, net.code_id if net else None))

    def _merge(self, into: str) -> str:
        codebook = self._session.codebook
        target = codebook.named(into)
        sources = codebook.ordered(self.marked - ({target.code_id} if target else set()))
        said = _("Merge {labels} into '{into}'?").format(
            labels=_listed(map(codebook.label, sources)), into=target.label if target else into
        )
        edit = Merge(sources or tuple(self.marked), target.code_id if target else into)
        return self._confirm(edit, f"{said} {self._coming_back(sources)}")

    def _split(self, text: str) -> str:
        parts = tuple(part.strip() for part in text.split(";") if part.strip())
        said = _("Split '{label}' into {parts}?").format(label=self.code.label, parts=_listed(parts))
        edit = Split(self.code.code_id, parts)
        return self._confirm(edit, f"{said} {self._coming_back([self.code.code_id])}")

    def _coming_back(self, code_ids: Iterable[str]) -> str:
        n = self._session.usage.carrying(code_ids)
        return ngettext(
            "{n} answer returns to the desk with coder review --recode.",
            "{n} answers return to the desk with coder review --recode.",
            n,
        ).format(n=n)

    def _confirm(self, edit: CodebookEdit, question: str) -> str:
        applied(self._session.codebook, edit)  # raises where it is impossible, before anybody is asked
        self.asked, self.question, self._edit = "sure", question, edit
        return ""

    def _change(self, edit: CodebookEdit) -> str:
        self._session.edit_codebook(edit)
        return self._changed(edit.into if isinstance(edit, Merge) else edit.code_id)

    def _changed(self, name: str) -> str:
        """Take in that the codebook changed, and put the cursor on the code with this id or label."""
        self._browser.codebook = self._session.codebook
        code = self._session.codebook.named(name)
        if code is not None and not code.retired:
            self._browser.go(code.code_id)
        self.marked = frozenset()
        return self._done(_("Changed; u takes it back."))

    def _done(self, message: str) -> str:
        self.asked, self.typed = "", ""
        return message


def _listed(labels: Iterable[str]) -> str:
    return ", ".join(f"'{label}'" for label in labels)
