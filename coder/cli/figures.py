"""Options that commands share which show figures: whose codings count, small numbers, rounds, house style."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from coder.cli.options import F, Option
from coder.domain.errors import UsageError
from coder.domain.texts import N_, _


def source_option() -> Callable[[F], F]:
    """Return the option that says whose codings count."""
    return click.option(
        "--source",
        cls=Option,
        type=click.Choice(["human", "all"]),
        default="human",
        help=N_("What people coded, or all answers: corrected for the machine's mistakes by a random sample."),
    )


def min_cell_option() -> Callable[[F], F]:
    """Return the option that hides small numbers."""
    return click.option(
        "--min-cell",
        "least",
        cls=Option,
        type=click.IntRange(min=2),
        metavar="N",
        help=N_("Hide numbers of fewer than N respondents, and what would give them away by subtraction."),
    )


def rounds_option() -> Callable[[F], F]:
    """Return the option that names the rounds to compare; it gives a tuple of names, empty for all."""
    return click.option(
        "--rounds",
        cls=Option,
        metavar="R1,R2",
        callback=_names,
        help=N_("Rounds to compare; the last one is reported. Without it: all rounds."),
    )


def template_option() -> Callable[[F], F]:
    """Return the option that names a house style."""
    return click.option(
        "--template",
        cls=Option,
        type=click.Path(path_type=Path),
        metavar="DIR",
        help=N_("A folder with a house style: style.toml, and a logo and style.css where wanted."),
    )


def _names(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
    names = tuple(filter(None, (name.strip() for name in (value or "").split(","))))
    if value is not None and not names:
        raise UsageError(_("--rounds names no round"), "coder report --rounds 2022,2023 -o report.html")
    return names
