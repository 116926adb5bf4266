"""Whole reports of random projects: every claim counted anew, every link followed, nothing told that is to stay inside.

The figures are counted here a second time, in plain Python with scipy and statsmodels, from the codings as they were
given; nothing of `coder.statistics` is used.
"""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html
from scipy.optimize import linprog
from scipy.stats import fisher_exact, norm, ttest_ind
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from coder.domain.coding import AUTOCODE, Coding
from coder.domain.findings import Claim
from coder.domain.ids import new_id
from coder.domain.report import QuestionReport, Report
from coder.domain.texts import percent
from coder.store.actions import now
from coder.store.personal import Checked
from coder.workflows import report_files
from coder.workflows.codebook import import_codebook
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.project import open_project
from coder.workflows.report import ReportOptions, report

PARENT = {"c0": "net", "c1": "net"}
THEMES, ALONE = ("c0", "c1", "c2", "c3", "c4"), "weet"
ROWS = ("net", *THEMES, ALONE)
BOOK = (
    "codes:\n  - {id: net, label: Net}\n"
    + "".join(
        f"  - {{id: {code}, label: Thema {code}{', parent: net' if code in PARENT else ''}}}\n" for code in THEMES
    )
    + f"  - {{id: {ALONE}, label: Weet niet, exclusive: true}}\n"
)
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x>',
    "{{ 7*7 }}",
    "=1+1",
    "| a | b |",
    "\u202eomgekeerd",
    "`x` **y**",
)
SMALL = 30  # respondents below which a group is not tested
NEAR = 1e-9


@dataclass(frozen=True)
class Said:
    """One answer, what was decided about it, and whether it may leave."""

    token: str
    codes: frozenset[str]
    by: str
    """'person', 'machine', 'skipped' or '' for nobody."""
    marked: bool
    cleared: bool


@dataclass(frozen=True)
class Person:
    round_id: str
    name: str
    group: str
    score: int
    weight: float
    said: dict[str, Said] = field(default_factory=dict)


@dataclass(frozen=True)
class Spec:
    """What a project is made of."""

    seed: int
    sizes: tuple[int, ...]
    """Respondents of each round."""
    questions: int
    weighted: bool
    machine: bool
    least: int

    @property
    def rounds(self) -> list[str]:
        return [f"{2020 + place}" for place in range(len(self.sizes))]

    @cached_property
    def people(self) -> list[Person]:
        chance, found = random.Random(self.seed), []
        for round_id, size in zip(self.rounds, self.sizes, strict=True):
            often = {(g, code): chance.choice((0.02, 0.15, 0.3, 0.6)) for g in "xyz" for code in THEMES}
            for n in range(size):
                group, score = chance.choices("xyz", (6, 3, 1))[0], chance.randint(3, 8)
                weight = round(chance.uniform(0.4, 2.5), 2)
                person = Person(round_id, f"{round_id}-{n}", group, score, weight)
                for q in range(self.questions):
                    codes = frozenset(code for code in THEMES if chance.random() < often[group, code])
                    if chance.random() < 0.1:
                        codes = frozenset({ALONE})
                    elif codes >= {"c2"} and chance.random() < 0.7:
                        codes |= {"c3"}
                    by = chance.choices(("person", "skipped", "", "machine"), (8, 1, 1, 3 * self.machine))[0]
                    if by == "person" and "c4" in codes:
                        person = Person(*(round_id, person.name, group, 9), weight, person.said)
                    token = f"zq{round_id}x{n}x{q}w"
                    person.said[f"q{q}"] = Said(token, codes, by, chance.random() < 0.3, chance.random() < 0.5)
                found.append(person)
        return found


specs = st.builds(
    Spec,
    seed=st.integers(0, 10**6),
    sizes=st.sampled_from([(40,), (130,), (60, 130), (130, 130), (9,)]),
    questions=st.sampled_from([1, 2]),
    weighted=st.booleans(),
    machine=st.booleans(),
    least=st.sampled_from([0, 0, 4]),
)


def make(spec: Spec, folder: Path) -> Path:
    """Make the project of a spec by the workflows that a person uses, codings and clearance by the store."""
    db, book = folder / "coder.db", folder / "book.yaml"
    book.write_text(BOOK)
    keys = [f"q{q}" for q in range(spec.questions)]
    for round_id in spec.rounds:
        out = io.StringIO(newline="")
        rows = csv.writer(out)
        rows.writerow(["id", "groep", "cijfer", "gewicht" if spec.weighted else "schoenmaat", *keys])
        for n, person in enumerate(p for p in spec.people if p.round_id == round_id):
            texts = [f"{HOSTILE[(n + q) % len(HOSTILE)]} {person.said[key].token}" for q, key in enumerate(keys)]
            rows.writerow([person.name, person.group, person.score, person.weight, *texts])
        file = folder / f"{round_id}.csv"
        file.write_text(out.getvalue(), "utf-8")
        weight = "gewicht" if spec.weighted else None
        options = IngestOptions(tuple(keys), round_id, "anna", "id", weight_column=weight, keep=("groep", "cijfer"))
        ingest(db, [read_table(file, read_options(None, None, None))], options)
    for key in keys:
        import_codebook(db, book, key, "anna")
    of = {(person.round_id, person.name): person for person in spec.people}
    with open_project(db) as project, project.transaction():
        action_id = project.actions.add("anna", "review", {})
        for key in keys:
            stored = project.codebooks.current(key)
            for answer in project.answers.answers(key):
                said = of[answer.round_id, answer.respondent_id].said[key]
                if said.by:
                    machine = said.by == "machine"
                    coding = Coding(
                        *(new_id(), action_id, answer.answer_id, AUTOCODE if machine else "anna"),
                        "skipped" if said.by == "skipped" else "coded",
                        "machine" if machine else "human",
                        stored.codebook.ordered(said.codes),
                        codebook_version=stored.codebook.version,
                        text_hash=answer.text_hash,
                        created_at=now(),
                        quote=said.marked,
                    )
                    project.codings.add([coding])
                waiting = 0 if said.cleared else 1
                if said.cleared or said.marked:
                    project.personal.check([Checked(answer.answer_id, answer.text_hash, True, waiting)], action_id)
    return db


class Counted:
    """The respondents of one question in one round whose answer a person coded, counted in plain Python."""

    def __init__(self, spec: Spec, key: str, round_id: str, inside: Callable[[Person], bool] = lambda _p: True) -> None:
        found = [p for p in spec.people if p.round_id == round_id and p.said[key].by == "person" and inside(p)]
        self.people = found
        self.weights = [p.weight if spec.weighted else 1.0 for p in found]
        self.codes = [p.said[key].codes for p in found]
        squares = sum(w * w for w in self.weights)
        self.effective = sum(self.weights) ** 2 / squares if squares else 0.0

    def has(self, code: str) -> list[bool]:
        return [code in given or any(PARENT.get(one) == code for one in given) for given in self.codes]

    def n(self, code: str) -> int:
        return sum(self.has(code))

    def share(self, code: str) -> float:
        total = sum(self.weights)
        return sum(w for w, has in zip(self.weights, self.has(code), strict=True) if has) / total if total else 0.0

    def bounds(self, code: str) -> tuple[float, float]:
        method = "wilson" if len(set(self.weights)) < 2 else "beta"
        low, high = proportion_confint(self.share(code) * self.effective, self.effective, method=method)
        return (0.0 if self.share(code) == 0 else low), (1.0 if self.share(code) == 1 else high)

    def level(self, one: str, other: str, slack: float) -> bool:
        (low, high), (low_other, high_other) = self.bounds(one), self.bounds(other)
        inside = low - slack <= self.share(other) <= high + slack
        return inside and low_other - slack <= self.share(one) <= high_other + slack


def p_value(one: Counted, other: Counted, code: str) -> float | None:
    """Return the p value of a difference (Campbell's N - 1 chi-square); None where too few are expected."""
    n, m = one.effective, other.effective
    pooled = (one.share(code) * n + other.share(code) * m) / (n + m)
    if min(pooled, 1 - pooled) * min(n, m) < 1:
        return None
    z = (one.share(code) - other.share(code)) / (pooled * (1 - pooled) * (1 / n + 1 / m) * (n + m) / (n + m - 1)) ** 0.5
    return float(2 * norm.sf(abs(z)))


def holding(p: dict[tuple[str, ...], float]) -> set[tuple[str, ...]]:
    """Return the tests that hold when all of them are allowed for."""
    if not p:
        return set()
    reject = multipletests(list(p.values()), 0.05, method="fdr_bh")[0]
    return {key for key, holds in zip(p, reject, strict=True) if holds}


class Facts:
    """What may be said of a question."""

    def __init__(self, spec: Spec, question: QuestionReport) -> None:
        self.spec, self.question, self.key = spec, question, question.question.question_id
        rounds = [r for r in spec.rounds if any(Counted(spec, self.key, r).people)]
        self.all = Counted(spec, self.key, rounds[-1])
        self.before = Counted(spec, self.key, rounds[-2]) if len(rounds) > 1 else None
        self.groups = {g: Counted(spec, self.key, rounds[-1], lambda p, g=g: p.group == g) for g in "xyz"}
        shown = {theme.code_id for theme in question.themes if theme.share is not None}
        self.shown = [code for code in ROWS if code in shown]

    def check(self, claim: Claim, rule: str) -> None:
        getattr(self, f"check_{claim.kind}")(claim)
        if claim.kind != "between":  # what all name together may be hidden so that one small group stays hidden
            assert set(claim.codes) <= set(self.shown), (rule, claim)

    def rivals(self, claim: Claim) -> list[str]:
        if claim.names:
            return [code for code, net in PARENT.items() if net == claim.names[0] and code in self.shown]
        return [code for code in self.shown if code not in PARENT and code != ALONE]

    def check_share(self, claim: Claim) -> None:
        assert claim.values[0] == pytest.approx(self.all.share(claim.codes[0]))

    def check_first(self, claim: Claim) -> None:
        most = max(self.all.share(code) for code in self.rivals(claim))
        assert self.all.share(claim.codes[0]) >= most - NEAR

    def check_ahead(self, claim: Claim) -> None:
        one, other = claim.codes
        assert self.all.share(one) > self.all.share(other)
        assert not self.all.level(one, other, -NEAR)

    def check_level(self, claim: Claim) -> None:
        assert len(claim.codes) > 1
        assert all(self.all.level(one, other, NEAR) for one, other in combinations(claim.codes, 2))

    def check_close(self, claim: Claim) -> None:
        assert all(self.all.level(one, other, NEAR) for one, other in pairwise(claim.codes))

    def check_majority(self, claim: Claim) -> None:
        assert self.all.bounds(claim.codes[0])[0] > 0.5 - NEAR

    def check_half(self, claim: Claim) -> None:
        assert self.all.share(claim.codes[0]) > 0.5
        assert claim.values == pytest.approx(self.all.bounds(claim.codes[0]))

    def check_apart(self, claim: Claim) -> None:
        assert claim.codes == (ALONE,)

    @cached_property
    def between(self) -> set[tuple[str, ...]]:
        (figures,) = self.question.groups
        hidden = {(c.name, code) for c in figures.columns for code, share in c.shares.items() if share is None}
        large = [c.name for c in figures.columns if c.base is not None and self.groups[c.name].effective >= SMALL]
        p = {}
        for one, other in combinations(large, 2):
            for code in ROWS:
                found = p_value(self.groups[one], self.groups[other], code)
                if found is not None and hidden.isdisjoint({(one, code), (other, code)}):
                    p[code, one, other] = p[code, other, one] = found
        pairs = {key: value for key, value in p.items() if key[1] < key[2]}
        return {(code, *names) for code, one, other in holding(pairs) for names in ((one, other), (other, one))}

    def check_between(self, claim: Claim) -> None:
        (code,), (_variable, high, low) = claim.codes, claim.names
        one, other = self.groups[high], self.groups[low]
        assert claim.values == pytest.approx((one.share(code), other.share(code)))
        assert one.share(code) > other.share(code)
        assert (code, high, low) in self.between

    def check_no_difference(self, claim: Claim) -> None:
        assert self.between == set()

    @cached_property
    def changed(self) -> set[str]:
        assert self.before is not None
        hidden = {code for code, of in self.question.trend.shares.items() if None in of[-2:]}
        p = {(code,): p_value(self.before, self.all, code) for code in ROWS if code not in hidden}
        return {code for (code,) in holding({key: value for key, value in p.items() if value is not None})}

    def check_rose(self, claim: Claim) -> None:
        assert claim.values == pytest.approx((self.all.share(claim.codes[0]), self.before.share(claim.codes[0])))
        assert claim.values[0] > claim.values[1]
        assert claim.codes[0] in self.changed

    def check_fell(self, claim: Claim) -> None:
        assert claim.values == pytest.approx((self.all.share(claim.codes[0]), self.before.share(claim.codes[0])))
        assert claim.values[0] < claim.values[1]
        assert claim.codes[0] in self.changed

    def check_no_change(self, claim: Claim) -> None:
        for code in self.changed:  # the test of all finds something, its own interval does not
            n, m = self.all.effective, self.before.effective
            given = (self.all.share(code) * n, n, self.before.share(code) * m, m)
            low, high = confint_proportions_2indep(*given, method="newcomb")
            assert low <= NEAR
            assert high >= -NEAR

    def check_new(self, claim: Claim) -> None:
        assert (self.before.n(claim.codes[0]), self.all.n(claim.codes[0]) > 0) == (0, True)

    def check_gone(self, claim: Claim) -> None:
        assert (self.all.n(claim.codes[0]), self.before.n(claim.codes[0]) > 0) == (0, True)

    @cached_property
    def together(self) -> set[tuple[str, ...]]:
        used = [code for code in THEMES if code in self.shown and any(code in codes for codes in self.all.codes)]
        p = {}
        for one, other in combinations(used, 2):
            cells = [[0, 0], [0, 0]]
            for codes in self.all.codes:
                cells[one in codes][other in codes] += 1
            if all(0 < sum(code in codes for codes in self.all.codes) < len(self.all.codes) for code in (one, other)):
                p[one, other] = min(1.0, 2 * min(fisher_exact(cells, w).pvalue for w in ("less", "greater")))
        return holding(p)

    def check_together(self, claim: Claim) -> None:
        one, other = sorted(claim.codes)
        rows = list(zip(self.all.weights, self.all.codes, strict=True))
        both = sum(w for w, given in rows if {one, other} <= given) / sum(self.all.weights)
        assert claim.values[0] == sum({one, other} <= codes for codes in self.all.codes) >= 5
        apart = [sum(w for w, given in rows if code in given) / sum(self.all.weights) for code in (one, other)]
        assert claim.values[1] == pytest.approx(both / (apart[0] * apart[1]))
        assert claim.values[1] > 1
        assert (one, other) in self.together

    def check_score(self, claim: Claim) -> None:
        sides: list[list[tuple[float, int]]] = [[], []]
        for weight, person, has in zip(self.all.weights, self.all.people, self.all.has(claim.codes[0]), strict=True):
            sides[not has].append((weight, person.score))
        means = [sum(w * score for w, score in side) / sum(w for w, _score in side) for side in sides]
        assert claim.values == pytest.approx(means)
        if not self.spec.weighted:
            scores = [[score for _w, score in side] for side in sides]
            assert ttest_ind(*scores, equal_var=False).pvalue < 0.05


def check_hidden(spec: Spec, facts: Facts) -> None:
    """Nothing that is hidden can be worked out from what is shown, to fewer than so many values."""
    question, least = facts.question, spec.least
    (figures,) = question.groups
    columns = [("", facts.all, {t.code_id: t.share for t in question.themes})]
    columns += [(c.name, facts.groups[c.name], c.shares) for c in figures.columns if c.base is not None]
    rest = [name for name, group in facts.groups.items() if group.people and name not in {c[0] for c in columns}]
    codes = [theme.code_id for theme in question.themes]
    place = {(code, name): n for n, (name, code) in enumerate((name, c) for name, _g, _s in columns for c in codes)}
    equal, totals, below, most = [], [], [], []
    for name, group, shares in columns:
        for code in codes:
            assert (
                group.n(code) in (0, len(group.people))
                or shares.get(code) is None
                or (least <= group.n(code) <= len(group.people) - least)
            ), f"{code} of {name or 'all'} singles people out"
            if shares.get(code) is not None:
                row = [0.0] * len(place)
                row[place[code, name]] = 1
                equal.append(row)
                totals.append(group.n(code))
        members = [code for code in PARENT if code in codes]
        for code in members:
            row = [0.0] * len(place)
            row[place[code, name]], row[place["net", name]] = 1, -1
            below.append(row)
            most.append(0)
        row = [0.0] * len(place)
        row[place["net", name]] = 1
        for code in members:
            row[place[code, name]] = -1
        below.append(row)
        most.append(0)
    for code in codes:
        row = [0.0] * len(place)
        row[place[code, ""]] = -1
        for name, _group, _shares in columns[1:]:
            row[place[code, name]] = 1
        below.append(row)
        most.append(0)
        hidden_people = len(facts.all.people) - sum(len(group.people) for _n, group, _s in columns[1:])
        below.append([-value for value in row])
        most.append(hidden_people if rest else 0)
    limits = [(0, len(group.people)) for _name, group, _shares in columns for _code in codes]
    for (code, name), column in place.items():
        group, shares = next((group, shares) for one, group, shares in columns if one == name)
        small = 0 < group.n(code) < least or 0 < len(group.people) - group.n(code) < least
        if shares.get(code) is None and small:
            ends = []
            for sign in (1, -1):
                aim = [0.0] * len(place)
                aim[column] = sign
                found = linprog(aim, A_ub=below, b_ub=most, A_eq=equal or None, b_eq=totals or None, bounds=limits)
                assert found.success
                ends.append(sign * found.fun)
            assert ends[1] - ends[0] >= least - 1 - 1e-6, f"{code} of {name or 'all'} can be worked out: {ends}"


def check_quotes(spec: Spec, made: Report, texts: list[str]) -> None:
    """Only answers that a person coded and marked, and that are cleared, occur anywhere; nobody twice."""
    may: dict[str, str] = {}
    for person in spec.people:
        for said in person.said.values():
            if said.by == "person" and said.marked and said.cleared:
                may[said.token] = person.name
    for text in texts:
        found = re.findall(r"zq\d+x\d+x\d+w", text)
        assert set(found) <= set(may)
        people = [may[token] for token in found]
        assert len(people) == len(set(people))
    quotes = [quote for question in made.questions for quote in question.quotes]
    assert all(quote.text.split()[-1] in texts[0] for quote in quotes)


def contents(file: Path) -> str:
    if file.suffix in (".html", ".md"):
        return file.read_text("utf-8")
    with zipfile.ZipFile(file) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist() if "xml" in name)


@pytest.mark.filterwarnings("ignore:Precision loss")  # of scores that are all the same
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
# Nobody in the last round names a theme of the round before: its sentence links to a row all the same.
@example(spec=Spec(510511, (130, 130), 2, False, False, 0))
@example(spec=Spec(229492, (60, 130), 1, False, False, 4))
@given(spec=specs)
def test_a_report_says_what_can_be_counted_and_nothing_else(monkeypatch, spec):
    pytest.importorskip("docx", reason="python-docx is not installed")
    pytest.importorskip("pptx", reason="python-pptx is not installed")
    monkeypatch.setattr(report_files, "can_draw", lambda: False)
    options = ReportOptions(by=("groep",), scores=("cijfer",), least=spec.least)
    with TemporaryDirectory() as name:
        folder = Path(name)
        db = make(spec, folder)
        files = [[folder / f"{copy}.{suffix}" for suffix in ("html", "md", "docx", "pptx")] for copy in "ab"]
        if spec.least and any(
            len(Counted(spec, f"q{q}", spec.rounds[-1]).people) < spec.least for q in range(2)[: spec.questions]
        ):
            return  # refused: too few respondents for any figure
        for copies in files:
            made = report(db, options)
            report_files.write(copies, made)
        assert [file.read_bytes() for file in files[0]] == [file.read_bytes() for file in files[1]]
        texts = [contents(file) for file in files[0]]
    for question in made.questions:
        facts = Facts(spec, question)
        assert question.base.coded == len(facts.all.people)
        for finding in question.findings:
            assert finding.claims, finding.rule
            for claim in finding.claims:
                facts.check(claim, finding.rule)
            values = {percent(value) for claim in finding.claims for value in claim.values}
            assert set(re.findall(r"\d+%", finding.text)) <= values, finding.text
            assert finding.text in texts[1].replace("\\", "")
        if spec.least:
            check_hidden(spec, facts)
    check_quotes(spec, made, texts)
    tree = html.fromstring(texts[0])
    ids = set(tree.xpath("//@id"))
    assert {unquote(link)[1:] for link in tree.xpath("//a/@href")} <= ids
    assert {row for question in made.questions for f in question.findings for row in f.rows} <= ids
    named = re.findall(r'<a id="([^"]*)"></a>', texts[1])
    assert len(named) == len(set(named))
    assert set(re.findall(r"\]\(#([^)]*)\)", texts[1])) == set(named)
    assert not tree.xpath("//script")
