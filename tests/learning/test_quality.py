import json

import numpy as np
import pytest

from coder.learning.quality import measure


def test_measures_by_hand():
    y = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0]], float)
    selected = np.array([[1, 0, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]], bool)
    p = np.array([[0.9, 0.1, 0.1, 0.1], [0.9, 0.2, 0.8, 0.1], [0.1] * 4, [0.4, 0.3, 0.1, 0.3]])
    q = measure(["a", "b", "c", "d"], p, selected, y)
    assert (q.n, q.precision, q.recall, q.exact) == (4, pytest.approx(2 / 3), 0.5, 0.5)
    assert q.f1 == pytest.approx(4 / 7)
    assert q.macro_f1 == pytest.approx(1 / 3)
    assert q.top3 == 0.75
    a, b, c, d = q.codes
    assert (a.given, a.selected, a.precision, a.recall, a.f1) == (2, 2, 1, 1, 1)
    assert (b.precision, b.recall, b.f1) == (None, 0, 0)
    assert (c.precision, c.recall, c.f1) == (0, 0, 0)
    assert (d.precision, d.recall, d.f1) == (None, None, None)
    assert json.loads(json.dumps(q.to_dict()))["codes"][0]["code_id"] == "a"
