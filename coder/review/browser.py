"""Walking through the codebook: a cursor on its tree, folded nets, and finding by typing."""

from __future__ import annotations

from coder.domain.codebook import Code, Codebook
from coder.domain.folding import fold
from coder.review.finding import found
from coder.review.tree import Row, tree
from coder.review.typing import with_key

STEPS = {"up": -1, "down": 1, "home": -1_000_000, "end": 1_000_000}


class Browser:
    """The codebook with a cursor.

    Parameters
    ----------
    at : id of the code under the cursor.
    folded : ids of the nets whose codes are out of sight.
    """

    def __init__(self, codebook: Codebook, at: str = "", folded: frozenset[str] = frozenset()) -> None:
        self.codebook, self.folded = codebook, folded
        self.finding = False
        self.words = ""
        """What is typed to find a code."""
        self._at, self._place, self._before = "", 0, ""
        self.go(at)

    @property
    def rows(self) -> list[Row]:
        """The lines of the tree; while finding, those with what was typed in them, and their nets."""
        if not fold(self.words):
            return tree(self.codebook, self.folded)
        wanted = self.codebook.with_nets(self._matching())
        return [row for row in tree(self.codebook) if row.code.code_id in wanted]

    @property
    def place(self) -> int:
        """Which line has the cursor. Where its code went out of the tree, the line that came in its place."""
        rows = self.rows
        here = (n for n, row in enumerate(rows) if row.code.code_id == self._at)
        return next(here, min(self._place, max(0, len(rows) - 1)))

    @property
    def row(self) -> Row | None:
        """The line with the cursor; None in an empty tree."""
        rows = self.rows
        return rows[self.place] if rows else None

    @property
    def code(self) -> Code | None:
        """The code or net with the cursor."""
        row = self.row
        return row.code if row else None

    def go(self, code_id: str) -> None:
        """Put the cursor on a code, and unfold the nets above it."""
        self._at = code_id
        self.folded -= set(self.codebook.nets_of(code_id))
        self._place = self.place

    def press(self, key: str) -> bool:
        """Handle a key of walking or finding; return whether it was one."""
        row = self.row
        if key in STEPS:
            self._step(STEPS[key])
        elif self.finding:
            self._find(key)
        elif key == "/":
            self.finding, self.words, self._before = True, "", self._at
        elif row is not None and key in ("left", "right", " "):
            return self._fold(row, key)
        else:
            return False
        return True

    def _step(self, lines: int) -> None:
        rows = self.rows
        if rows:
            self._place = min(max(0, self.place + lines), len(rows) - 1)
            self._at = rows[self._place].code.code_id

    def _fold(self, row: Row, key: str) -> bool:
        net = row.code.code_id
        if row.below and (key == " " or (key == "right") == row.folded):
            self.folded ^= {net}
        elif key == "right":
            self._step(1 if row.below else 0)
        elif key == "left":
            self.go(next(iter(self.codebook.nets_of(net)), net))
        else:
            return False  # space on a code is not about walking
        return True

    def _find(self, key: str) -> None:
        if key in ("enter", "escape"):
            at = self._at if key == "enter" else self._before
            self.finding, self.words = False, ""
            self.go(at)
            return
        self.words = with_key(self.words, key)
        codes = self._matching() if fold(self.words) else []
        self._at = codes[0] if codes else self._before

    def _matching(self) -> list[str]:
        return [code.code_id for code in found([row.code for row in tree(self.codebook)], self.words)]
