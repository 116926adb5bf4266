"""Which answers are in another language than Dutch: found to be counted and suggested, and silent where unsure.

By script where it tells, else by the function words that a language cannot do without, confirmed by its dictionary. One
loan word is no other language: 'work life balance', 'het management communiceert slecht'.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache

from coder.language.lemmas import in_dictionary

FEWEST_WORDS = 3
"""Words in Latin script from which a language is told at all."""

LOOKED_AT = 60
"""Words from the start of an answer that are looked at, in its first `CHARACTERS`."""

CHARACTERS = 1_000

LEAST_FUNCTION = 0.2
"""Share of the words that are function words of the other language at least."""

MOST_DUTCH = 0.5
"""Share of the words that the Dutch dictionary may know at most."""

LEAST_KNOWN = 0.6
"""Share of the words that the dictionary of the other language has to know."""

CONFIRMED = ("en", "de", "fr", "it")
"""Languages whose dictionary is asked: near to Dutch, or full of loan words. Those of others take up to 324 MB and 4 s
to load, and push the Dutch one out of simplemma's memory."""

MOST_DUTCH_UNCONFIRMED = 0.35
"""Share of the words that the Dutch dictionary may know where no other dictionary is asked."""

TELEGRAM_WORDS, TELEGRAM_DUTCH, TELEGRAM_KNOWN = 4, 0.25, 0.9
"""The same for answers with one function word only, in those languages: words, share of Dutch ones, of known ones."""

WORDS_KEPT = 50_000

# The most usual words of each language; those that Dutch has too count for none of them.
_FUNCTION_WORDS = {
    "en": """
        the and are is was were be been this that these those there their they you your we our us he she it
        its my i not no have has had do does did don doesn didn can could would should will with without for
        from of on to too at by as an if or but so more very all some any much many what when where who how
        why because than then about just only also which most other people need needs make get like good
        think isn wasn aren am im lack nothing everything everyone please well
    """,
    "de": """
        der die das und ist sind war nicht ein eine einen einem einer kein keine ich du er sie wir ihr es
        mich mir uns euch mit ohne für von zu zum zur im am auf aus bei nach auch aber oder wenn weil dass
        wie sehr mehr viel alle alles nur noch schon hier wird werden kann können muss müssen sollte haben
        hat habe sein gut den dem des mein meine unser unsere gibt
    """,
    "fr": """
        le la les un une des du et est sont été pas ne je tu il elle nous vous ils elles mon ma mes notre
        nos votre leur ce cette ces qui que quoi avec sans pour dans sur par plus très trop bien mais ou où
        si comme tout tous toutes toute il y a au aux être avoir fait peu beaucoup moins aussi d l c n qu j
    """,
    "es": """
        el la los las un una unos y es son está están fue no yo tú él ella nosotros mi mis su sus nuestro
        nuestra que qué quien con sin para por en de del al más muy mucho mucha muchos muchas pero o si como
        todo todos toda todas hay ser tener tiene hace poco menos también se lo me nos
    """,
    "it": """
        il lo la i gli le un una e è sono non io noi mio mia nostro che chi con senza per in di del della
        dei delle al alla nel nella più molto molti troppo ma o se come tutto tutti tutte c ci si mi anche
        essere avere ha hanno poco meno bene questo questa
    """,
    "pt": """
        o a os as um uma e é são não eu nós meu minha nosso nossa que quem com sem para por em de do da dos
        das no na nos nas ao mais muito muita muitos mas ou se como tudo todos todas há ser ter tem pouco
        menos também bem está estão foi
    """,
    "tr": """
        ve bir bu şu için çok daha yok var değil ile ama gibi ne en iyi kötü güzel ben biz siz onlar benim
        bizim olarak olan oldu olması olmalı kadar sonra her şey hiç de da mi mı ki neden nasıl burada
        burası az fazla lazım gerekiyor istiyorum memnunum yeterli
    """,
    "pl": """
        i w na z do nie jest są to się że jak ale o po za od dla ten ta te tym tego tej ja my mnie mi nam
        nas mój nasz bardzo więcej dużo mało brak bez przez być było był była ma mają mam można co gdy jeśli
        tylko też już tu wszystko przy lub oraz żeby
    """,
    "ro": """
        și si nu este sunt e un o la de pe cu în in din pentru mai foarte mult multe că ca să sa care ce eu
        noi mea meu noastră fără dar sau dacă este are au fi tot toate prea aici lipsă
    """,
    "hu": """
        a az és nem van vannak egy ez azt hogy is de nagyon több kevés nincs mert vagy csak már még itt jó
        sok lenne kell kellene ha meg én mi ők
    """,
}

_OF_DUTCH = """
de het een en van ik je we wij jullie zij ze hij niet geen zijn is was waren ben bent wordt worden heb hebt
heeft hebben had dat dit die deze er hier daar voor met om op aan bij uit naar over tot door als dan maar of
want omdat ook nog wel al meer veel te heel erg goed mijn ons onze hun uw u kan kunnen moet moeten zou zouden
wil willen gaat gaan komt doen doet niets niks alles iets iedereen wat waar wie hoe zo dus toch alleen altijd
vaak weinig tussen zonder tegen onder na mensen beter vind vinden prima in nu eu me men ter ten ei ma mi o m d
s t z n k b p v
"""
_DUTCH = frozenset(_OF_DUTCH.split())

# Letters that one of the languages has and Dutch and the others have not.
_LETTERS = {
    "tr": "ığş",
    "pl": "ąęłńśźż",
    "es": "ñ",
    "de": "ß",
    "pt": "ãõ",
    "ro": "ășțţ",
    "hu": "őű",
}

# Beginnings of the names that Unicode gives letters.
_SCRIPTS = {
    "ARABIC": "ar",
    "CYRILLIC": "ru",
    "GREEK": "el",
    "HEBREW": "he",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "ETHIOPIC": "ti",
    "DEVANAGARI": "hi",
    "THAI": "th",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "TAMIL": "ta",
}
# In scripts that several languages share: letters that give one of them away. In this order.
_WITHIN = {"ar": {"fa": "\u067e\u0686\u0698\u06af\u06cc\u06a9"}, "ru": {"uk": "іїєґ", "bg": "ъ"}}
_RUSSIAN = frozenset("ыэё")

_WORD = re.compile(r"[^\W\d_]+")


def other_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language that an answer is in, or None for Dutch and where it is not sure."""
    text = text[:CHARACTERS]
    script = _by_script(text)
    if script is not None:
        return script
    words = _WORD.findall(text.lower())[:LOOKED_AT]
    if len(words) < FEWEST_WORDS:
        return None
    dutch = sum(word in _DUTCH for word in words)
    found = _hits(words)
    if not found:
        return None
    # Among languages that share words, such as Spanish and Portuguese, the first of equals.
    language, hits = max(found.items(), key=lambda item: item[1])
    n, telegram = len(words), hits < max(2, LEAST_FUNCTION * len(words))
    if hits <= dutch or (telegram and (n < TELEGRAM_WORDS or language not in CONFIRMED)):
        return None
    # Only now dictionaries: they take time and memory, and most answers are Dutch.
    most = TELEGRAM_DUTCH if telegram else MOST_DUTCH if language in CONFIRMED else MOST_DUTCH_UNCONFIRMED
    if sum(map(_is_dutch, words)) > most * n:
        return None
    if language not in CONFIRMED:
        return language
    known = sum(_is_known(word, language) for word in words)
    return language if known >= (TELEGRAM_KNOWN if telegram else LEAST_KNOWN) * n else None


def _hits(words: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    languages_of = _languages_of()
    for word in words:
        for language in (*languages_of.get(word, ()), *_by_letters(word)):
            found[language] = found.get(language, 0) + 1
    return found


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language, words in _FUNCTION_WORDS.items():
        for word in set(words.split()) - _DUTCH:
            found[word] = (*found.get(word, ()), language)
    return found


@lru_cache(WORDS_KEPT)
def _by_letters(word: str) -> tuple[str, ...]:
    return () if word.isascii() else tuple(lang for lang, own in _LETTERS.items() if not set(own).isdisjoint(word))


@lru_cache(WORDS_KEPT)
def _is_dutch(word: str) -> bool:
    return word in _DUTCH or (len(word) > 2 and in_dictionary(word) is not None)


@lru_cache(WORDS_KEPT)
def _is_known(word: str, language: str) -> bool:
    if language in _languages_of().get(word, ()):
        return True
    import simplemma

    return bool(simplemma.is_known(word, lang=language))


def _by_script(text: str) -> str | None:
    """Return the language of an answer that is mostly in another script than Latin, else None."""
    # Plain Latin, the usual case, is seen at once.
    if text.isascii() or not any(character > "\u036f" for character in text):
        return None
    scripts = Counter(script for character in text if (script := _script(character)))
    if not scripts:
        return None
    latin = sum(character.isalpha() for character in text) - scripts.total()
    if latin >= scripts.total() or scripts.total() < 2:
        return None
    language = scripts.most_common(1)[0][0]
    if "ja" in scripts and language == "zh":
        return "ja"
    letters = set(text.lower())
    if language == "ru" and letters & _RUSSIAN:
        return "ru"
    for other, own in _WITHIN.get(language, {}).items():
        if not letters.isdisjoint(own):
            return other
    return language


@lru_cache(4096)
def _script(character: str) -> str | None:
    if character <= "\u036f" or not character.isalpha():
        return None
    return _SCRIPTS.get(unicodedata.name(character, "").split(" ")[0])
