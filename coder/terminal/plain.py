"""The desk in words, for a screen reader or a line printer: no boxes, no marks, and nothing is said twice."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from coder.domain.folding import visible
from coder.domain.texts import _, ngettext, percent
from coder.review.desk import Desk
from coder.terminal.answer import about
from coder.terminal.frame import Frame
from coder.terminal.pages import CARD_KEYS, end_page
from coder.terminal.person import person_page
from coder.terminal.plain_codebook import codebook_parts
from coder.terminal.prompts import card_keys, typed_for
from coder.terminal.suggestions import SUREST

Part = tuple[str, Hashable, str]
"""A part of what there is to say: its place, what makes it another one, and the words."""

WIDTH = 80  # columns of the pages that take the place of the card


@dataclass(slots=True)
class Reader:
    """Says the state of a desk, and after that only what became different."""

    desk: Desk
    frame: Frame
    _said: dict[str, Hashable] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """Return what is new since the last time."""
        new = []
        for place, key, words in self._parts():
            if place == "message" or self._said.get(place) != key:
                new += [line for line in visible(words).splitlines() if line.strip()]
            self._said[place] = key
        return new

    def again(self) -> None:
        """Say everything the next time."""
        self._said.clear()

    def _parts(self) -> Iterator[Part]:
        desk = self.desk
        if desk.message:
            yield "message", "", desk.message
        if desk.mode == "help":
            yield "help", desk.session.keys, "\n".join(f"{key.name}: {_(key.long)}" for key in CARD_KEYS)
            return
        if desk.mode == "person" and desk.person is not None:
            page = person_page(desk.person, WIDTH, None)
            yield "person", desk.session.keys, "\n".join(line.plain.strip() for line in page)
            return
        if desk.session.item is None:
            yield "answer", "", "\n".join(line.plain.strip() for line in end_page(desk, WIDTH))
            return
        if desk.mode == "codebook" and desk.panel is not None:
            yield from codebook_parts(desk, desk.panel)
            return
        yield from self._card()
        if desk.mode != "card":
            yield "asked", (desk.mode, desk.session.keys), self._asked()

    def _card(self) -> Iterator[Part]:
        session, frame = self.desk.session, self.frame
        item = session.item
        assert item is not None  # noqa: S101 - the caller has looked
        card = item.first.answer_id
        question = _("Question {question}, round {round}: {text}")
        place = {"question": frame.question.question_id, "round": item.first.round_id, "text": frame.question.text}
        yield "question", item.first.round_id, question.format(**place)
        if frame.part:
            outside = ngettext("{n} answer outside it", "{n} answers outside it", frame.outside).format(n=frame.outside)
            yield "queue", "", _("only {part}").format(part=frame.part) + f", {outside}."
        done = frame.coded_before + session.answers_decided
        progress = _("{done} of {all} answers").format(done=done, all=frame.answers)
        left = ngettext("{n} card left", "{n} cards left", session.left).format(n=session.left)
        yield "progress", (card, done), f"{progress}, {left}."
        if note := frame.notes.get(card):
            yield "note", card, note
        yield "answer", (card, item.answers), _("Answer: {text}").format(text=item.first.text)
        if item.like:
            n = len(item.answers) - len(item.same)
            said = ngettext("and {n} like this: ", "and {n} like this: ", n).format(n=n)
            texts = (f"{place}: {' '.join(answer.text.split())}" for place, answer in enumerate(item.like, 1))
            yield "like", (card, item.answers), "\n".join((said, *texts))
        told = ". ".join(about(self.desk, frame))
        yield "about", (card, told), f"{told}."
        if session.revisiting:
            yield "revisiting", card, _("(decided before)")
        yield from self._codes(card)
        keys = ", ".join(f"{key.name} {_(key.short)}" for key in card_keys(self.desk))
        yield "keys", "", _("Keys: {keys}. An empty line is Enter; = says the card again.").format(keys=keys)

    def _codes(self, card: int) -> Iterator[Part]:
        session = self.desk.session
        for n, one in enumerate(session.shown.ranked, start=1):
            words = [session.codebook.label(one.code_id), percent(min(one.probability, SUREST))]
            words += [_("is chosen")] if one.code_id in session.draft.codes else []
            if evidence := ", ".join(dict.fromkeys(e.text for e in one.evidence)):
                words.append(_("because of: {words}").format(words=evidence))
            # A choice is told by the last line; the suggestion is not said again for it.
            yield f"suggestion {n}", (card, one), _("Suggestion {n}: {words}.").format(n=n, words=", ".join(words))
        chosen = ", ".join(map(session.codebook.label, session.draft.codes)) or _("nothing yet")
        yield "chosen", (card, chosen), _("Chosen: ") + chosen + "."

    def _asked(self) -> str:
        desk = self.desk
        if desk.mode == "quote":
            begins, ends = desk.selection.shown
            at_end = desk.selection.at_end
            asked = _("To which word does the quote go?") if at_end else _("At which word does it begin?")
            keys = _("left, right, home, end; space: the other end; an empty line keeps; esc leaves.")
            said = _("Quote: {words}").format(words=desk.selection.text[begins:ends])
            return f"{said}\n{asked} {keys}"
        if desk.mode == "out":
            out = ", ".join(str(place + 1) for place in sorted(desk.members.out)) or _("nothing yet")
            asked = _("Which answers belong on a card of their own?")
            keys = _("Type their numbers; an empty line keeps; esc leaves.")
            said = _("Out: {n}.").format(n=out)
            return f"{asked} {keys}\n{said}"
        codes = ", ".join(code.label for code in desk.session.codebook.usable) + "\n" if desk.mode == "search" else ""
        return codes + typed_for(desk) + _("(a line; esc leaves)")
