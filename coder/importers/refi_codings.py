"""What people said of texts in a REFI-QDA project, as codings: one of each coder of each text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coder.domain.codebook import Codebook
from coder.domain.coding import AUTOCODE, MACHINE, Source, Status
from coder.domain.survey import GivenCoding
from coder.domain.texts import ngettext
from coder.importers.refi_project import Part, RefiProject, Text

_STATUSES: dict[str, Status] = {"coded": "coded", "skipped": "skipped", "flagged": "flagged", "open": "open"}
_SOURCES: dict[str, Source] = {"human": "human", "machine": "machine", "rule": "rule", "group": "group"}
_SOURCES |= {"reconciled": "reconciled"}


def given_codings(
    project: RefiProject,
    places: Sequence[tuple[int, Text]],
    of: Callable[[Text], tuple[str, Codebook, dict[str, str]]],
) -> tuple[tuple[GivenCoding, ...], int]:
    """Return what each person said of each text as one coding, and how many selections have no place in it.

    Codes are those of all selections together; the longest selection that is not the whole text is the quote.

    Parameters
    ----------
    places : texts with the rows they are in.
    of : gives for a text its column, its codebook, and the ids of codes by their identifiers.
    """
    found: list[GivenCoding] = []
    dropped = 0
    for row, text in places:
        column, codebook, ids = of(text)
        by_user: dict[str, list[Part]] = {}
        for part in text.parts:
            by_user.setdefault(part.user, []).append(part)
        for user, parts in by_user.items():
            quotes = [
                part.span for part in parts if part.span not in (None, (0, len(text.text))) and _filled(part.span)
            ]
            dropped += max(len(quotes) - 1, 0)
            facts = parts[0].facts if len(parts) == 1 else {}
            quoted = max(quotes, key=lambda span: span[1] - span[0], default=None)
            codes = codebook.ordered(ids[code] for part in parts for code in part.codes if code in ids)
            memo = "\n".join(dict.fromkeys(part.memo for part in parts if part.memo))
            coder_id = project.users.get(user, "")
            source = _SOURCES.get(str(facts.get("source")), "machine" if coder_id in (MACHINE, AUTOCODE) else "import")
            status = _STATUSES.get(str(facts.get("status")), "coded" if codes else "open")
            if codes or memo or facts:
                found.append(
                    GivenCoding(
                        row,
                        column,
                        coder_id,
                        codes,
                        max(part.date for part in parts),
                        memo,
                        quote=quoted is not None or facts.get("quote") is True,
                        quoted=quoted,
                        status=status,
                        source=source,
                    )
                )
    return tuple(sorted(found, key=lambda one: one.created_at)), dropped


def _filled(span: tuple[int, int] | None) -> bool:
    return span is not None and span[0] < span[1]


def selections_left_out(n: int) -> tuple[str, ...]:
    """Say how many selections have no place in codings."""
    said = ngettext(
        "{n} selection: of each coder the longest of a text is kept as the quote, and the codes of all",
        "{n} selections: of each coder the longest of a text is kept as the quote, and the codes of all",
        n,
    )
    return (said.format(n=n),) if n else ()
