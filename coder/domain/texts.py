"""The texts that people see, in Dutch and English, through gettext.

The source language is English; ``coder/locale/nl`` holds the Dutch catalogue. Click reads its own messages from the
same catalogue, because `use_language` makes it the default text domain of the process.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

DOMAIN = "coder"
LANGUAGES = ("nl", "en")
HIDDEN = "·"
"""What stands in tables for a number that is not shown."""

LOCALE_FOLDER = Path(__file__).resolve().parent.parent / "locale"

_current: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def _(message: str) -> str:
    """Translate `message` to the language in use."""
    return _current.gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate a message that counts something."""
    return _current.ngettext(singular, plural, n)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools know
    """Mark a text for translation without translating it yet (help texts are read before the language is known)."""
    return message


def language() -> str:
    """Return the language in use: 'nl' or 'en'."""
    return _language


def use_language(name: str) -> None:
    """Switch the texts of this process to `name` ('nl' or 'en'), click's own messages included."""
    global _current, _language
    _language = name if name in LANGUAGES else "en"
    _current = gettext.translation(DOMAIN, str(LOCALE_FOLDER), languages=[_language], fallback=True)
    # Click calls gettext.gettext(), which chooses by text domain and by the environment.
    os.environ["LANGUAGE"] = _language
    if not any(os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")):
        os.environ["LANG"] = "C.UTF-8"
    gettext.bindtextdomain(DOMAIN, str(LOCALE_FOLDER))
    gettext.textdomain(DOMAIN)


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language that the environment asks for: CODER_LANG, else the locale, else English."""
    for name in ("CODER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return "nl" if value.lower().startswith("nl") else "en"
    system = locale.getlocale()[0] or ""
    return "nl" if system.lower().startswith(("nl", "dutch")) else "en"


def decimal(value: float, digits: int = 1) -> str:
    """Write a number the way the language in use does: '41,2' in Dutch, '41.2' in English."""
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if _language == "nl" else text


MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August")),
    *(N_("September"), N_("October"), N_("November"), N_("December")),
)


def day(moment: str) -> str:
    """Write the day of a moment in ISO 8601 in words: '5 November 2023'."""
    year, month, number = moment[:10].split("-")
    return f"{int(number)} {_(MONTHS[int(month) - 1])} {year}"


def signed(value: float, digits: int = 0) -> str:
    """Write a difference with its sign, a true minus sign, and none where it is nothing: '+3', '−2', '0'."""
    text = decimal(abs(value), digits)
    sign = "" if float(text.replace(",", ".")) == 0 else "+" if value > 0 else "−"
    return sign + text


def percent(share: float, digits: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage: '41 %' in Dutch, '41%' in English."""
    return decimal(100 * share, digits) + (" %" if _language == "nl" else "%")


def in_words(parts: Sequence[str]) -> str:
    """Write a list the way people say it: 'a, b and c'."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{others} and {last}").format(others=", ".join(parts[:-1]), last=parts[-1])
