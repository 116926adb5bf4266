"""Two codebooks of one question that become one."""

from __future__ import annotations

from collections.abc import Mapping


def followed(same_as: Mapping[str, str], code_id: str) -> str:
    """Return the code that a code is in the end, going from one to the next."""
    seen = {code_id}
    while (other := same_as.get(code_id)) is not None and other not in seen:
        seen.add(other)
        code_id = other
    return code_id
