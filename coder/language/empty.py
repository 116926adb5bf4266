"""Answers that say nothing: 'geen', 'n.v.t.', 'weet niet', 'xxxxx', 'zie boven'. Found to be counted and suggested.

Only answers of which every word belongs to such a saying count: 'geen parkeerplaats' and 'niets is veilig' are answers.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache
from itertools import pairwise

from coder.domain.folding import fold
from coder.language.emoji import words_of
from coder.language.lemmas import in_dictionary
from coder.language.spelling import edits

LONGEST = 120
"""Characters of a saying at most; what is longer says something, or is a pasted file."""

LONG_WORD = 8
"""Letters from which a word of a saying may hold a slip: 'opmerkignen'."""

SHORTEST_NOISE = 4
"""Letters of a word of keyboard noise at least; many shorter ones are abbreviations."""

FEWEST_VOWELS = 0.13
"""Share of vowels below which a word that no dictionary knows is noise; the leanest Dutch words have .2."""


BESIDE = 0.8
"""Share of the steps from letter to letter that go to the key beside or the same one, from which a word is noise."""


class Emptiness(StrEnum):
    """In what way an answer has no content."""

    NOTHING = "nothing"
    DONT_KNOW = "dont_know"
    UNREADABLE = "unreadable"
    REFERS = "refers"
    """It points to another answer, which a person has to look up."""


# Regular expressions on folded text: lower case, and a space for signs ('n.v.t.' is 'n v t'). What stands in capitals
# is one of the parts below.
_SAYINGS = {
    Emptiness.NOTHING: r"""
        NONE|NOTHING|x|nee+|neen|no|nope|nein|nada|nihil|noppes|blanco|n ?v ?t|n ?a|not applicable|skip
        (?:is )?niet van toepas+ing|niet aanwezig|niet ingevuld|no thanks|no thank you|prefer not to (?:say|answer)
        (?:ik heb )?(?:verder |nog )?NONE (?:EXTRA )?NOUN(?: (?:en|of|or|and) NOUN)?|zonder (?:EXTRA )?NOUN
        (?:ik heb )?(?:er |hier )?(?:verder )?(?:NOTHING|NONE)(?: meer| verder| anders| nieuws)?(?: hier)?(?: aan)? TELL
        (?:ik heb )?(?:verder )?NOTHING (?:in het )?(?:bijzonders|bijzonder|speciaals)|er (?:is|zijn) NONE(?: NOUN)?
        (?:ik )?(?:kan|zou) (?:zo )?(?:NOTHING|NONE)(?: NOUN)? (?:kunnen )?(?:bedenken|verzinnen|noemen)
        (?:dat |dit )?(?:wil|zeg|vertel|deel) ik liever niet(?: zeggen| delen| kwijt)?
        (?:ik )?wil (?:ik )?(?:hier |daar )?(?:NONE|NOTHING|niet)(?: NOUN)? (?:op antwoorden|over zeggen|beantwoorden)
        (?:(?:i have|there is) )?nothing (?:(?:else|more|further) )?to (?:add|say|report|mention)|i have no NOUN
        nothing (?:really|special|in particular|else|at all)|not really
    """,
    Emptiness.DONT_KNOW: r"""
        weet ?nie?t?|k ?weet ?nie?t?|kweenie|w ?n ?i ?k|wn|wni|dk|idk|dunno|geenidee|onbekend|unknown|niet zeker
        (?:dat |dit )?KNOW (?:(?:ik|k|je|we) )?ITADVERB?NOT(?: MORE)?
        (?:dat |dit )?(?:ik|k|we|wij) KNOW ITADVERB?NOT(?: MORE)?
        weet (?:ik )?(?:er |hier )?(?:te weinig|NOTHING|niet genoeg|niet veel|weinig) (?:van|over|van af|vanaf)
        (?:ik )?(?:zou|kan) (?:ik )?ITADVERB?niet (?:weten|zeggen|beoordelen|inschatten|bepalen)
        (?:dat|dit) zou ik ADVERB?niet weten
        (?:ik )?(?:nog )?(?:HAVE )?(?:eigenlijk )?NONE (?:flauw |enkel |echte )?IDEA
        (?:i )?(?:do not|don t|dont|don) (?:really )?know(?: yet)?|(?:i have |i ve )?(?:no|not a) (?:idea|clue|opinion)
        not sure|i ?m not sure|who knows|wie weet|wie zal het zeggen
        (?:is )?(?:moeilijk|lastig) te (?:zeggen|beoordelen)
        (?:ik )?kan (?:ik )?(?:hier |daar |er )?(?:nog )?(?:NOTHING|NONE NOUN|niet) (?:over|op|van) (?:zeggen|geven)
        (?:hier |daar )(?:heb|weet) ik (?:NONE (?:verstand|kennis|ervaring)|NOTHING|te weinig)(?: (?:van|over|mee))?
    """,
    Emptiness.REFERS: r"""
        idem(?: dito| ditto| WHERE)?(?: REPLY)?|dito|ditto|ibid|SAME (?:als|dan) ITS?ITS?WHERE(?: REPLY)?|SAME antwoord
        zie (?:ook |verder )?ITS?ITS?WHERE(?: (?:genoemde?|gegeven))?(?: REPLY)?(?: \d+)?|zie (?:v ?)?\d+\w?
        zie (?:ook )?ITS?REPLY(?: WHERE)?(?: (?:op|bij|van))?(?: (?:de|vraag|WHERE))*(?: ?\d+\w?)?
        (?:dat |dit )?(?:(?:heb|is) )?(?:ik )?(?:dat |dit )?(?:WHERE )?(?:al|reeds|eerder) (?:WHERE )?SAID
        see (?:my |the )?WHERE(?: REPLY)?|same as (?:the |my )?WHERE(?: REPLY)?|same answer
        already (?:mentioned|said|answered)|as (?:mentioned|said|stated) WHERE
    """,
}
_NOUNS = """
opmerking opmerkingen opm commentaar commentaren toevoeging toevoegingen aanvulling aanvullingen antwoord antwoorden
reactie reacties suggestie suggesties bijzonderheden bijzonderheid tip tips ideeën ideeen vragen toelichting
verbeterpunten verbeterpunt aanbeveling aanbevelingen inbreng input advies aanmerking aanmerkingen aandachtspunten
bemerkingen bemerking comment comments remark remarks suggestion suggestions answer answers feedback additions
"""
_PARTS = {
    "NONE": "ge+n gen gn geeb geem geene gene none no zero",
    "NOTHING": "niets niks nix nietz nits nothing",
    "NOT": "niet nie nt neit",
    "NOUN": _NOUNS,
    "EXTRA": "verdere verder speciale bijzondere andere nadere inhoudelijke overige further other more",
    "TELL": "toe_te_voegen te_melden te_zeggen te_vermelden op_te_merken aan_te_merken",
    "KNOW": "weet wet wt wee wist weten",
    "MORE": "meer precies zeker goed zo_goed",
    "HAVE": "heb heb_er heb_hier heb_daar heb_hierover",
    "IDEA": "idee idee_meer id ide idée benul idea ideas clue mening meningen opinion voorkeur "
    "idee_hierover mening_over mening_hierover idee_van idee_over",
    "WHERE": "boven hierboven bovenstaande? vorige? eerdere? voorgaande? hiervoor daarvoor onder hieronder above "
    "previous earlier before",
    "REPLY": "vraag vragen antwoord antwoorden opmerking opmerkingen reactie reacties toelichting punt punten nummer "
    "nr question answer answers comment comments",
    "SAME": "idem zelfde hetzelfde het_zelfde",
    "SAID": "gezegd genoemd vermeld benoemd beantwoord ingevuld aangegeven verteld geantwoord",
}
# With the space after them, so that they can be left out.
_BEFORE = {
    "ITS?": "mijn het de bij",
    "IT": "het t dat dit er",
    "ADVERB?": "zo eigenlijk echt nog even gewoon ook zo_gauw zo_snel op_dit_moment",
}

# What may stand around a saying and changes nothing about it.
_FILLER = (
    "(?:hoor|verder|eigenlijk|momenteel|helaas|sorry|dus|echt|eerlijk gezegd|gewoon|even|vooralsnog|voorlopig|bedankt|"
    "dank (?:u|je)(?: wel)?|dankjewel|op dit moment|nu|voor mij|wat mij betreft|zo gauw|zo snel|hier|hierover|hierop|"
    "uhm|uh|eh|ehm|euh|tja|nou|nou ja|ach|oh|o|hm+|pf+|thanks|thank you|just|maar|want|ik|dat|helemaal)"
)

_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = frozenset(frozenset(pair) for row in _KEYBOARD for pair in pairwise(row))
_NONSENSE = frozenset(["bla", "blabla", "blablabla", "blah", "lorem", "ipsum", "qwerty", "azerty"])
_VOWELS = frozenset("aeiouyàáâäèéêëìíîïòóôöùúûü")
_REPEATED = re.compile(r"(.{2,4}?)\1{2,}.{0,3}")
_DRAWN = re.compile(r"(.)\1{2,}")


def emptiness(text: str) -> Emptiness | None:
    """Return in what way an answer says nothing, or None for one that says something (or may do so)."""
    # A long text is empty where it holds nothing but signs, or one sign over and over.
    folded = fold(text)
    if not any(character.isalnum() for character in folded):
        return _of_signs(text)
    if len(folded) > LONGEST:
        return Emptiness.UNREADABLE if len(set(folded)) == 1 else None
    if not any(character.isalpha() for character in folded):
        # A number may well be the answer; nought is a way of writing nothing.
        return Emptiness.NOTHING if set(folded) <= {"0", " "} else None
    words = [_mended(word) for word in folded.split()]
    said = _DRAWN.sub(r"\1\1", " ".join(words)) + " "
    for kind, pattern in _patterns().items():
        if pattern.fullmatch(said):
            return kind
    return Emptiness.UNREADABLE if all(_is_noise(word) for word in words) else None


def _of_signs(text: str) -> Emptiness | None:
    signs = "".join(text.split())
    # '+' means well; an emoji is a word, one that nobody listed too.
    if "+" in signs or words_of(signs) or any(unicodedata.category(sign) == "So" for sign in signs):
        return None
    return Emptiness.DONT_KNOW if "?" in signs else Emptiness.NOTHING


def _is_noise(word: str) -> bool:
    if word in _NONSENSE or set(word) == {"x"}:
        return True
    if len(word) < SHORTEST_NOISE or not word.isascii() or not word.isalpha():
        return False
    return _looks_like_noise(word) and in_dictionary(word) is None


def _looks_like_noise(word: str) -> bool:
    if _REPEATED.fullmatch(word):  # 'asdasdasd', and not a laugh
        return not set(word) <= set("haieo")
    beside = sum(frozenset(pair) in _BESIDE or pair[0] == pair[1] for pair in pairwise(word))
    if beside >= BESIDE * (len(word) - 1) and len(set(word)) not in (2, 3):  # 'asdfgh', 'jjjj', and not 'were'
        return True
    # 'sdkfjhs'; of five letters it may be an abbreviation.
    return len(word) > 5 and sum(letter in _VOWELS for letter in word) < FEWEST_VOWELS * len(word)


def _mended(word: str) -> str:
    return _slips().get(word, word) if len(word) >= LONG_WORD - 1 else word


@cache
def _slips() -> dict[str, str]:
    """Return the nouns by every form that one slip makes of them."""
    long = [noun for noun in _NOUNS.split() if len(noun) >= LONG_WORD]
    return {slip: noun for noun in long for slip in edits(noun)} | {noun: noun for noun in long}


@cache
def _patterns() -> dict[Emptiness, re.Pattern[str]]:
    """Return for each kind what an answer looks like that is made of its sayings, and of 'nee' and the like."""
    parts = {name: f"(?:{_alternatives(words)})" for name, words in _PARTS.items()}
    parts |= {name: f"(?:(?:{_alternatives(words)}) )?" for name, words in _BEFORE.items()}
    names = re.compile("|".join(re.escape(name) for name in sorted(parts, key=len, reverse=True)))
    sayings = {
        kind: names.sub(lambda found: parts[found[0]], "|".join(line.strip() for line in lines.strip().splitlines()))
        for kind, lines in _SAYINGS.items()
    }
    nothing = sayings[Emptiness.NOTHING]
    return {
        kind: re.compile(f"(?:{_FILLER} )*(?:(?:{one}|{nothing}) (?:{_FILLER} )*){{1,3}}")
        for kind, one in sayings.items()
    }


def _alternatives(words: str) -> str:
    return "|".join(words.split()).replace("_", " ")
