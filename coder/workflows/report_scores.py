"""The themes of a question against closed scores."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from coder.domain.errors import UsageError
from coder.domain.report import ScoreFigures
from coder.domain.texts import _
from coder.statistics.presence import presence
from coder.statistics.scores import score_figures
from coder.workflows.counted import Counted
from coder.workflows.variables import the_variable


def scores(
    base: Counted,
    names: Sequence[str],
    least: int = 0,
    texts: Mapping[str, str] | None = None,
    hidden: Collection[str] = (),
) -> tuple[ScoreFigures, ...]:
    """Return the mean of each score with and without each theme; nothing where codes are predicted, not read.

    Parameters
    ----------
    hidden : codes whose numbers another table of these respondents hides.

    Raises
    ------
    UsageError : there is no such variable, or it holds no numbers.
    """
    if not names or base.basis is not None:
        return ()
    known = {variable for person in base.people.values() for variable in person.variables}
    codebook = base.codebook
    ids = codebook.ordered(codebook.with_nets(frozenset().union(*base.codes)) - frozenset(hidden))
    y = presence(base.codes, codebook, ids)
    found = []
    for name in dict.fromkeys(the_variable(one, known) for one in names):
        values = [_number(value) for value in base.values(name)]
        if all(value is None for value in values):
            raise UsageError(
                _("{variable} holds no numbers").format(variable=name), _("Name a closed question with a score.")
            )
        made = score_figures(name, (texts or {}).get(name, name), y, ids, values, base.weights, least)
        if made is not None:
            found.append(made)
    return tuple(found)


def _number(value: str | None) -> float | None:
    try:
        return float(value.replace(",", ".")) if value else None
    except ValueError:
        return None
