"""What all commands share: global options, before or after the command's name, and help in the language in use."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from coder.domain.texts import LANGUAGES, N_, _, use_language

if TYPE_CHECKING:
    from coder.terminal.console import Output


F = TypeVar("F", bound=Callable[..., Any])


@dataclass
class State:
    """The global options of this run."""

    db: Path = Path("coder.db")
    as_json: bool = False
    quiet: bool = False
    debug: bool = False
    named_db: str = ""
    """The project file, where it stands on the command line."""

    @cached_property
    def output(self) -> Output:
        """Where everything is shown."""
        from coder.terminal.console import Output

        return Output(quiet=self.quiet, as_json=self.as_json, project=self.named_db)


def state_of(ctx: click.Context) -> State:
    """Return the global options of a run."""
    return ctx.ensure_object(State)


pass_state = click.make_pass_decorator(State, ensure=True)


SHORT_HELP = 80  # characters of what the list of commands says of one: two lines in a terminal of 80 columns

# What stands for a value in usage lines and help texts. A single letter may be one too.
PLACEHOLDERS = (
    *(N_("OPTIONS"), N_("COMMAND"), N_("ARGS"), N_("FILE"), N_("FILES"), N_("DIR"), N_("PATH"), N_("NAME"), N_("COL")),
    *(N_("QUESTION_COL"), N_("KEY"), N_("SEP"), N_("TEXT"), N_("TOPIC"), N_("LABEL"), N_("CODE"), N_("Q")),
    *(N_("ROUND"), N_("ACTION")),
)


def _placeholders(text: str) -> str:
    return re.sub("[A-Z_]+", lambda found: _(found[0]) if found[0] in PLACEHOLDERS else found[0], text)


class TranslatedMixin:
    """Shows help texts in the language in use: they are marked with N_ and translated when shown."""

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence of the help."""
        text = _(getattr(self, "help", "") or "").split("\n\n")[0]
        first = text.split(". ")[0].rstrip(".")
        if len(first) <= SHORT_HELP:
            return first
        # A whole clause says more than a sentence that breaks off.
        heads = (first[:SHORT_HELP].rpartition(mark)[0] for mark in (";", ":", ","))
        return next(filter(None, heads), first[: SHORT_HELP - 1] + "…")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(getattr(self, "help", "") or ""))

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what stands behind the command in its usage line."""
        return [_placeholders(piece) for piece in super().collect_usage_pieces(ctx)]  # type: ignore[misc]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what stands below the options."""
        if epilog := getattr(self, "epilog", None):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(_(epilog))


class Argument(click.Argument):
    """An argument whose placeholder is translated when shown."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Return what stands for the argument."""
        return _placeholders(super().make_metavar(ctx))


class Option(click.Option):
    """An option whose help is translated when shown."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Return what stands for the value of the option."""
        return _placeholders(super().make_metavar(ctx))

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help."""
        marked, self.help = self.help, _(self.help or "") or None
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = marked


class Command(TranslatedMixin, click.Command):
    """A command that also takes the global options."""

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 - as click has it
        super().__init__(*args, **more)
        self.params = [*self.params, *GLOBAL_OPTIONS(hidden=True)]


class Group(TranslatedMixin, click.Group):
    """A group of commands that also takes the global options."""

    command_class = Command

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 - as click has it
        super().__init__(*args, **more)
        self.params = [*self.params, *GLOBAL_OPTIONS(hidden=True)]


def _set(ctx: click.Context, param: click.Parameter, value: Any) -> None:  # noqa: ANN401 - any option's value
    source = ctx.get_parameter_source(param.name or "")
    if source in (click.core.ParameterSource.DEFAULT, None):
        return  # not given here; perhaps before the command's name
    if param.name == "lang":
        use_language(value)
    elif param.name == "language_model":
        os.environ["CODER_MODEL"] = value  # processes that help with reading follow it too
    else:
        if param.name == "db" and source is click.core.ParameterSource.COMMANDLINE:
            state_of(ctx).named_db = str(value)
        setattr(state_of(ctx), param.name or "", Path(value) if param.name == "db" else value)


def GLOBAL_OPTIONS(*, hidden: bool) -> list[click.Parameter]:  # noqa: N802 - stands for a list
    """Return the global options, anew for each command."""
    shared: dict[str, Any] = {"expose_value": False, "callback": _set, "hidden": hidden, "is_eager": True}
    environment = {} if hidden else {"db": "CODER_DB", "lang": "CODER_LANG"}
    return [
        Option(
            ["--db"],
            type=click.Path(),
            envvar=environment.get("db"),
            metavar="PATH",
            default="coder.db",
            help=N_("The project file (environment: CODER_DB; else coder.db in this folder)."),
            **shared,
        ),
        Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            envvar=environment.get("lang"),
            help=N_("Language of all texts (environment: CODER_LANG; else that of the computer)."),
            **shared,
        ),
        Option(
            ["--model", "language_model"],
            metavar="NAME",
            help=N_(
                "A spaCy pipeline, by package or folder, to read Dutch with (environment: CODER_MODEL; else an "
                "installed nl_core_news, else the one that comes with coder)."
            ),
            **shared,
        ),
        Option(["--json", "as_json"], is_flag=True, help=N_("Write data as JSON."), **shared),
        Option(["--quiet"], is_flag=True, help=N_("Show data and errors only."), **shared),
        Option(["--debug"], is_flag=True, help=N_("Show the technical details of an error."), **shared),
    ]


def coder_option() -> Callable[[F], F]:
    """Return the option that says who codes."""
    return click.option(
        "--coder",
        "coder_id",
        cls=Option,
        envvar="CODER_NAME",
        default=user,
        metavar="NAME",
        help=N_("Who codes (environment: CODER_NAME; else your name on this computer)."),
    )


def question_option(required: bool = False) -> Callable[[F], F]:
    """Return the option that names a question of the project."""
    return click.option(
        "--question",
        "question_id",
        cls=Option,
        metavar="Q",
        required=required,
        help=N_("The question, by its key or the beginning of it."),
    )


def round_option() -> Callable[[F], F]:
    """Return the option that names a round of the project."""
    return click.option("--round", "round_id", cls=Option, metavar="R", help=N_("The round; without it, all rounds."))


def user() -> str:
    """Return who works here: the name that the environment gives, else that of the user of this computer."""
    import getpass

    if name := os.environ.get("CODER_NAME"):
        return name

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no user name on this computer
        return os.environ.get("USERNAME") or "coder"
