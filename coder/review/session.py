"""A sitting at the desk: the queue, the decision in the making, and everything one can do to it.

Knows nothing of keys or screens. Each method that decides keeps the decision through the recorder first and changes
its own state afterwards: when keeping fails, the session is as it was and the error goes to the caller.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from coder.domain.codebook import Codebook
from coder.domain.codebook_edits import CodebookEdit
from coder.domain.coding import Status, Suggestions
from coder.domain.survey import Answer
from coder.review.pace import Flow, Pace
from coder.review.ports import Decision, Item, Recorder, Suggester
from coder.review.queue import Order, ordered
from coder.review.step import Step
from coder.review.usage import Usage
from coder.review.walk import Walk

REORDER_AFTER = 10  # decisions between two sortings of the queue by difficulty


class Session(Walk):
    """The state of one sitting.

    Parameters
    ----------
    queue : what is to be coded.
    codebook : the codes of the question.
    recorder, suggester : see `coder.review.ports`.
    order : of the queue; 'hardest' is sorted again while the suggester learns.
    limit : how many cards the sitting has at most.
    known : decisions from before this sitting (memos on open answers, skipped ones that come again), by answer id.
    clock : seconds, for the pace.
    usage : what answers carry now; the session keeps it up to date.
    """

    def __init__(
        self,
        queue: list[Item],
        codebook: Codebook,
        recorder: Recorder,
        suggester: Suggester,
        *,
        order: Order = "file",
        limit: int | None = None,
        known: Mapping[int, Decision] | None = None,
        clock: Callable[[], float] = time.monotonic,
        usage: Usage | None = None,
    ) -> None:
        super().__init__(ordered(queue, order, suggester.priority())[:limit], recorder)
        self.codebook, self.suggester, self.order = codebook, suggester, order
        known = known or {}
        ids = {answer.answer_id for item in queue for answer in item.answers}
        self._decisions = {answer_id: decision for answer_id, decision in known.items() if answer_id in ids}
        self._as_shown: dict[int, bool] = {}
        self._steps: list[Step] = []
        self.keys = 0
        """Keys pressed so far; the desk counts them."""
        self.pace = Pace(clock)
        self.usage = usage or Usage()
        self.touched: str | None = None
        """The code that was last chosen, or taken out, on this card."""
        self.shown = Suggestions()
        self.draft = Decision()
        self._arrive()

    # --- what there is to see

    @property
    def flow(self) -> Flow:
        """How the sitting goes."""
        shown = [same for answer_id, same in self._as_shown.items() if answer_id in self._done]
        return Flow(self.answers_decided, self.decided, self.pace.worked_seconds, self.keys, len(shown), sum(shown))

    @property
    def codebook_changed(self) -> bool:
        """Whether the step that `undo` would take back changed the codebook."""
        return bool(self._steps) and self._steps[-1].codebook is not None

    @property
    def steps(self) -> int:
        """How many steps `undo` can take back."""
        return len(self._steps)

    # --- the decision in the making

    def toggle(self, code_id: str) -> None:
        """Choose a code, or take it out again."""
        if self.item is not None:
            self.draft = replace(self.draft, codes=self.codebook.toggle(self.draft.codes, code_id))
            self.touched = code_id

    def toggle_suggestion(self, number: int) -> bool:
        """Toggle the suggestion with this number (from 1); False when there is none."""
        if self.item is None or not 1 <= number <= len(self.shown.ranked):
            return False
        self.toggle(self.shown.ranked[number - 1].code_id)
        return True

    # --- decisions

    def confirm(self) -> None:
        """Keep the chosen codes and go on."""
        self._decide("coded", self.draft.codes)

    def no_theme(self) -> None:
        """Keep that no code fits, and go on."""
        self._decide("coded", ())

    def skip(self) -> None:
        """Leave the answer for later and go on."""
        self._decide("skipped", ())

    def flag(self) -> None:
        """Set the answer apart to be talked over, with the chosen codes, and go on."""
        self._decide("flagged", self.draft.codes)

    def remark(
        self, *, memo: str | None = None, quote: bool | None = None, quoted: tuple[int, int] | None = None
    ) -> None:
        """Keep a memo or a quote mark at once; the decision about the codes stays as it was.

        Parameters
        ----------
        quoted : the part that is the quote, by its characters; None for all of the answer.
        """
        if self.item is None:
            return
        stored = self._decisions.get(self.item.first.answer_id, Decision())
        decision = replace(
            stored,
            memo=stored.memo if memo is None else memo,
            quote=stored.quote if quote is None else quote,
            quoted=stored.quoted if quote is None else quoted if quote else None,
        )
        only_this = Item((self.item.first,))
        action_id = self.recorder.record(only_this, decision, Suggestions())
        self._steps.append(Step(action_id, self.place, self._decisions.get(self.item.first.answer_id)))
        self._decisions[self.item.first.answer_id] = decision
        self.draft = replace(self.draft, memo=decision.memo, quote=decision.quote, quoted=decision.quoted)

    def new_code(self, name: str, definition: str) -> None:
        """Add a code to the codebook and choose it."""
        before = self.codebook
        self.codebook, action_id = self.recorder.add_code(name, definition)
        self._steps.append(Step(action_id, self.place, None, before))
        self.suggester.use_codebook(self.codebook)
        added = [code.code_id for code in self.codebook.codes if code.code_id not in before.by_id]
        for code_id in added:
            self.toggle(code_id)

    def edit_codebook(self, edit: CodebookEdit) -> None:
        """Change the codebook; the choice on the card goes along where it is plain what became of a code."""
        before, draft = self.codebook, self.draft
        self.codebook, action_id = self.recorder.edit_codebook(edit)
        self._steps.append(Step(action_id, self.place, None, before, draft))
        self._use_codebook()
        lost = {code.code_id for code in before.usable} - {code.code_id for code in self.codebook.usable}
        codes = tuple(c for c in self.codebook.carried(draft.codes) if c not in lost)
        self.draft = replace(draft, codes=codes)

    def take_out(self, answers: Sequence[Answer]) -> None:
        """Take the texts of these answers out of the card: each comes next as a card of its own."""
        item = self.item
        out = {a.text_hash for a in answers} - ({item.first.text_hash} if item else set())
        parts: dict[str, list[Answer]] = {}
        for answer in item.answers if item else ():
            parts.setdefault(answer.text_hash if answer.text_hash in out else "", []).append(answer)
        if item is None or self.revisiting or len(parts) < 2:
            return
        action_id = self.recorder.take_out([part[0] for text, part in parts.items() if text])
        self._steps.append(Step(action_id, self.place, None, queue=list(self.queue)))
        kept = replace(item, answers=tuple(parts.pop("")))
        out_of_it = (replace(item, answers=tuple(part), sampled=False) for part in parts.values())
        self.queue[self.place : self.place + 1] = [kept, *out_of_it]

    def _decide(self, status: Status, codes: tuple[str, ...]) -> None:
        item = self.item
        if item is None:
            return
        answer_id = item.first.answer_id
        decision = replace(self.draft, status=status, codes=codes)
        before = self._decisions.get(answer_id)
        if not (answer_id in self._done and decision == before):
            action_id = self.recorder.record(item, decision, self.shown)
            self._steps.append(Step(action_id, self.place, before))
            self._decisions[answer_id] = decision
            self.usage.give(action_id, item.answers, codes if status == "coded" else ())
            self._teach(item, decision)
            offered = self.codebook.ordered(self.shown.selected)
            if status == "coded" and offered and not item.blind:
                self._as_shown[answer_id] = codes == offered
            if answer_id not in self._done:
                self.pace.decide()
            self._done[answer_id] = len(item.answers)
        self.place += 1
        self._reorder()
        self._arrive()

    def _teach(self, item: Item, decision: Decision | None) -> None:
        if decision is not None and decision.status == "coded":
            self.suggester.learn(item.first, decision.codes, *item.like)
        else:
            self.suggester.forget(item.first, *item.like)

    # --- moving about

    def back(self) -> bool:
        """Go to the card before, past those that another coder decided; False at the beginning."""
        if not self._step_back():
            return False
        self._arrive()
        return True

    def undo(self) -> bool:
        """Take the last step of this sitting back and show its card again; False when there is none."""
        if not self._steps:
            return False
        step = self._steps[-1]
        self.recorder.undo(step.action_id)
        self._steps.pop()
        self.usage.take_back(step.action_id)
        moved, self.place = self.place != step.place, step.place
        if step.queue is not None:
            self.queue = step.queue
        if step.codebook is not None:
            self.codebook = step.codebook
            self._use_codebook()
        if step.queue is not None or step.codebook is not None:
            if moved:
                self._arrive()
            elif step.draft is not None:
                self.draft = step.draft
            self.draft = replace(self.draft, codes=tuple(c for c in self.draft.codes if c in self.codebook.by_id))
            return True
        item = self.queue[step.place]
        answer_id = item.first.answer_id
        undone = self._decisions.pop(answer_id, None)
        if step.before is not None:
            self._decisions[answer_id] = step.before
        decided_before = any(s.place == step.place and s.codebook is None and s.queue is None for s in self._steps)
        if step.before is None or step.before.status == "open" or not decided_before:
            self._done.pop(answer_id, None)
        if undone is not None and (
            step.before is None or undone.status != step.before.status or undone.codes != step.before.codes
        ):
            self._teach(item, step.before)
        self._arrive()
        if undone is not None and undone.status != "open":
            # The coder wants to mend what was chosen, not to begin again.
            self.draft = replace(self.draft, codes=undone.codes)
        return True

    def _arrive(self) -> None:
        self.pace.arrive()
        self.touched = None
        self._pass_taken()
        item = self.item
        if item is None:
            self.shown, self.draft = Suggestions(), Decision()
            return
        self.shown = self._suggestions(item)
        stored = self._decisions.get(item.first.answer_id)
        if stored is None or stored.status in ("open", "skipped"):
            self.draft = replace(stored or Decision(), status="open", codes=self.codebook.ordered(self.shown.selected))
        else:
            self.draft = replace(stored, status="open")

    def _use_codebook(self) -> None:
        self.suggester.use_codebook(self.codebook)
        self.suggest_anew()

    def suggest_anew(self) -> None:
        """Bring the suggestions on the card up to date, as after a change of the codebook; the choice stays."""
        if self.item is not None:
            self.shown = self._suggestions(self.item)

    def _suggestions(self, item: Item) -> Suggestions:
        return Suggestions() if item.blind else self.suggester.suggest(item.first)

    def _reorder(self) -> None:
        """Put the least certain answers first among those that were not shown yet."""
        if self.order != "hardest" or len(self._done) % REORDER_AFTER or self.place >= len(self.queue):
            return
        rest = self.queue[self.place :]
        if not any(item.first.answer_id in self._done for item in rest):
            self.queue[self.place :] = ordered(rest, "hardest", self.suggester.priority())
