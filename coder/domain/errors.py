"""What can go wrong, as one small family; the root command group alone turns it into text and an exit code."""

from __future__ import annotations


class CoderError(Exception):
    """Something that a person can act on.

    Parameters
    ----------
    message : what is wrong, in the language in use; names file, row and column where there are any.
    hint : what to do about it.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(CoderError):
    """The command was asked for something that does not fit (exit code 2)."""

    exit_code = 2


class InputError(CoderError):
    """A file that was read is not right (exit code 3)."""

    exit_code = 3


class ProjectError(CoderError):
    """The project file cannot be used (exit code 4)."""

    exit_code = 4


class MissingError(CoderError):
    """A model, plugin or optional library is missing (exit code 5)."""

    exit_code = 5
