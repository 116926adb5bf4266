"""Orders in which answers are coded: the hardest but not all alike, or what is similar together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]

CANDIDATES = 500
"""Most uncertain answers among which variety is looked for: more than a sitting codes before they are ordered anew."""

MOST_CLUSTERS = 200
MOST_FITTED = 4_000
"""Answers, spread evenly, that the clusters are found on; the rest joins the nearest."""

LONGEST_PATH = 1_000
"""Answers of one cluster that are laid in a path together: bounds the memory to their square."""


def hardest(uncertainty: npt.NDArray[np.float64], vectors: Floats) -> Places:
    """Return the rows in the order in which they teach most: uncertain ones, but not near each other.

    The most uncertain answer comes first; each next one is that whose uncertainty, times its distance to the nearest
    answer before it (1 - cosine), is greatest (uncertainty with diversity, as in Xu, Akella & Zhang, Incorporating
    diversity and density in active learning for relevance feedback, ECIR 2007).

    Parameters
    ----------
    uncertainty : (n,), none below 0. vectors : (n, d), rows of length 1 or 0.
    """
    order = np.argsort(-uncertainty, kind="stable")
    candidates = order[:CANDIDATES]
    distances = 1 - np.clip(vectors[candidates] @ vectors[candidates].T, 0, 1)
    worth = uncertainty[candidates].astype(np.float64)
    nearest = np.ones(len(candidates))
    chosen: list[int] = []
    left = np.ones(len(candidates), dtype=bool)
    for _step in candidates:
        best = int(np.argmax(np.where(left, worth * nearest, -1.0)))
        chosen.append(best)
        left[best] = False
        nearest = np.minimum(nearest, distances[best])
    return np.concatenate([candidates[chosen], order[CANDIDATES:]]).astype(np.intp)


def similar(vectors: Floats) -> Places:
    """Return the rows so that neighbours stand together: large clusters first, each from its most typical answer on.

    Clusters by k-means; within one, each answer is followed by the nearest that was not there yet.

    Parameters
    ----------
    vectors : (n, d), rows of length 1 or 0.
    """
    from sklearn.cluster import MiniBatchKMeans

    n = len(vectors)
    if n < 3 or not vectors.any():
        return np.arange(n)
    k = min(MOST_CLUSTERS, max(1, round((n / 2) ** 0.5)))
    some = vectors[:: -(-n // MOST_FITTED)]
    cluster = MiniBatchKMeans(k, random_state=0, n_init=1, max_iter=20).fit(some).predict(vectors)
    sizes = np.bincount(cluster, minlength=k)
    found: list[Places] = []
    for one in np.argsort(-sizes, kind="stable"):
        members = np.flatnonzero(cluster == one)
        typical = vectors[members] @ vectors[members].mean(axis=0)
        members = members[np.argsort(-typical, kind="stable")]
        for start in range(0, len(members), LONGEST_PATH):
            part = members[start : start + LONGEST_PATH]
            found.append(part[_path(vectors[part])])
    return np.concatenate(found)


def _path(vectors: Floats) -> list[int]:
    """Return the rows from the first on, each followed by the nearest that is left."""
    near = vectors @ vectors.T
    path, here = [0], 0
    near[:, 0] = -np.inf
    for _step in range(len(vectors) - 1):
        here = int(near[here].argmax())
        path.append(here)
        near[:, here] = -np.inf
    return path
