"""Bytes to text: which encoding a file of a Western survey tool is in.

The order is strict rather than statistical: a byte order mark, the NULs of UTF-16, UTF-8 without a single error, and
then Windows-1252 or ISO-8859-1. Statistical detectors need more text than a short export holds, and take its few
accented letters for Cyrillic, Greek or Central European ones. A file in which UTF-8 and Windows-1252 are mixed, as
programs make that add rows to one another's files, is not guessed at: a person says 'mixed'.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from coder.domain.errors import InputError, UsageError
from coder.domain.folding import visible
from coder.domain.texts import _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PATTERN_BYTES = 4096
"""How much of the file the search for the NULs of UTF-16 looks at."""

MIXED = "mixed"
"""What a person calls a file of which some rows are UTF-8 and others Windows-1252."""

_LATIN_LETTERS = re.compile(b"\xc3[\x80-\xbf]")
"""'é' and its kin in UTF-8; in Windows-1252 a capital A with a tilde before a sign, which no Western text holds."""
_BEFORE = 20  # characters of a line that a message shows before the one that is wrong

_BINARY = re.compile(b"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_TEXT_PER_NUL = 10  # numbers in binary files are NULs for a third and more

_BEYOND_ASCII = re.compile("[^\0-\x7f\ufffd]")


def decode(data: bytes, path: Path, encoding: str | None = None) -> tuple[str, str]:
    """Return the text of a file, without byte order mark, and the name of its encoding.

    Raises
    ------
    InputError : bytes that do not fit, with the line of the first; or NULs, as in files that are no text.
    UsageError : `encoding` is not the name of a text encoding.
    """
    name = encoding or detect(data)
    mixed = name.lower() == MIXED
    try:
        text = data.decode("utf-8", _MIXED_ERRORS) if mixed else data.decode(name)
    except UnicodeDecodeError as error:
        raise _undecodable(data, path, name, error, stated=encoding is not None) from None
    except (LookupError, UnicodeError, ValueError):
        raise UsageError(
            _("there is no text encoding {name}").format(name=name),
            _("Known are for example utf-8, utf-16, windows-1252, iso-8859-1 and mixed."),
        ) from None
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise InputError(
            _("{file}: line {line}: there are NUL bytes in the text").format(
                file=path, line=text.count("\n", 0, text.index("\0")) + 1
            ),
            _("The file is damaged, not a text file, or in another encoding. Export it again, or name its encoding."),
        )
    return text, "utf-8 + windows-1252" if mixed else name


def detect(data: bytes) -> str:
    """Return the name of the encoding of a text."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if wide := utf16_without_mark(data):
        return wide
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    if _is_damaged_utf8(data):
        return "utf-8"
    try:
        data.decode("windows-1252")  # five of its bytes have no meaning; ISO-8859-1 has one for all
    except UnicodeDecodeError:
        return "iso-8859-1"
    return "windows-1252"


def utf16_without_mark(data: bytes) -> str | None:
    """Return 'utf-16-le' or 'utf-16-be' when every other byte of the beginning is mostly NUL."""
    start = data[:_PATTERN_BYTES]
    pairs = len(start) // 2
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > pairs / 2 and even <= pairs / 50:
        return "utf-16-le"
    if even > pairs / 2 and odd <= pairs / 50:
        return "utf-16-be"
    return None


def looks_like_text(head: bytes) -> bool:
    """Tell whether the beginning of a file can be text in one of the encodings above, also with some stray NULs.

    `decode` refuses those, and says where they are.
    """
    if any(head.startswith(mark) for mark, _name in _MARKS) or utf16_without_mark(head) or 0 not in head:
        return True
    return head.count(0) * _TEXT_PER_NUL <= len(head) and not _BINARY.search(head)


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few bad bytes from Windows-1252, where whole UTF-8 sequences hardly ever occur by chance.

    Reading it as Windows-1252 would succeed and turn every 'é' of the file into 'Ã©'.
    """
    text = data.decode("utf-8", "replace")
    return len(_BEYOND_ASCII.findall(text)) > text.count("\ufffd") or len(_LATIN_LETTERS.findall(data)) > 1


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Read as Windows-1252 what is not UTF-8; its five bytes without meaning as ISO-8859-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    piece = error.object[error.start : error.end]
    try:
        return piece.decode("windows-1252"), error.end
    except UnicodeDecodeError:
        return piece.decode("iso-8859-1"), error.end


_MIXED_ERRORS = "coder.mixed"
codecs.register_error(_MIXED_ERRORS, _as_windows)


def _undecodable(data: bytes, path: Path, name: str, error: UnicodeDecodeError, *, stated: bool) -> InputError:
    before = data[: error.start].decode(name, "ignore")
    line = before.count("\n") + 1
    shown = visible(before.rpartition("\n")[2][-_BEFORE:])
    message = _("{file}: line {line}, behind '{before}': a character is not valid in the encoding {name}").format(
        file=path, line=line, before=shown, name=name
    )
    if stated:
        return InputError(message, _("Leave the encoding out, then it is found out; or name another."))
    hint = _(
        "Two encodings are mixed in this file, or it is damaged there. Export it again, or read with --encoding mixed "
        "what is not UTF-8 as Windows-1252."
    )
    return InputError(message, hint)
