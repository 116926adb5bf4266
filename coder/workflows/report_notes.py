"""What a reader of a question in a report has to know beside its figures."""

from __future__ import annotations

from coder.domain.texts import _, ngettext
from coder.statistics.groups import FEWEST_TESTED
from coder.workflows.counted import Counted
from coder.workflows.report_account import Account
from coder.workflows.table import QuestionTable


def notes_of(base: Counted, found: QuestionTable, told: Account, scored: bool) -> list[str]:
    """Return what a reader of a question has to know: what is left out, guessed, or rests on little.

    Parameters
    ----------
    scored : whether themes were to be set against closed scores.
    """
    said = _left_out(told) if base.source == "human" else []
    if base.basis is not None:
        said.append(_not_given(scored))
    if base.by_machine:
        said.append(
            ngettext(
                "{n} answer was coded by the machine and read by nobody; its mistakes are not corrected.",
                "{n} answers were coded by the machine and read by nobody; its mistakes are not corrected.",
                base.by_machine,
            ).format(n=base.by_machine)
        )
    if base.unreconciled:
        said.append(
            ngettext(
                "People coded {n} answer differently without settling what counts.",
                "People coded {n} answers differently without settling what counts.",
                base.unreconciled,
            ).format(n=base.unreconciled)
        )
    if base.without_weight:
        said.append(
            ngettext(
                "{n} respondent has no weight and counts as 1.",
                "{n} respondents have no weight and count as 1.",
                base.without_weight,
            ).format(n=base.without_weight)
        )
    if found.table.effective_base < FEWEST_TESTED:
        said.append(_("These are few respondents: the figures are no more than an indication."))
    return said


def _not_given(scored: bool) -> str:
    """Return what cannot be told of answers that nobody read."""
    if scored:
        return _(
            "Percentages can be corrected for the machine's mistakes, the codes of one answer cannot: which themes are "
            "named together, and how themes go with a score, is not given."
        )
    return _(
        "Percentages can be corrected for the machine's mistakes, the codes of one answer cannot: which themes are "
        "named together is not given."
    )


def _left_out(told: Account) -> list[str]:
    """Return in one note which answers are in no figure, and what that does to the figures; none if there are none."""
    by_machine, nobody = told.reported["machine"], told.reported["open"]
    said = []
    if by_machine > 1 and nobody > 1:
        both = _(
            "{machine} answers were coded by the machine only and {nobody} are not coded yet; they are in no figure."
        )
        said.append(both.format(machine=by_machine, nobody=nobody))
    elif by_machine:
        said.append(
            ngettext(
                "{n} answer was coded by the machine only, and is in no figure.",
                "{n} answers were coded by the machine only, and are in no figure.",
                by_machine,
            ).format(n=by_machine)
        )
    elif nobody:
        said.append(
            ngettext(
                "{n} answer is not coded yet, and in no figure.",
                "{n} answers are not coded yet, and in no figure.",
                nobody,
            ).format(n=nobody)
        )
    if not told.nearly_all_coded(told.rounds[-1:]):
        said.append(
            _("What people coded need not be a random sample: of all answers together the percentages may differ.")
        )
    return [" ".join(said)] if said else []
