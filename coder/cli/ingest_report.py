"""What `coder ingest` says when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.cli.options import State
from coder.domain.texts import _, ngettext

if TYPE_CHECKING:
    from coder.workflows.answer_kinds import AnswerKinds
    from coder.workflows.ingest import IngestReport


def show_report(state: State, report: IngestReport, of_answers: list[AnswerKinds]) -> None:
    """Say what came in, what did not, and what comes next."""
    from dataclasses import asdict, replace

    if state.as_json:
        plain = {**asdict(replace(report, files=[])), "files": [table.path for table in report.files]}
        plain["answer_kinds"] = [asdict(one) for one in of_answers]
        state.output.json(plain)
        return
    say = state.output.say
    if report.dry_run:
        say(_("Trial run: nothing was written."), "bold")
    keys = ", ".join(question.question_id for question in report.questions)
    say(_("Questions: {keys}").format(keys=keys))
    for key, text in report.other_texts.items():
        state.output.warn(
            _(
                "{question} has another text in the project: '{text}'. The same question put otherwise stays together; "
                "another question gets a key of its own: KEY=COL."
            ).format(question=key, text=text)
        )
    if not report.id_column:
        from coder.workflows.columns import refused_id
        from coder.workflows.preview import why_refused

        for refused in filter(None, map(refused_id, report.files)):
            state.output.warn(why_refused(*refused))
        state.output.warn(
            _("Respondents are numbered by row. With --id COL the same file can be read again after sorting.")
        )
    else:
        say(_("Respondents are named by the column '{column}'.").format(column=" ".join(report.id_column.split())))
    if report.weight_column:
        say(_("Weights come from the column '{column}'.").format(column=" ".join(report.weight_column.split())))
    say(
        ngettext("{n} answer added", "{n} answers added", report.added).format(n=report.added)
        + ", "
        + _("{n} known already, {empty} empty; {people} new respondents.").format(
            n=report.unchanged, empty=report.empty, people=report.respondents
        ),
        "green",
    )
    if report.other_zeros:
        state.output.warn(
            _(
                "{n} of these numbers are there already with other zeros before them, such as {number}: they count as "
                "other people. coder undo takes this back."
            ).format(n=len(report.other_zeros), number=report.other_zeros[0])
        )
    if of_answers:
        from coder.terminal.answer_kinds import show_kinds

        show_kinds(state.output, [asdict(one) for one in of_answers])
    if report.redacted:
        from coder.terminal.findings import kind_name

        kinds = ", ".join(f"{kind_name(kind)} {n}" for kind, n in report.redacted.items())
        say(_("Personal data replaced: {kinds}.").format(kinds=kinds), "green")
    if report.unsure:
        n = report.unsure
        said = ngettext("{n} finding is unsure and waits for you.", "{n} findings are unsure and wait for you.", n)
        state.output.warn(said.format(n=n) + " coder redact --review")
    for key, (shape, n) in report.codes_in.items():
        say(_("Codes of {question}: {found}.").format(question=key, found=_shown(shape, n)))
    if report.coded:
        by = ", ".join(f"{coder_id} {n}" for coder_id, n in report.coded_by.items())
        said = ngettext("{n} coding came along", "{n} codings came along", report.coded).format(n=report.coded)
        say(said + (f": {by}." if by else "."))
    for key, labels in report.new_codes.items():
        shown = ", ".join(labels[:8]) + (" …" if len(labels) > 8 else "")
        say(_("New codes in {question}: {codes}").format(question=key, codes=shown))
        if all(map(str.isdecimal, labels)):
            say(_("These codes have no label yet: coder codebook import FILE --question {key}").format(key=key))
    if report.coded_otherwise:
        n = report.coded_otherwise
        said = ngettext(
            "{n} answer was coded otherwise already and stays so; --replace takes the codes of the file.",
            "{n} answers were coded otherwise already and stay so; --replace takes the codes of the file.",
            n,
        )
        state.output.warn(said.format(n=n))
    if report.codes_without_answer:
        state.output.warn(
            _("{n} rows have codes but no answer; these codes were left out.").format(n=report.codes_without_answer)
        )
    if report.without_weight:
        state.output.warn(
            _("{n} respondents have no weight; they count as 1 in weighted tables.").format(n=report.without_weight)
        )
    if report.personal:
        said = _("Not kept, as personal data: {columns}; --keep COL keeps one.")
        say(said.format(columns=_names(report.personal)))
    if report.left_open:
        said = _("Not kept, as they look like open answers: {columns}; --question COL reads one, --keep COL keeps one.")
        say(said.format(columns=_names(report.left_open)))
    if report.new_variables and report.gone_variables:
        said = _(
            "Variables that are new: {new}. Of earlier rounds, but not here: {gone}. Where it is the same one under "
            "another name: --keep OLD=COL."
        )
        say(said.format(new=_names(report.new_variables), gone=_names(report.gone_variables)))
    for what in dict.fromkeys(what for table in report.files for what in table.left_out):
        state.output.say(_("Left out: {what}").format(what=what))
    if report.unfinished:
        n = report.unfinished
        said = (
            ngettext("Left out: {n} respondent who did not finish.", "Left out: {n} respondents who did not finish.", n)
            if report.finished_only
            else ngettext(
                "{n} respondent did not finish the survey, and counts.",
                "{n} respondents did not finish the survey, and count.",
                n,
            )
        )
        state.output.say(said.format(n=n))
    if report.replaced:
        state.output.warn(
            _("{n} changed answers were replaced; what was coded on them is flagged.").format(n=report.replaced)
        )
    elif report.changed:
        names = ", ".join(report.changed[:5]) + (" …" if len(report.changed) > 5 else "")
        state.output.warn(
            _(
                "{n} respondents have a changed answer ({names}): the old one was kept. --replace takes the new one."
            ).format(n=len(report.changed), names=names)
        )
    if report.words_later:
        say(
            _(
                "The words of {n} different answers are read by the first command that needs them, such as coder "
                "review; that takes a few minutes, once."
            ).format(n=report.words_later)
        )
    if not report.dry_run and report.questions:
        from coder.workflows.history import status

        for step in status(state.db).next_steps[:1]:
            state.output.next(step)


def _names(columns: list[str]) -> str:
    return ", ".join(" ".join(name.split()) for name in columns[:8]) + (" …" if len(columns) > 8 else "")


def _shown(shape: str, n: int) -> str:
    """Say how codes stood in a file."""
    if shape == "joined":
        return _("all in one column")
    if shape == "mentions":
        return ngettext("{n} column with a code", "{n} columns with a code each", n).format(n=n)
    return ngettext("{n} column with yes or no", "{n} columns with yes or no, one a code", n).format(n=n)
