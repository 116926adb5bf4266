"""Keep the Dutch catalogue complete: ``python -m tests.messages --update`` or ``--check``.

The catalogue holds the texts of coder and those of click, which knows no Dutch itself. Update collects the texts anew,
keeps the translations that there are, drops what is no longer used and compiles; what is new comes out empty.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr
from datetime import UTC, datetime
from gettext import GNUTranslations
from io import BytesIO, StringIO
from pathlib import Path
from string import Formatter

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

REPOSITORY = Path(__file__).resolve().parent.parent
PO = REPOSITORY / "coder" / "locale" / "nl" / "LC_MESSAGES" / "coder.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
FROM_CLICK = "click"  # a comment at the texts of click: which there are depends on its version
SOME_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # the same texts must give the same files on every day
HEADER = r"""msgid ""
msgstr ""
"Language: nl\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


def new_catalogue() -> Catalog:
    """Return an empty Dutch catalogue."""
    return Catalog(locale="nl", project="coder", creation_date=SOME_DATE, revision_date=SOME_DATE, fuzzy=False)


def collected() -> Catalog:
    """Return all texts that a person may see, without translations."""
    catalogue = new_catalogue()
    for folder, comments in ((REPOSITORY / "coder", ()), (Path(click.__file__).parent, (FROM_CLICK,))):
        with redirect_stderr(StringIO()):  # Babel warns of `_(text or "")`, which is right here
            found = list(extract_from_dir(folder, [("**.py", "python")], keywords=KEYWORDS, strip_comment_tags=True))
        for name, _line, text, _comments, _context in found:
            if comments and text in catalogue:
                continue  # coder says the same
            file = f"coder/{Path(name).as_posix()}"
            catalogue.add(text, locations=() if comments else [(file, 0)], auto_comments=comments)
    return catalogue


def stored() -> Catalog:
    """Return the catalogue as it was translated so far."""
    if not PO.exists():
        return new_catalogue()
    with PO.open("rb") as file:
        return read_po(file, locale="nl")


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as gettext reads it."""
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def update() -> None:
    """Bring the catalogue up to date with the texts, and compile it."""
    catalogue, known = collected(), stored()
    for message in texts(catalogue):
        before = known.get(message.id)
        if before is not None and before.pluralizable == message.pluralizable:
            message.string = before.string
            message.user_comments = before.user_comments
    target = BytesIO()
    write_po(target, catalogue, width=110, omit_header=True, sort_output=True, include_lineno=False)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(HEADER.encode() + target.getvalue())
    MO.write_bytes(compiled(catalogue))


def mistakes() -> list[str]:
    """Return what is wrong with the catalogue, in words; empty when it is complete."""
    catalogue, wanted = stored(), collected()
    found = [f"not in the catalogue: {m.id!r}" for m in texts(wanted) if m.id not in catalogue]
    for message in texts(catalogue):
        if message.id not in wanted and FROM_CLICK not in message.auto_comments:
            found.append(f"no longer used: {message.id!r}")
        if message.fuzzy:
            found.append(f"fuzzy: {message.id!r}")
        found += wrong_translation(message)
    if not MO.exists() or meanings(MO.read_bytes()) != meanings(compiled(catalogue)):
        found.append("coder.mo was not made from this coder.po")
    return found


def wrong_translation(message: Message) -> list[str]:
    """Return what is wrong with one translation."""
    ids, strings = ((message.id,), (message.string,)) if isinstance(message.id, str) else (message.id, message.string)
    if len(ids) != len(strings) or not all(strings):
        return [f"not translated: {message.id!r}"]
    # 'One answer' may count in words or in a digit.
    allowed = [{frozenset(fields(ids[0])), frozenset(fields(ids[-1]))}, {frozenset(fields(ids[-1]))}][: len(ids)]
    for string, right in zip(strings, allowed, strict=True):
        used = frozenset(fields(string))
        # Click fills in words that stay English, such as 'integer range': leaving one out is right.
        if used not in right and not (FROM_CLICK in message.auto_comments and any(used < one for one in right)):
            return [f"other fields: {message.id!r} -> {string!r}"]
    return []


def fields(text: str) -> set[str]:
    """Return the fields of a text, '{n}' and '%(version)s' alike."""
    named = {f"{name}!{conversion}" for _, name, _, conversion in Formatter().parse(text) if name is not None}
    return named | {part.split(")")[0] for part in text.split("%(")[1:]}


def meanings(mo: bytes) -> dict[object, str]:
    """Return what a compiled catalogue says, its header aside."""
    translations: dict[object, str] = dict(vars(GNUTranslations(BytesIO(mo)))["_catalog"])
    translations.pop("", None)
    return translations


def texts(catalogue: Catalog) -> Iterator[Message]:
    """Yield the messages of a catalogue, its header aside."""
    return (message for message in catalogue if message.id)


def main() -> int:
    """Update or check; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.messages", description="The Dutch texts of coder.")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--update", action="store_true", help="collect the texts and compile the catalogue")
    which.add_argument("--check", action="store_true", help="say what is missing or wrong")
    if parser.parse_args().update:
        update()
    found = mistakes()
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
