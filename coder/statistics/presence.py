"""Who has which code, as a matrix: what tests, pairs and scores are worked out from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from coder.domain.codebook import Codebook

Flags = NDArray[np.bool_]


def presence(codes: Sequence[frozenset[str]], codebook: Codebook, code_ids: Sequence[str]) -> Flags:
    """Return whether each respondent has each code, or a code below it: Y (n_respondents, n_codes).

    Parameters
    ----------
    codes : the codes of each respondent. code_ids : the columns wanted, codes and nets; others are left out.
    """
    place = {code_id: n for n, code_id in enumerate(code_ids)}
    columns = {
        code_id: [place[one] for one in (code_id, *codebook.nets_of(code_id)) if one in place]
        for code_id in frozenset().union(*codes)
    }
    found = np.zeros((len(codes), len(code_ids)), dtype=np.bool_)
    rows = np.repeat(np.arange(len(codes)), [sum(len(columns[c]) for c in given) for given in codes])
    found[rows, [column for given in codes for c in given for column in columns[c]]] = True
    return found
