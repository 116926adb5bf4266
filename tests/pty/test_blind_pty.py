"""A blind sitting in a real terminal: what is suggested or decided by another never reaches the screen."""

from __future__ import annotations

import os

import pytest

if os.name == "nt":
    pytest.skip("pseudo-terminals need a Unix system", allow_module_level=True)

pytest.importorskip("pexpect", reason="pexpect is not installed")
pytest.importorskip("pyte", reason="pyte is not installed")

from coder.workflows.assign import Double, assign
from coder.workflows.project import open_project
from tests.pty.test_desk_pty import QUESTION, Desk, project  # noqa: F401 - a fixture

LABELS = ("Mensen", "Geld", "Tijd", "Weet niet")


class Watched(Desk):
    """A desk of which every screen is kept."""

    def __init__(self, *args: object, **more: object) -> None:
        self.screens: list[str] = []
        super().__init__(*args, **more)  # type: ignore[arg-type]
        feed = self.stream.feed

        def keeping(text: str) -> None:
            feed(text)
            self.screens.append("\n".join(self.screen.display))

        self.stream.feed = keeping  # type: ignore[method-assign]

    def cards(self) -> str:
        """Return all that was shown, the codebook beside the card left out."""
        return "\n".join(line.split("│")[0] for shown in self.screens for line in shown.splitlines())


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (140, 40)])
def test_no_label_on_the_card_while_all_is_coded_by_both(project, columns, lines):  # noqa: F811
    assign(project, QUESTION, None, ("anna", "bram"), Double.of("100%"), "anna")
    desks = []
    for name, keys in (("bram", "xxxxxx"), ("anna", "xsfx")):
        desk = Watched(project, "--coder", name, columns=columns, lines=lines)
        # What bram decided is nowhere when anna begins.
        desk.wait("0 of 40 answers")
        desk.keys(keys)
        shown = desk.wait(f"{len(keys)} of 40 answers")
        assert "blind: also coded by others" in shown
        desk.keys("b")
        desk.wait("decided before")
        desk.keys("q")
        desk.child.expect_exact("kept")
        desks.append(desk)
    for desk in desks:
        assert not [label for label in LABELS if label in desk.cards()]
        assert not [shown for shown in desk.screens if "%" in shown]
    with open_project(project) as opened:
        current = opened.codings.current()
    first, second = ({c.answer_id for c in current if c.coder_id == name} for name in ("bram", "anna"))
    # Both began at the same end.
    assert (len(first), len(second)) == (6, 4)
    assert second < first
    assert all(not c.suggested for c in current)


def test_blind_at_will(project):  # noqa: F811
    desk = Watched(project, "--blind")
    desk.wait("voor punt a0")
    desk.keys("/gel\r")
    desk.keys("\x1b")
    desk.wait("Chosen: Geld")  # what one chooses oneself is shown
    desk.keys("\r")
    shown = desk.wait("1 of 40")
    assert not [label for label in LABELS if label in shown]
    desk.keys("q")
    desk.child.expect_exact("kept")
