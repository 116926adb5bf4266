"""Which closed variable is meant, by its name or the beginning of it; the round counts as one."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from coder.domain.errors import UsageError
from coder.domain.survey import Respondent
from coder.domain.texts import _
from coder.workflows.columns import text_of

ROUND_NAMES = ("ronde", "round")


def the_variable(name: str, known: Collection[str]) -> str:
    """Return the variable that is meant: its name, whatever the case, or an unambiguous beginning; or the round.

    Raises
    ------
    UsageError : there is no such variable, or several.
    """
    wanted = name.casefold()
    if name in known or wanted in ROUND_NAMES:
        return name if name in known else wanted
    same = [one for one in known if one.casefold() == wanted]
    near = same or sorted(one for one in known if one.casefold().startswith(wanted))
    if len(near) == 1:
        return near[0]
    message = _("There is no variable {variable}") if not near else _("Several variables begin with {variable}")
    folded = {one.casefold(): one for one in known}
    alike = [] if near else [folded[one] for one in get_close_matches(wanted, folded, 3)]
    meant = _("Perhaps {names}?").format(names=", ".join(alike)) + " " if alike else ""
    raise UsageError(
        message.format(variable=name),
        meant
        + _("Known are: {names}. Others are kept with coder ingest --keep COL.").format(
            names=", ".join([*sorted(known), ROUND_NAMES[0]])
        ),
    )


def value_of(person: Respondent | None, round_id: str, variable: str) -> str:
    """Return what a respondent has for a variable, as a text; empty where it is not known."""
    if variable in ROUND_NAMES and (person is None or variable not in person.variables):
        return round_id
    return text_of(person.variables.get(variable)) if person else ""
