"""Looks for traces of words in the raw bytes of a project file and of what lies beside it."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from pathlib import Path


def traces(path: Path, *words: str) -> list[str]:
    """Return which words are somewhere in the file, in any encoding, in their own or in lower case.

    Files beside it (a journal, a write-ahead log) are searched too, and what is packed in models.
    """
    hay = b"".join(file.read_bytes() for file in sorted(path.parent.glob(path.name + "*")))
    with sqlite3.connect(path) as db:
        for (data,) in db.execute("SELECT data FROM models"):
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    hay += b"".join(archive.read(name) for name in archive.namelist())
    forms = {word: {word, word.lower()} for word in words}
    return [
        word
        for word, written in forms.items()
        if any(one.encode(code) in hay for one in written for code in ("utf-8", "utf-16-le", "utf-16-be"))
    ]
