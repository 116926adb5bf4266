"""Reads a house style: a folder with `style.toml`, and where wanted a logo and `style.css`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from coder.domain.errors import InputError, UsageError, reason_of
from coder.domain.folding import visible
from coder.domain.house_style import SURVEY, HouseStyle, Logo, contrast
from coder.domain.texts import _

TOML, CSS = "style.toml", "style.css"
LARGEST = 2_000_000  # bytes of one file: each report carries all of it
LONGEST = 2_000  # characters of one text
MOST = 24  # values of one list
READABLE = 4.5  # contrast of text with what is behind it: WCAG 2.1, 1.4.3 (AA)
VISIBLE = 3.0  # contrast of what is no text: WCAG 2.1, 1.4.11 (AA)

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FONT = re.compile(r"\w[\w .'-]{0,60}")
# What could fetch something, run something or end the style: a page with figures of people calls nobody.
_UNSAFE_CSS = re.compile(r"[<\\]|@import|url\s*\(|image\s*\(|image-set\s*\(|src\s*\(|expression\s*\(|javascript:", re.I)
_COLOURS = ("accent", "soft", "text", "muted", "background")
_TEXTS = ("organisation", "title")
_PARTS = {
    "colours": (*_COLOURS, "series"),
    "fonts": ("text", "headings"),
    "logo": ("file", "text"),
    "survey": SURVEY,
}


def house_style(folder: Path | None) -> HouseStyle:
    """Return the house style in a folder; that of coder itself for None.

    Raises
    ------
    UsageError : there is no such folder, or neither of the files is in it.
    InputError : something in it cannot be used; names the file and what in it.
    """
    if folder is None:
        return HouseStyle()
    toml, css = _bytes(folder / TOML), _bytes(folder / CSS)
    if toml is None and css is None:
        raise UsageError(
            _("There is no house style in {folder}").format(folder=visible(str(folder))),
            _("Put a file {toml} in it, or {css}; see coder help report.").format(toml=TOML, css=CSS),
        )
    return _style(folder, _settings(toml or b""), _css(css or b""))


def _settings(data: bytes) -> Mapping[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(
            _("{file} cannot be read: {reason}").format(file=TOML, reason=visible(str(error))),
            _('It is a text in UTF-8 with lines such as: accent = "#00577d".'),
        ) from error


def _style(folder: Path, settings: Mapping[str, Any], css: str) -> HouseStyle:
    parts = {name: _table(settings, name) for name in _PARTS}
    known = (*_TEXTS, *_PARTS, "before", "after")
    unknown = [name for name in settings if name not in known]
    unknown += [f"{part}.{name}" for part, values in parts.items() for name in values if name not in _PARTS[part]]
    if unknown:
        raise _wrong(unknown[0], _("is not known; known are {names}").format(names=", ".join(known)))
    values: dict[str, Any] = {name: _text(settings[name], name) for name in _TEXTS if name in settings}
    values |= {name: _colour(parts["colours"][name], name) for name in _COLOURS if name in parts["colours"]}
    if "series" in parts["colours"]:
        values["series"] = tuple(_colour(one, "series") for one in _list(parts["colours"]["series"], "series"))
    for field, name in (("font", "text"), ("heading_font", "headings")):
        if name in parts["fonts"]:
            values[field] = _font(parts["fonts"][name], f"fonts.{name}")
    for name in ("before", "after"):
        if name in settings:
            values[name] = tuple(_text(one, name) for one in _list(settings[name], name))
    values["survey"] = {name: _text(text, f"survey.{name}") for name, text in parts["survey"].items()}
    if "file" in parts["logo"]:
        values["logo"] = _logo(folder, parts["logo"])
    return _readable(HouseStyle(**values, css=css))


def _readable(style: HouseStyle) -> HouseStyle:
    """Refuse colours that cannot be read: a report has to be readable for everybody."""
    pairs = [
        *(("accent", style.accent, behind, READABLE) for behind in (style.background, style.soft)),
        *(("text", style.text, behind, READABLE) for behind in (style.background, style.soft)),
        ("muted", style.muted, style.background, READABLE),
        *(("series", colour, style.background, VISIBLE) for colour in style.series),
    ]
    for name, colour, behind, least in pairs:
        if (found := contrast(colour, behind)) < least:
            raise _wrong(
                f"colours.{name}",
                _("{colour} is hard to see on {behind}: the contrast is {found:.1f}, and {least} is needed").format(
                    colour=colour, behind=behind, found=found, least=least
                ),
            )
    return style


def _logo(folder: Path, part: Mapping[str, Any]) -> Logo:
    name = _text(part["file"], "logo.file")
    if name in ("", ".", "..") or re.search(r"[/\\:]", name) or (folder / name).is_symlink():
        raise _wrong("logo.file", _("is not the name of a file in this folder"))
    data = _bytes(folder / name)
    if data is None:
        raise _wrong("logo.file", _("there is no file {file}").format(file=visible(name)))
    kind: Literal["png", "jpeg"]
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        kind = "png"
    elif data.startswith(b"\xff\xd8\xff"):
        kind = "jpeg"
    else:
        raise _wrong("logo.file", _("a logo is a PNG or JPEG picture"))
    text = _text(part.get("text", ""), "logo.text")
    if not text:
        raise _wrong("logo.text", _("say what the logo shows, for who cannot see it"))
    return Logo(data, kind, text)


def _css(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(_("{file} is not a text in UTF-8").format(file=CSS)) from error
    if found := _UNSAFE_CSS.search(text):
        raise InputError(
            _("{file} holds {found}, which could fetch or run something").format(file=CSS, found=visible(found[0])),
            _("A report fetches nothing: take it out."),
        )
    return text


def _bytes(file: Path) -> bytes | None:
    try:
        if not file.is_file():
            return None
        with file.open("rb") as handle:
            data = handle.read(LARGEST + 1)
    except OSError as error:
        raise InputError(
            _("{file} cannot be read: {reason}").format(file=visible(str(file)), reason=reason_of(error))
        ) from error
    if len(data) > LARGEST:
        raise InputError(_("{file} is larger than {n} MB").format(file=visible(str(file)), n=LARGEST // 1_000_000))
    return data


def _table(settings: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = settings.get(name, {})
    if not isinstance(value, Mapping):
        raise _wrong(name, _("is a part of its own: [{name}]").format(name=name))
    return value


def _list(value: object, name: str) -> list[Any]:
    found = value if isinstance(value, list) else [value]
    if not 0 < len(found) <= MOST:
        raise _wrong(name, _("holds 1 to {n} values").format(n=MOST))
    return found


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise _wrong(name, _("is a text of at most {n} characters").format(n=LONGEST))
    return visible(value).strip()


def _colour(value: object, name: str) -> str:
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise _wrong(f"colours.{name}", _("a colour is written as #00577d"))
    return value.lower()


def _font(value: object, name: str) -> str:
    if not isinstance(value, str) or not _FONT.fullmatch(value):
        raise _wrong(name, _("is the name of one font"))
    return value


def _wrong(name: str, what: str) -> InputError:
    return InputError(
        _("{file}: {name}: {what}").format(file=TOML, name=visible(name), what=what), _("See coder help report.")
    )
