"""XML, written from its beginning to its end without being held in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from xml.sax.saxutils import escape, quoteattr  # they write, and read nothing

BUFFER_CHARACTERS = 1 << 16

# What XML 1.0 cannot hold, not even as a reference.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RETURN = {"\r": "&#13;"}  # a bare one would be read as a line feed


class Xml:
    """Writes elements to a binary file. Attributes that are None are left out."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._waiting = ['<?xml version="1.0" encoding="UTF-8"?>\n']
        self._size = 0

    def begin(self, tag: str, /, **attributes: str | None) -> None:
        """Write the beginning of an element."""
        self.put(f"<{tag}{_written(attributes)}>")

    def end(self, tag: str) -> None:
        """Write the end of an element."""
        self.put(f"</{tag}>\n")

    @contextmanager
    def element(self, tag: str, /, **attributes: str | None) -> Iterator[None]:
        """Write an element around what is written meanwhile."""
        self.begin(tag, **attributes)
        yield
        self.end(tag)

    def leaf(self, tag: str, text: str = "", /, **attributes: str | None) -> None:
        """Write an element that holds a text, or nothing."""
        if text:
            self.put(f"<{tag}{_written(attributes)}>{escaped(text)}</{tag}>\n")
        else:
            self.put(f"<{tag}{_written(attributes)}/>\n")

    def put(self, markup: str) -> None:
        """Write markup that is ready."""
        self._waiting.append(markup)
        self._size += len(markup)
        if self._size > BUFFER_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Hand over what waits; needed once, at the end."""
        self._file.write("".join(self._waiting).encode())
        self._waiting, self._size = [], 0


def legal(text: str) -> str:
    """Return a text with a visible mark for every character that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)


def escaped(text: str) -> str:
    """Return a text as it stands between tags."""
    return escape(legal(text), _RETURN)


def _written(attributes: dict[str, str | None]) -> str:
    return "".join(f" {name}={quoteattr(legal(value))}" for name, value in attributes.items() if value is not None)
