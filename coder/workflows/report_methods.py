"""The account of methods of a report: what a reviewer has to know, made from what the project file holds.

It follows the disclosure elements of AAPOR's Transparency Initiative (aapor.org, 'What is the TI?') as far as a
project of coded answers knows them; the last section says which those are, and which the researcher has to add.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version

from coder import __version__
from coder.domain.report import MethodSection
from coder.domain.texts import _, day, decimal, in_words, ngettext, percent
from coder.statistics.groups import FEWEST_TESTED
from coder.statistics.intervals import wilson
from coder.statistics.saturation import BLOCK
from coder.statistics.testing import ALPHA
from coder.workflows.counted import Source
from coder.workflows.methods import LIBRARIES
from coder.workflows.project import Project
from coder.workflows.report_account import STATUSES, Account

SHORT_ID = 12  # signs of the id of a model by which it is known from the others

WORKED_OUT_WITH = ("numpy", "scipy", *LIBRARIES)


def methods(
    project: Project, told: Sequence[Account], source: Source, weighted: bool, least: int, survey: Mapping[str, str]
) -> tuple[MethodSection, ...]:
    """Return the sections of the account of methods."""
    return (
        _fieldwork(told),
        _numbers(told),
        *(_codebook(one) for one in told),
        _coders(told),
        *filter(None, (_agreement(told), _machine(told))),
        _saturation(told),
        _figures(told, source, weighted),
        *filter(None, (_weights(told, survey) if weighted else None,)),
        _suppression(least),
        _tests(),
        _software(project),
        _checklist(told, weighted, survey),
    )


def _fieldwork(told: Sequence[Account]) -> MethodSection:
    respondents = {name: n for one in told for name, n in one.respondents.items()}
    return MethodSection(
        _("Rounds"),
        (_("Percentages are about the last round in which a question was coded; earlier ones show change."),),
        (_("round"), _("respondents")),
        tuple((name, str(n)) for name, n in sorted(respondents.items())),
    )


def _numbers(told: Sequence[Account]) -> MethodSection:
    names = {
        "coded": _("coded by people"),
        "machine": _("coded by the machine only"),
        "skipped": _("skipped"),
        "flagged": _("flagged"),
        "open": _("not coded"),
    }
    rows = [
        (
            *(one.question.question_id, name, str(one.respondents[name]), str(found.total())),
            *(str(found[status]) for status in STATUSES),
        )
        for one in told
        for name, found in one.counts.items()
    ]
    asked = _("An answer counts as given where the respondent wrote something; empty cells are no answers.")
    columns = (_("question"), _("round"), _("asked"), _("answered"), *(names[status] for status in STATUSES))
    return MethodSection(_("Numbers"), (asked,), columns, tuple(rows))


def _codebook(one: Account) -> MethodSection:
    codebook = one.codebook
    history = [
        ngettext("{version} ({n} code, {day})", "{version} ({n} codes, {day})", v.codes).format(
            version=v.version, n=v.codes, day=day(v.day)
        )
        for v in one.versions
    ]
    said = [one.question.text, _("Version {version}.").format(version=codebook.version)]
    if len(history) > 1:
        said.append(_("Versions so far: {versions}.").format(versions=in_words(history)))
    place = {code.code_id: number for number, code in enumerate(codebook.codes)}
    paths = {code.code_id: [*reversed(codebook.nets_of(code.code_id)), code.code_id] for code in codebook.codes}
    rows = []
    for code in sorted(codebook.codes, key=lambda code: [place.get(net, -1) for net in paths[code.code_id]]):
        if not code.retired:
            told = [
                code.definition,
                _worded(_("With: {text}"), code.include),
                _worded(_("Without: {text}"), code.exclude),
            ]
            rows.append(("– " * (len(paths[code.code_id]) - 1) + code.label, " ".join(filter(None, told))))
    title = _("Codebook of {question}").format(question=one.question.question_id)
    return MethodSection(title, tuple(said), (_("code"), _("definition")), tuple(rows))


def _worded(words: str, text: str) -> str:
    """Return a rule of a code after the word for what it is, unless it begins with that word itself."""
    if not text or text.lower().startswith(words.partition(":")[0].lower() + " "):
        return text
    return words.format(text=text)


def _coders(told: Sequence[Account]) -> MethodSection:
    rows = [(one.question.question_id, name, str(n)) for one in told for name, n in one.coders.items()]
    said = []
    if settled := sum(one.reconciled for one in told):
        said.append(
            ngettext(
                "{n} answer that coders had decided differently was settled together.",
                "{n} answers that coders had decided differently were settled together.",
                settled,
            ).format(n=settled)
        )
    return MethodSection(_("Coders"), tuple(said), (_("question"), _("coder"), _("answers decided")), tuple(rows))


def _agreement(told: Sequence[Account]) -> MethodSection:
    rows = []
    for one in told:
        if (found := one.agreement) is not None:
            exact, alpha = found.figures.exact, found.figures.masi
            rows.append(
                (
                    *(one.question.question_id, in_words(found.coders), str(found.figures.n)),
                    _interval(exact.value, exact.low, exact.high, True),
                    _interval(alpha.value, alpha.low, alpha.high, False),
                )
            )
    if not rows:
        return MethodSection(
            _("Agreement between coders"),
            (_("No answers were decided by two coders, so how far coders agree was not measured."),),
        )
    said = _(
        "Answers that several people decided, each by themselves. Alpha is Krippendorff's, for sets of codes (distance "
        "MASI): 1 is full agreement, 0 what chance gives; from 0.80 codings are called reliable. With 95 % intervals."
    )
    columns = (_("question"), _("coders"), _("answers"), _("exactly the same codes"), _("alpha"))
    return MethodSection(_("Agreement between coders"), (said,), columns, tuple(rows))


def _machine(told: Sequence[Account]) -> MethodSection | None:
    rows = []
    for one in told:
        found, by_machine = one.counts[one.rounds[-1]], one.counts[one.rounds[-1]]["machine"]
        if not (by_machine or one.measured or one.drawn):
            continue
        rows.append(
            (
                *(one.question.question_id, one.rounds[-1]),
                f"{by_machine} ({percent(by_machine / (found.total() or 1))})",
                _("{n} of {population}").format(n=one.drawn, population=one.population) if one.drawn else _("none"),
                _part(one.measured.right, one.measured.given) if one.measured else _("not measured"),
                _part(one.measured.right, one.measured.meant) if one.measured else _("not measured"),
                in_words([model[:SHORT_ID] for model in one.models]),
            )
        )
    if not rows:
        return None
    said = _(
        "The machine learns from what people coded and proposes codes. Precision is the share of its codes that people "
        "gave too, recall the share of people's codes that it gave, in answers of a random sample that people coded; "
        "with 95 % intervals."
    )
    columns = (
        *(_("question"), _("round"), _("coded by the machine only"), _("random sample coded")),
        *(_("precision"), _("recall"), _("model")),
    )
    return MethodSection(_("The machine"), (said,), columns, tuple(rows))


def _saturation(told: Sequence[Account]) -> MethodSection:
    said = _(
        "How many codes were used for the first time in each {n} answers, in the order in which people coded them. "
        "Where hardly any is new, more answers would hardly bring new themes."
    ).format(n=BLOCK)
    rows = tuple((one.question.question_id, " · ".join(map(str, one.new_codes)) or "–") for one in told)
    return MethodSection(_("Saturation"), (said,), (_("question"), _("new codes")), rows)


def _figures(told: Sequence[Account], source: Source, weighted: bool) -> MethodSection:
    corrected = any(one.corrected for one in told)
    said = [
        (
            _("Percentages are of the respondents who answered, those without a theme included.")
            if corrected
            else _("Percentages are of the respondents whose answer is coded, those without a theme included.")
        ),
        _(
            "One person may have several themes, so percentages may add up to more than 100. A net counts a person "
            "once."
        ),
        {
            "human": _("What people coded is counted; what only the machine coded is in no figure."),
            "all": _("Figures are about all answers: a random sample that people coded corrects the machine."),
            "uncorrected": _("What the machine coded is counted as it is, mistakes included."),
        }[source],
        _("The 95 % intervals are about these respondents: how far the estimates may be from coding every answer.")
        if corrected
        else _("The 95 % intervals take the respondents for a random sample of a much larger group ({method}).").format(
            method=_("Korn and Graubard") if weighted else "Wilson"
        ),
        _("Percentages are weighted; n is the number of people.") if weighted else _("Percentages are not weighted."),
    ]
    return MethodSection(_("Figures"), tuple(said))


def _weights(told: Sequence[Account], survey: Mapping[str, str]) -> MethodSection:
    rows = []
    for one in told:
        if (used := one.weights) is not None:
            rows.append(
                (
                    *(one.question.question_id, str(used.n), decimal(used.smallest, 2), decimal(used.largest, 2)),
                    *(decimal(used.effective, 0), str(used.without)),
                )
            )
    said = _(
        "The effective base is the number of respondents that an unweighted survey would need for the same precision "
        "(Kish)."
    )
    columns = (
        *(_("question"), _("respondents"), _("smallest weight"), _("largest weight")),
        *(_("effective base"), _("without a weight")),
    )
    made = survey.get("weighting")
    return MethodSection(_("Weights"), (said, *([made] if made else [])), columns, tuple(rows))


def _suppression(least: int) -> MethodSection:
    said = (
        _(
            "Numbers of fewer than {n} respondents are hidden, and others by which they could be worked out; so are "
            "groups of fewer than {n}."
        ).format(n=least)
        if least
        else _("No small numbers are hidden.")
    )
    quotes = _("Quotes are answers that a person chose and that were checked for personal data.")
    return MethodSection(_("Privacy"), (said, quotes))


def _tests() -> MethodSection:
    said = (
        _(
            "Groups and rounds are compared with a two-sided z test of two proportions, with effective bases where "
            "figures are weighted. All tests of a table are allowed for at once (Benjamini-Hochberg, {alpha}): of the "
            "differences that are reported no more than this part is expected to be chance."
        ).format(alpha=percent(ALPHA)),
        _("Groups of fewer than {n} respondents are not tested.").format(n=FEWEST_TESTED),
        _(
            "Themes are ranked only where shares differ by more than their intervals allow; 'majority' is said only "
            "where the whole interval lies above 50 %."
        ),
    )
    return MethodSection(_("Tests and rules"), said)


def _software(project: Project) -> MethodSection:
    rows = [("coder", __version__)]
    for name in WORKED_OUT_WITH:
        try:
            rows.append((name, version(name)))
        except PackageNotFoundError:
            continue
    project_file = _("Project file: {name}.").format(name=project.path.name)
    return MethodSection(_("Software"), (project_file,), (_("program"), _("version")), tuple(rows))


def _checklist(told: Sequence[Account], weighted: bool, survey: Mapping[str, str]) -> MethodSection:
    yes, add = _("in this report"), _("to be added by the researcher")
    made = _("in this report; how they were made: to be added")
    measured = any(one.agreement for one in told)
    elements = [
        (_("who paid for the survey, and who did it"), survey.get("sponsor") or add),
        (_("population, sampling frame and how people were chosen"), survey.get("population") or add),
        (_("how people were asked, and when"), survey.get("fieldwork") or add),
        (_("wording of the open questions"), yes),
        (_("number of respondents and of answers"), yes),
        (_("weights"), _("not used") if not weighted else yes if survey.get("weighting") else made),
        (_("codebook with definitions, and its versions"), yes),
        (_("who coded, and with what help of a machine"), yes),
        (_("agreement between coders"), yes if measured else _("not measured")),
        (_("precision of the figures"), yes),
        (_("what was hidden, and how quotes were chosen"), yes),
    ]
    said = _("After the disclosure elements of AAPOR's Transparency Initiative.")
    return MethodSection(_("What a reviewer asks for"), (said,), (_("element"), _("where")), tuple(elements))


def _part(part: int, whole: int) -> str:
    if not whole:
        return "–"
    return _interval(part / whole, *wilson(part, whole), True)


def _interval(value: float | None, low: float | None, high: float | None, share: bool) -> str:
    if value is None or low is None or high is None:
        return "–"
    one, *bounds = (percent(x) if share else decimal(x, 2) for x in (value, low, high))
    return one + " (" + _("{low} to {high}").format(low=bounds[0], high=bounds[1]) + ")"
