from dataclasses import replace

from coder.domain.codebook import Code, Codebook
from coder.statistics.frequencies import theme_table
from coder.statistics.themes import theme_figures

BOOK = Codebook((Code("n", "N"), Code("a", "A", parent="n"), Code("b", "B", parent="n"), Code("rest", "Overig")))


def test_a_report_has_what_the_table_has():
    table = theme_table([frozenset("ab"), frozenset("a"), frozenset({"rest"}), frozenset()], BOOK)
    net, a, _b, rest = theme_figures(table, response=0.8)
    assert (net.code_id, net.n, net.net, net.share.value, net.share_of_asked) == ("n", 2, True, 0.5, 0.4)
    assert (a.parent, a.depth, a.share_of_mentions, a.apart) == ("n", 1, 0.5, False)
    assert (rest.code_id, rest.apart) == ("rest", True)


def test_what_is_hidden_stays_hidden():
    table = theme_table([frozenset("a")], BOOK)
    rows = tuple(replace(row, hidden=row.code_id == "a") for row in table.rows)
    net, a, *_others = theme_figures(replace(table, rows=rows, guarded=True))
    assert (a.n, a.share, a.share_of_asked, a.share_of_mentions) == (None,) * 4
    assert (net.n, net.share_of_mentions) == (1, None)
