"""What is typed at the desk: a part of a code to find it, a new code, a memo. Pure state, as the desk is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from coder.domain.codebook import Code
from coder.domain.texts import _
from coder.review.finding import found
from coder.review.session import Session
from coder.review.typing import with_key

Asked = Literal["search", "new_name", "new_definition", "memo"]


class Typed:
    """A text in the making.

    Parameters
    ----------
    asked : what the text is. text : what there is of it already.
    """

    def __init__(self, session: Session, asked: Asked, text: str = "") -> None:
        self._session = session
        self.asked, self.text = asked, text
        self.cursor = 0
        """Which of the found codes is marked."""
        self.message = ""
        self._name = ""
        self._accept: dict[Asked, Callable[[], bool]] = {
            "search": self._choose,
            "new_name": self._accept_name,
            "new_definition": self._make_code,
            "memo": self._keep_memo,
        }

    @property
    def found(self) -> list[Code]:
        """The codes that fit what was typed: first those that begin with it, in the codebook's order."""
        return found(self._session.codebook.usable, self.text)

    @property
    def code(self) -> Code | None:
        """The code under the cursor."""
        codes = self.found
        return codes[min(self.cursor, len(codes) - 1)] if codes else None

    def press(self, key: str) -> bool:
        """Handle a key; return whether typing goes on.

        Raises
        ------
        CoderError : it cannot be kept; what was typed is still there.
        """
        self.message = ""
        if key == "escape":
            return False
        if key == "enter":
            return self._accept[self.asked]()
        if key in ("up", "down"):
            self.cursor = max(0, self.cursor + (1 if key == "down" else -1))
        else:
            self.text, self.cursor = with_key(self.text, key), 0
        return True

    def _choose(self) -> bool:
        if not self.text.strip() and self.cursor == 0:
            return False
        if (code := self.code) is not None:
            self._session.toggle(code.code_id)
            self.text, self.cursor = "", 0
        else:
            self.message = _("No code has '{typed}' in it. Esc, then n, makes a new code.").format(typed=self.text)
        return True

    def _accept_name(self) -> bool:
        name = self.text.strip()
        if (known := self._session.codebook.named(name)) is not None:
            self.message = _("The codebook has '{label}' already: Esc, then / finds it.").format(label=known.label)
        elif name:
            self._name, self.asked, self.text = name, "new_definition", ""
        return bool(name)

    def _make_code(self) -> bool:
        self._session.new_code(self._name, self.text.strip())
        return False

    def _keep_memo(self) -> bool:
        memo = self.text.strip()
        if memo != self._session.draft.memo:
            self._session.remark(memo=memo)
        return False
