"""The root of the command line: finds commands, chooses the language, turns errors into text and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from coder import __version__
from coder.cli.options import GLOBAL_OPTIONS, Option, State, TranslatedMixin, state_of
from coder.domain.errors import CoderError
from coder.domain.texts import LANGUAGES, N_, _, language_of, use_language

# In the order of the work; `coder --help` shows them so.
COMMANDS = (
    "demo",
    "fetch",
    "ingest",
    "formats",
    "redact",
    "codebook",
    "group",
    "assign",
    "review",
    "train",
    "evaluate",
    "autocode",
    "suggest",
    "score",
    "check",
    "agreement",
    "reconcile",
    "split",
    "merge",
    "table",
    "report",
    "chart",
    "quotes",
    "export",
    "open",
    "status",
    "log",
    "undo",
    "forget",
    "help",
)


class Root(TranslatedMixin, click.Group):
    """The group of all commands."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - as click has it
        """Choose the language before anything is said, then go on as click does."""
        given = list(sys.argv[1:] if args is None else args)
        use_language(_language_asked(given) or language_of(os.environ))
        return super().main(given, *rest, **more)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command when it is asked for."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"coder.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command where one was mistyped."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            message = _("There is no command '{command}'.").format(command=args[0])
            if near:
                message += " " + _("Is '{command}' meant?").format(command=near[0])
            raise click.UsageError(message, ctx) from None

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run a command; what goes wrong becomes one message and the right exit code."""
        try:
            return super().invoke(ctx)
        except CoderError as error:
            _show(ctx, error.message, error.hint)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            ctx.exit(130)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except MemoryError:
            _show(ctx, _("There is not enough memory for this"), _("Close other programs, or take a smaller file."))
            ctx.exit(1)
        except Exception as error:
            if state_of(ctx).debug:
                raise
            # Not the error's text: answers could stand in it.
            _show(
                ctx,
                _("This is a mistake in coder itself ({kind})").format(kind=type(error).__name__),
                _("Nothing that was confirmed is lost. Repeat the command with --debug for the details."),
            )
            ctx.exit(1)


def _show(ctx: click.Context, message: str, hint: str) -> None:
    if state_of(ctx).debug:
        import traceback

        traceback.print_exc()
    state_of(ctx).output.error(message, hint)


def _language_asked(args: Sequence[str]) -> str | None:
    for place, argument in enumerate(args):
        value = argument[7:] if argument.startswith("--lang=") else None
        if argument == "--lang" and place + 1 < len(args):
            value = args[place + 1]
        if value in LANGUAGES:
            return value
    return None


@click.group(
    cls=Root,
    params=GLOBAL_OPTIONS(hidden=False),
    help=N_("Code open-ended survey answers in the terminal, with suggestions that learn from every decision."),
    epilog=N_("Guides: coder help. A first try on an example: coder demo."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    no_args_is_help=True,
)
@click.version_option(
    __version__, prog_name="coder", message="%(prog)s %(version)s", cls=Option, help=N_("Show the version and leave.")
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Run a command."""
    ctx.ensure_object(State)


def main() -> None:
    """Run the command line."""
    cli(prog_name="coder")
