"""What can go wrong, as one small family; the root command group alone turns it into text and an exit code."""

from __future__ import annotations

from coder.domain.texts import _


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

    @property
    def sentences(self) -> str:
        """Message and hint, one after the other."""
        return ". ".join(part.rstrip(".") for part in (self.message, self.hint) if part) + "."


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


def reason_of(error: OSError) -> str:
    """Return in plain words why the system refused; what is rare stays in the system's own words."""
    if isinstance(error, FileNotFoundError):
        return _("it does not exist")
    if isinstance(error, PermissionError):
        return _("no permission")
    if isinstance(error, IsADirectoryError):
        return _("it is a folder")
    if isinstance(error, NotADirectoryError):
        return _("a part of its path is no folder")
    return error.strerror or str(error)
