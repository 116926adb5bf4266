"""R data frames (.rds) through rdata (the extra `r`), which reads the format without running anything in it."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from coder.domain.errors import InputError, MissingError
from coder.domain.formats import Carries
from coder.domain.survey import Kind, SurveyTable
from coder.domain.texts import _
from coder.importers import base
from coder.importers.apart import Send, apart
from coder.importers.base import ReadOptions
from coder.importers.columns_apart import damaged, packed, past_limits, send_column, table_of
from coder.importers.moments import Reading, clock_time, dates_from, moments_from

NAME = "rds"
LABEL = "R (.rds)"
CARRIES = frozenset(
    {
        *(Carries.ANSWERS, Carries.QUESTIONS, Carries.VARIABLES, Carries.LABELS, Carries.WEIGHTS),
        *(Carries.MISSING, Carries.DATES, Carries.CODES),
    }
)

MAX_UNPACKED_BYTES = 256 * 2**20
"""Of what is packed in a file; 100,000 people x 60 numbers are 46 MB."""

_GZIP = b"\x1f\x8b"
_PACKED: dict[bytes, Callable[..., Any]] = {_GZIP: gzip.open, b"\xfd7zXZ\0": lzma.open, b"BZh": bz2.open}
_PLAIN = (b"X\n\0\0\0", b"A\n", b"B\n")
"""How the format begins, unpacked: in big-endian, as text, or as the computer had it."""
_FIRST_DAY = datetime(1970, 1, 1)
_NO_FRAME = "no data frame"


def recognises(head: bytes, path: Path) -> bool:
    """Tell whether it is an object that R saved."""
    if path.suffix.lower() == ".rds":
        return head.startswith((*_PACKED, *_PLAIN))
    if head.startswith(_GZIP):
        with suppress(zlib.error):
            return zlib.decompressobj(31).decompress(head, 8).startswith(_PLAIN[0])
    return False


def read(path: Path, options: ReadOptions) -> SurveyTable:
    """Read a data frame or tibble; factors and labels of haven are value labels. Row numbers are those of the frame.

    Raises
    ------
    InputError : damaged, larger than the limits, or another object than a data frame.
    MissingError : the package that reads it is not installed.
    """
    if find_spec("rdata") is None:
        raise MissingError(
            _("{file} is a {program} file, and the package that reads it is not installed").format(
                file=path, program="R"
            ),
            _("Install it: pip install 'enquete-coder[r]'; or export the answers as CSV or Excel."),
        )
    base.check_file_size(path)
    parts = apart(send, "rdata", path, size_bytes=_unpacked_bytes(path))
    return table_of(path, parts, NAME, "R", _reading, lambda reason: _refused(path, reason))


def _unpacked_bytes(path: Path) -> int:
    """Return the size of what is packed in a file, as far as it can be unpacked.

    Raises
    ------
    InputError : more than `MAX_UNPACKED_BYTES`.
    """
    with path.open("rb") as file:
        head = file.read(max(map(len, _PACKED)))
    opened = next((opens for magic, opens in _PACKED.items() if head.startswith(magic)), open)
    size = 0
    with suppress(OSError, EOFError, zlib.error, lzma.LZMAError), opened(path, "rb") as unpacked:
        while part := unpacked.read(2**20):
            size += len(part)
            if size > MAX_UNPACKED_BYTES:
                raise past_limits(path, "R")
    return size


def _refused(path: Path, reason: str) -> InputError:
    if reason != _NO_FRAME:
        return damaged(path, "R")
    return InputError(
        _("{file} holds another object of R than a table").format(file=path),
        _("Save the data frame alone: saveRDS(frame, 'answers.rds')."),
    )


def _reading(format_name: str) -> tuple[Kind, Reading] | None:
    known: dict[str, tuple[Kind, Reading]] = {
        "Date": ("date", dates_from(_FIRST_DAY.date())),
        "POSIXct": ("date", moments_from(_FIRST_DAY)),
        "difftime": ("date", clock_time),
        "logical": ("truth", bool),
    }
    return known.get(format_name)


def send(send: Send, path: Path) -> None:
    """Read a data frame and send it (in a process of its own): see `columns_apart`."""
    import rdata

    try:
        frame = rdata.parser.parse_file(path).object
        about = _attributes(frame)
        if "data.frame" not in _texts(about.get("class")):
            send(packed({"error": _NO_FRAME}))
            return
        names = [name or "" for name in _texts(about["names"])]
        columns = [pair for pair in zip(names, frame.value, strict=True) if _type(pair[1]) in _VALUES]
        read = [_VALUES[_type(column)](column) for _name, column in columns]
        send(packed({"columns": [_told(name, column) for name, column in columns]}))
    except MemoryError:
        raise
    except Exception as error:  # it raises many kinds on damaged files
        send(packed({"error": str(error)}))
        return
    for values in read:
        send_column(send, values)


def _told(name: str, column: Any) -> dict[str, Any]:  # noqa: ANN401 - an object of rdata
    about = _attributes(column)
    kinds = _texts(about.get("class"))
    shown = next((kind for kind in ("Date", "POSIXct", "difftime") if kind in kinds), "")
    return {
        "name": name,
        "text": next(iter(_texts(about.get("label"))), None) or "",
        "format": "logical" if _type(column) == "LGL" else shown,
        "labels": list(_labels(about)),
        "missing": list(_missing(about)),
    }


def _labels(about: dict[str, Any]) -> Iterator[list[Any]]:
    if "levels" in about:
        yield from ([number, level] for number, level in enumerate(_texts(about["levels"]), 1))
    elif "labels" in about and _type(about["labels"]) in _VALUES:
        labels = about["labels"]
        values = _VALUES[_type(labels)](labels)
        yield from ([value, name] for value, name in zip(values, _texts(_attributes(labels).get("names")), strict=True))


def _missing(about: dict[str, Any]) -> Iterator[list[Any]]:
    for name in ("na_values", "na_range"):
        if name in about and _type(about[name]) in _VALUES:
            values = _VALUES[_type(about[name])](about[name])
            yield from ([value, value] for value in values) if name == "na_values" else [values]


def _attributes(thing: Any) -> dict[str, Any]:  # noqa: ANN401 - an object of rdata
    """Return the attributes of an object: R keeps them as a chain of pairs."""
    found, pair = {}, thing.attributes
    while pair is not None and _type(pair) == "LIST":
        tag = pair.tag.referenced_object if _type(pair.tag) == "REF" else pair.tag
        found[tag.value.value.decode()] = pair.value[0]
        pair = pair.value[1]
    return found


def _type(thing: Any) -> str:  # noqa: ANN401 - an object of rdata
    return str(thing.info.type.name)


def _texts(thing: Any) -> list[str | None]:  # noqa: ANN401 - an object of rdata
    if thing is None or _type(thing) != "STR":
        return []
    known: dict[bytes, str] = {}  # texts that occur often are made once
    return [
        None if one.value is None else known.get(one.value) or known.setdefault(*_decoded(one)) for one in thing.value
    ]


_LATIN_1 = 1 << 2
"""The mark of a text that is not in UTF-8."""


def _decoded(one: Any) -> tuple[bytes, str]:  # noqa: ANN401 - an object of rdata
    return one.value, one.value.decode("cp1252" if one.info.gp & _LATIN_1 else "utf-8", "replace")


def _numbers(thing: Any) -> list[float | None]:  # noqa: ANN401 - an object of rdata
    values = [None if value is None else float(value) for value in thing.value.tolist()]  # None where it is masked
    scale = _UNIT_SECONDS.get(next(iter(_texts(_attributes(thing).get("units"))), None) or "", 1)
    return values if scale == 1 else [None if value is None else value * scale for value in values]


_UNIT_SECONDS = {"mins": 60, "hours": 3600, "days": 86_400, "weeks": 604_800}
_VALUES: dict[str, Callable[[Any], list[Any]]] = {"LGL": _numbers, "INT": _numbers, "REAL": _numbers, "STR": _texts}
