"""Files that are something else than they seem: recognised by their first bytes, and told apart in plain words."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from zipfile import ZipInfo

from coder.domain.errors import InputError
from coder.domain.texts import N_, _

ZIP = b"PK\x03\x04"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound File Binary Format: Excel and Word before 2007, and every Office file with a password (MS-OFFCRYPTO)."""

_EXPORT = N_("Export the answers as CSV, Excel (.xlsx) or JSON Lines.")
_WEB_PAGE = re.compile(rb"\s*<(!doctype html|html|head|body|table)\b", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b", re.IGNORECASE)
_KINDS: tuple[tuple[bytes, str], ...] = (
    (ZIP, N_("a zip file")),
    (b"PK\x05\x06", N_("an empty zip file")),
    (OLE2, N_("an Office file of before 2007 or with a password")),
    (b"$FL2@(#)", N_("an SPSS file")),
    (b"$FL3@(#)", N_("an SPSS file")),
    (b"<stata_dta>", N_("a Stata file")),
    (bytes(12) + bytes.fromhex("c2ea8163b31411cfbd92080009c7318c181f1011"), N_("the value labels of a SAS file")),
    (b"%PDF", N_("a PDF")),
    (b"{\\rtf", N_("a word processor text")),
    (b"SQLite format 3\0", N_("a database")),
    (b"\x1f\x8b", N_("a compressed file")),
    (b"7z\xbc\xaf\x27\x1c", N_("a compressed file")),
    (b"Rar!\x1a", N_("a compressed file")),
    (b"\x28\xb5\x2f\xfd", N_("a compressed file")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"PAR1", N_("a Parquet file")),
)


def kind_of(head: bytes) -> str | None:
    """Return what a file is, in words and not yet translated, when its first bytes say that it is no text table."""
    for magic, kind in _KINDS:
        if head.startswith(magic):
            return kind
    start = head.removeprefix(b"\xef\xbb\xbf")
    if _WEB_PAGE.match(start):
        return N_("a web page")
    return N_("an XML file") if _XML.match(start) else None


def not_a_table(path: Path, head: bytes) -> InputError:
    """Return the error for a file that no format reads, saying what it is as far as that shows."""
    kind = kind_of(head)
    if kind is None:
        return InputError(_("{file} is not a table of answers: it is not text").format(file=path), _(_EXPORT))
    return InputError(_("{file} is not a table of answers but {kind}").format(file=path, kind=_(kind)), _(_EXPORT))


def with_entities(path: Path) -> InputError:
    """Return the error for XML that could read other files, or grow without end."""
    return InputError(
        _("{file}: the XML has a document type or entities, which such files never have").format(file=path),
        _("Do not trust this file; ask for it again."),
    )


def check_place(path: Path, entry: ZipInfo) -> None:
    """Refuse what in a zip file wants to stand outside it, or is a link to another file.

    Nothing is ever unpacked to the disk here; but nobody makes such a file without meaning harm.

    Raises
    ------
    InputError : it does.
    """
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/"):
        raise InputError(
            _("{file} holds a file that wants to stand outside it").format(file=path),
            _("Do not trust this file; ask for it again."),
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise InputError(
            _("{file} holds a link to another file").format(file=path), _("Do not trust this file; ask for it again.")
        )
