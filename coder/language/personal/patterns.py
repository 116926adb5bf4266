"""Personal data with a form: mail, telephone, address, bank account, citizen number, plate, birth, user, link.

Every expression has bounded repeats and begins at the edge of a word, so a text takes time in proportion to its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from coder.domain.personal import Kind

Place = tuple[int, int, Kind, bool]
"""Begin, end, kind, and whether it is certain."""

_DOMAINS = r"(?:nl|com|be|org|net|eu|nu|info|de|frl|amsterdam)"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_SPOKEN = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64} {0,2}(?:\bat\b|[(\[](?:at|@)[)\]]|\bapenstaart(?:je)?\b|@) {0,2}[\w-]{1,63}"
    r"(?: {0,2}(?:\.|\bpunt\b|\bdot\b|[(\[](?:punt|dot|\.)[)\]]) {0,2}[\w-]{1,63}){0,3}"
    rf" {{0,2}}(?:\.|\bpunt\b|\bdot\b|[(\[](?:punt|dot|\.)[)\]]) {{0,2}}{_DOMAINS}\b",
    re.IGNORECASE,
)
_URL = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>\"']{3,2000}", re.IGNORECASE)
_SITE = re.compile(
    rf"(?<![\w@.-])[a-z0-9][a-z0-9-]{{2,62}}(?:\.[a-z0-9-]{{1,63}}){{0,3}}\.{_DOMAINS}(?![\w@-])(?:/[^\s<>\"']{{0,500}})?",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@./+-])@\w[\w.]{1,30}")
_LOGIN = re.compile(
    r"\b(?:gebruikers?naam|inlognaam|login ?naam|accountnaam|username|user name|nickname)\b(?: is|:| ?=)? {0,2}([\w.@-]{2,40})"
    r"|\b(?:insta(?:gram)?|snap(?:chat)?|twitter|tik ?tok|skype|discord|telegram|steam)(?: naam)?(?: is|:| ?=) {0,2}([\w.@-]{3,40})",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w+.,/-])(?:(?:\+|00) ?31[ .-]{0,2}(?:\(0\)[ .-]{0,2}|0)?|\(?0)[1-9](?:[ .)/-]{0,2}\d){8}(?!\d|[.,-]\d)"
    r"|(?<![\w+.,/-])\+(?!31)[1-9]\d(?:[ ()/-]{0,2}\d){7,11}(?!\d)"
)
_NINE = re.compile(r"(?<![\w.,/+-])\d(?:[ .-]?\d){7,8}(?![\d/]|[.,-]\d)")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2} ?\d{2}(?:[ .-]?[A-Z0-9]){11,30}", re.IGNORECASE)
_IBAN_LENGTHS = {"NL": 18, "BE": 16, "DE": 22, "FR": 27, "PL": 28, "TR": 26, "ES": 24, "IT": 27, "GB": 22, "RO": 24}
_IBAN_LENGTHS |= {"BG": 22, "LU": 20, "AT": 20, "PT": 25, "GR": 27, "HU": 28, "CZ": 24, "IE": 22, "LT": 20, "CH": 21}
_IBAN_LENGTHS |= {"SE": 24, "DK": 18, "NO": 15, "FI": 18}

# The fourteen layouts of Dutch plates ("sidecodes"), L a letter and D a digit.
_LAYOUTS = "LL-DD-DD DD-DD-LL DD-LL-DD LL-DD-LL LL-LL-DD DD-LL-LL DD-LLL-D D-LLL-DD LL-DDD-L L-DDD-LL LLL-DD-L L-DD-LLL"
_LAYOUTS += " D-LL-DDD DDD-LL-D"
_ONE_OF = "|".join(_LAYOUTS.split()).replace("L", "[A-Za-z]").replace("D", r"\d")
_PLATE = re.compile(rf"(?<![\w-])(?:{_ONE_OF})(?![\w-])")
_PLATE_NAMED = re.compile(
    rf"\b(?:kentekens?|nummerbord|kenteken ?plaat)\b\W{{0,3}}(?:\w{{2,10}}\W{{1,2}}){{0,2}}?({_ONE_OF.replace('-', '[ -]?')})(?!\w)",
    re.IGNORECASE,
)
_MONTHS = r"(?:jan|feb|febr|mrt|maart|apr|april|mei|juni?|juli?|aug|sept?|okt|nov|dec)(?:uari|ruari|ustus|ember|tember|ober)?\.?"
_DATE = re.compile(
    r"(?<![\w/.-])(?:[0-3]?\d ?[-/. ] ?[01]?\d ?[-/. ] ?((?:19|20)?\d\d)"
    rf"|[0-3]?\d(?:e|ste|de)? ?{_MONTHS} ?['’]?((?:19|20)?\d\d))(?![\w/]|-\d)",
    re.IGNORECASE,
)
_FULL_DATE = re.compile(r"[0-3]?\d[-/.][01]?\d[-/.](?:19|20)\d\d")
_BORN = re.compile(
    r"(?:\bgeboren\b|\bgeb\b\.?|\bgeboorte\w{0,8}|\bgeb\. ?dat\w{0,3}|\bjarig\b|\bverjaar\w{0,8}|\bik ben van\b|\bdob\b)"
    r"(?:[^\w\n]{0,3}(?:op|is|de|datum|:|te|in|dag)){0,2}[^\w\n]{0,3}$",
    re.IGNORECASE,
)
_SUFFIX = (
    r"(?:straat|str\.?|laan|weg|plein|kade|gracht|singel|dijk|hof|pad|steeg|dreef|park|plantsoen|ring|wal|markt|baan|"
    r"boulevard|lei|haven|kamp|veld|burg|erf|horst|berg|heide|akkers?|weide|meent|donk|stede|zoom|oord|hage|poort|"
    r"brink|oever|vaart|diep|hoek|laantje|straatje|pleintje|wetering|vliet|dwars|kwartier)"
)
_STREET = re.compile(
    rf"(?<![\w'’.-])(?:[\w'’-]{{2,40}}{_SUFFIX}|(?:straat|weg|plein|singel|markt|dijk|laan)(?= \d{{1,4}} ?,? ?[1-9]\d{{3}} ?[A-Z]{{2}}))"
    r",? {1,2}(?:(?:nr|no|nummer|huisnummer|huisnr)\.? {0,2})?([1-9]\d{0,3})(?![\d:%€]|[.,]\d)"
    r"(?: ?[a-z](?!\w)| (?:hs|bis|zw|rood|[IVX]{1,3})(?!\w)|[-/] ?\w{1,4}(?!\w))?",
    re.IGNORECASE,
)
_NO_STREET = re.compile(
    r"(?:snel|auto|rij|bus|fiets|voet|hoofd|tram|loop|wandel|vlieg|aan|uit|in|om|door|bij|onder|over|weer|tuss?en|eet|spoor|"
    r"speel|sport|voetbal|vrije|werk|kinder|school|af|ver|vol|ge|be|zwem|ijs|half|buiten|neder|duits|eng|vader|platte|"
    r"invals|water|kunst|super|trein|hand|boek|land|af|leef|achter|voor|rand|woon|stads|binnen|dorps?|arbeids|rommel)"
    r"(?:weg|baan|pad|strook|veld|park|hof|plein|land|wijk|kant|markt|deel|wal|ring|lei|es|zijde|hoek)$"
    r"|(?:[a-z]{0,12}(?:les|ness|mes|proces|succes|adres|indes|klas|fles|zes|kant|vakantie|onderweg|terug|afstand|nederland|duitsland|buitenland|platteland|woonwijk|wijk|belang|onderzoek|bezoek|verzoek|zoek|gebied|vanwege|halverwege|lawaai|snelheid|avondwijk|wijken|schuld|geld|beeld|overwal))$",
    re.IGNORECASE,
)
_UNITS = re.compile(
    r" ?(?:km|kilom|uur|uren|jaar|jaren|euro|eur\b|meter|m2?\b|min|keer|x\b|procent|maand|wek|week|dag|graden|personen|mensen"
    r"|woningen|huizen|bomen|auto|tot|t/m|of \d|en \d|a \d|per\b|stuks|kinderen|leerlingen|seconden|punten|jan|feb|maart|april"
    r"|mei|juni|juli|aug|sept|okt|nov|dec)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"(?<![\w.,/-])[1-9]\d{3} ?(?!(?i:S[ADS]|EN|EU|OF|IS|OP|IN|TE|KM|PK|KG|MB|GB|TV|OV|MM|CM|CV|HD|AM|PM|JE|IK|ZO|AL|WE|DE|UR|EX)\b)"
    r"([A-Za-z]{2})(?!\w)(?:,? {0,2}(?:(?:nr|no|nummer|huisnummer|huisnr)\.? {0,2})?([1-9]\d{0,3})(?![\d:%€])(?: ?[a-z](?!\w)|-\w{1,4})?)?"
)
_LIVES = re.compile(
    r"\b(?:[Ww]oon|[Ww]oont|[Ww]onen|[Aa]dres|[Ww]oonachtig|[Hh]uis)(?::| is| op| aan| in| de| het){0,3} "
    r"((?:[A-Z][\w'’-]{1,30} ){1,4}(?:nr\.? ?)?\d{1,4}(?![\d:%€])(?: ?[a-z](?!\w)|-\w{1,4})?)"
    r"|((?<![\w])[A-Z][\w'’-]{2,30}(?: \d{4})? (?:nr|huisnummer|huisnr)\.? ?\d{1,4}(?!\d))"
)
_ABOUT_BSN = re.compile(r"\b(?:bsn|burger ?service ?(?:nummer|nr)?|sofi)", re.IGNORECASE)
_ABOUT_ANOTHER = re.compile(
    r"klant|order|zaak|dossier|factuur|polis|kenmerk|artikel|melding|relatie|bestel|ticket|kvk|lid", re.I
)
_ABOUT_CALLING = re.compile(r"\b(?:bel|tel|telefoon|mobiel|06|app|whatsapp|sms)\w{0,8}\W", re.IGNORECASE)

_DIGIT = re.compile(r"\d\D{0,3}\d|\d[A-Za-z]{2}|[a-z] \d", re.IGNORECASE)
_DOT_INSIDE = re.compile(r"\w\.[a-z]{2}")
_AT = ("@", " at ", "(at)", "[at]", "apenstaart")
_LOGIN_HINTS = ("naam", "name", "insta", "snap", "twitter", "tik", "skype", "discord", "telegram", "steam")
_NEAR = 40
_YOUNGEST = 16


def forms(text: str) -> Iterator[Place]:
    """Yield what has the form of personal data, the most telling kinds first; places may overlap."""
    lower = text.lower()
    if "." in text or "punt" in lower or " dot " in lower:
        yield from _written(text, lower)
    if "@" in text:
        yield from ((m.start(), m.start() + len(m[0].rstrip(".")), Kind.USER, True) for m in _HANDLE.finditer(text))
    if _DIGIT.search(text):
        for rule in (_accounts, _phones, _citizens, _plates, _births, _addresses):
            yield from rule(text)
    if any(hint in lower for hint in _LOGIN_HINTS):
        yield from _users(text)


def _written(text: str, lower: str) -> Iterator[Place]:
    yield from ((m.start(), _end(m), Kind.URL, True) for m in _URL.finditer(text))
    if any(sign in lower for sign in _AT):
        yield from ((m.start(), _end(m), Kind.EMAIL, True) for m in _EMAIL.finditer(text))
        yield from ((*m.span(), Kind.EMAIL, True) for m in _SPOKEN.finditer(text))
    if _DOT_INSIDE.search(lower):
        # The site of a shop is no personal data; whose page it is can be read from what follows.
        yield from ((m.start(), _end(m), Kind.URL, "/" in m[0]) for m in _SITE.finditer(text))


def _end(match: re.Match[str]) -> int:
    return match.start() + len(match[0].rstrip(".,;:!?)'\"-"))


def _users(text: str) -> Iterator[Place]:
    for m in _LOGIN.finditer(text):
        group = 1 if m[1] else 2
        name = m[group].rstrip(".,-")
        looks = any(c.isdigit() or c in "_.@" for c in name)
        if looks or (len(name) > 2 and not _is_word(name)):
            yield m.start(group), m.start(group) + len(name), Kind.USER, looks


def _is_word(word: str) -> bool:
    from coder.language.personal.vocabulary import is_word

    return is_word(word.lower())


def _accounts(text: str) -> Iterator[Place]:
    for m in _IBAN.finditer(text):
        ends = [i + 1 for i, c in enumerate(m[0]) if c.isalnum()]
        length = _IBAN_LENGTHS.get(m[0][:2].upper(), 0)
        if not 0 < length <= len(ends):
            continue
        end = ends[length - 1]
        plain = "".join(c for c in m[0][:end] if c.isalnum()).upper()
        if int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1:
            yield m.start(), m.start() + end, Kind.IBAN, True
        elif re.fullmatch(r"NL\d\d[A-Z]{4}\d{10}", plain):  # a slip of the pen, still somebody's
            yield m.start(), m.start() + end, Kind.IBAN, False


def _phones(text: str) -> Iterator[Place]:
    for m in _PHONE.finditer(text):
        digits = "".join(c for c in m[0] if c.isdigit())
        if _FULL_DATE.match(m[0]) or digits.startswith(("0800", "0900", "0906", "0909")):
            continue
        # 085 and 088 are the numbers of organisations.
        yield m.start(), m.end(), Kind.PHONE, not digits.startswith(("085", "088"))


def _citizens(text: str) -> Iterator[Place]:
    for m in _NINE.finditer(text):
        digits = "".join(c for c in m[0] if c.isdigit())
        before, after = text[max(0, m.start() - _NEAR) : m.start()], text[m.end() : m.end() + _NEAR]
        named = bool(_ABOUT_BSN.search(before) or _ABOUT_BSN.search(after))
        if len(digits) == 8:
            if named:
                yield m.start(), m.end(), Kind.BSN, eleven("0" + digits)
            continue
        if named or (eleven(digits) and not _ABOUT_ANOTHER.search(before) and digits == m[0]):
            yield m.start(), m.end(), Kind.BSN, named and eleven(digits)
        elif digits[0] == "6" and _ABOUT_CALLING.search(before):  # spreadsheets eat the first 0
            yield m.start(), m.end(), Kind.PHONE, False


def eleven(digits: str) -> bool:
    """Return whether nine digits pass the test of Dutch citizen numbers: 9a + 8b + ... + 2h - i is a multiple of 11."""
    total = sum(int(d) * weight for d, weight in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    return total % 11 == 0 and any(d != "0" for d in digits)


def _plates(text: str) -> Iterator[Place]:
    yield from ((*m.span(1), Kind.PLATE, True) for m in _PLATE_NAMED.finditer(text))
    for m in _PLATE.finditer(text):
        letters = "".join(c for c in m[0] if c.isalpha())
        if letters.isupper() or not set(letters.lower()) & set("aeiou"):
            yield m.start(), m.end(), Kind.PLATE, letters.lower() not in ("km", "en", "ok")


def _births(text: str) -> Iterator[Place]:
    latest = date.today().year - _YOUNGEST
    for m in _DATE.finditer(text):
        year = m[1] or m[2]
        if _BORN.search(text[max(0, m.start() - _NEAR) : m.start()]):
            yield m.start(), m.end(), Kind.BIRTH, True
        elif len(year) == 4 and int(year) < latest - 4 and re.search(r"[-/.]|[a-z]", m[0]):
            # A day long ago, to the day: most likely somebody's birth; it may be a wedding.
            yield m.start(), m.end(), Kind.BIRTH, False


_PARTICLES = frozenset("de den der het van 't ter ten te la le en op".split())
_NOT_FIRST = frozenset(
    "op in aan bij van voor de het en naar mijn adres hoek onze vanaf tot langs tegenover ook".split()
)


def _addresses(text: str) -> Iterator[Place]:
    for m in _STREET.finditer(text):
        street = re.split(r"[ ,]", m[0], maxsplit=1)[0]
        if _NO_STREET.match(street) or _UNITS.match(text, m.end()):
            continue
        number = m[1]
        yield _widened(text, m.start()), _with_postcode(text, m.end()), Kind.ADDRESS, len(number) < 4
    for m in _POSTCODE.finditer(text):
        named = "postcode" in text[max(0, m.start() - 20) : m.start()].lower()
        together = m[0][4] != " "
        if m[1].isupper() or named or (together and m[1].islower()):
            yield m.start(), m.end(), Kind.ADDRESS, bool(m[2] or named or m[1].isupper())
    for m in _LIVES.finditer(text):
        group = 1 if m[1] else 2
        if not _UNITS.match(text, m.end(group)):
            yield m.start(group), m.end(group), Kind.ADDRESS, group == 1


def _widened(text: str, start: int) -> int:
    """Return where a street begins: 'Burgemeester van der Laanstraat 1' is more than its last word."""
    at = start
    for _ in range(5):
        before = re.search(r"([\w'’.]{1,30}) $", text[max(0, at - 32) : at])
        if not before:
            break
        word, at = before[1], at - len(before[0])
        if (word[0].isupper() and word.lower() not in _NOT_FIRST) or re.fullmatch(r"\d{1,2}(?:e|ste|de)", word):
            start = at
        elif word not in _PARTICLES:
            break
    return start


def _with_postcode(text: str, end: int) -> int:
    after = re.match(r",? {0,2}(?=[1-9]\d{3} ?[A-Za-z]{2}(?!\w))", text[end : end + 14])
    code = _POSTCODE.match(text, end + after.end()) if after else None
    return code.end() if code else end
