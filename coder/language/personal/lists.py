"""Words by which names are recognised; the names themselves are in `data/*.txt` and are read when first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


HONORIFICS = _set("""
mevrouw mevr mw mvr mevrouws mevrouwtje meneer mijnheer dhr heer hr juf juffrouw jufvrouw frau herr mister mrs miss
familie fam ds dominee pater
""")
"""In front of a name, and a noun that comes next is one: 'mevrouw Appel', 'meneer brand'."""

TITLES = HONORIFICS | _set("""
meester meneertje dokter dr drs prof professor zuster broeder tante oom ome opa oma mr ir ing gezin imam pastoor
""")
"""In front of a name, or alone."""

ROLES = _set("""
collega collegas vriend vriendin buurman buurvrouw buurjongen buurmeisje man vrouw zoon zoontje dochter dochtertje
broer broertje zus zusje zusters neef nicht ex exman partner echtgenoot echtgenote kleinzoon kleindochter schoonzoon
schoondochter schoonmoeder schoonvader schoonzus zwager moeder vader papa mama kind baby verloofde huisgenoot
begeleider begeleidster coach trainer mentor docent docente leraar lerares leerkracht stagiair stagiaire
teamleider teamleidster leidinggevende manager chef baas directeur directrice voorzitter voorzitster secretaris
wethouder burgemeester raadslid minister staatssecretaris wijkagent agent agente rechercheur boa handhaver
concierge huismeester portier arts huisarts specialist chirurg psycholoog psychologe psychiater therapeut therapeute
fysio fysiotherapeut tandarts verpleegkundige verpleger verpleegster behandelaar casemanager klantmanager
consulent consulente medewerker medewerkster maatje mantelzorger vrijwilliger vrijwilligster kapper kapster chauffeur
postbode planner contactpersoon aanspreekpunt adviseur adviseuse assistent assistente jongerenwerker
opbouwwerker werkster werker hulp schoonmaakster schoonmaker huishoudster oppas gastouder bewindvoerder
jobcoach trajectbegeleider wijkverpleegkundige verzorgster kassiere caissiere receptioniste receptionist
""")
"""Who somebody is; the words stay, and a name may come next."""

INTRODUCED = _set("""
heet heette heten genaamd genoemd zekere groet groetjes groeten groeten mvg gr hgr afzender getekend naam namelijk
""")
"""Words after which a name may come that no list has."""

PREFIXES = _set("van de der den het 't t ter ten te in op uit el al la le da do di du dos von bin ben ait d des")
OLD_PREFIXES = frozenset(
    {"van der", "van den", "van 't", "van t", "ter", "ten", "el", "von", "in 't", "in t", "op den"}
)
"""Prefixes that few other words follow: 'van der Zwaluwenbergh' is a name by itself."""

ROYAL = _set("sint st sinte santa saint prins prinses koning koningin keizer keizerin")
"""What follows is a street, a school, or somebody whom everybody knows."""

NEVER = _set("""
wil will wilt kan kon zal zou doe doet deed moet moest ben bent is was waren had heeft hebben werd wordt worden kwam komt
gaf geeft gaat ging zei zegt vroeg vraagt van de het een en of die dat dit er ook maar niet geen wel nog in op aan bij met
voor door over onder naar uit om te tot als dan toen omdat zodat want dus heel erg zeer zo mijn je jij ik hij zij ze we
wij jullie hun haar hem u mij me ons onze deze wie wat waar hoe alle alles iedereen niemand iets niets hier daar nu altijd
nooit vaak soms alleen samen eens al weer toch even meer minder veel weinig goed goede wel grote beste mooi vrij blij hoog slecht beter werkt werkte belt belde
luistert helpt hielp staat zit ligt loopt rijdt kijkt denkt vindt weet wist laat liet maakt doen zijn genoeg achter
uur jaar dag week hele jan-met-de-pet vanuit vanaf tegen tussen sinds per via zonder binnen buiten links rechts boven
hiernaast hierboven hieronder daarnaast graag bedankt dank alvast ja nee pas net echt gewoon anders
""")
"""Words that are no name even with a capital."""

PERSONAL = _set("""
zei zegt hielp helpt belde belt luistert luisterde vertelde vertelt regelt regelde werd gaf weet wist begrijpt snapt vindt
praat lacht antwoordde antwoordt beloofde vergat rookt werkt woont speelt pest scheldt schreeuwt zorgt
""")
"""What persons do, and a storm or a rose does not."""

PLACES_OF_WORK = _set("""
administratie balie receptie kantoor helpdesk planning nachtploeg dagploeg nachtdienst thuiszorg gemeente loket secretariaat
klantenservice hr kassa keuken magazijn overkant hiernaast boven beneden wijkteam zorg salarisadministratie buurthuis
bibliotheek bieb school afdeling wmo p&o personeelszaken werk hierboven hieronder
""")

ORGANISED = _set("""
museum school college scholen lyceum straat ziekenhuis arena stadion theater brug kliniek instituut singel gracht mc
scholengemeenschap basisschool gymnasium boulevard tunnel plantsoen laan zorggroep bv nv vof
""")
ORGANISED_CAPITAL = _set(
    "plein park kade weg stichting prijs hal baan kerk steeg dijk hof huis centrum zorg bank winkel markt co fonds"
)
"""Behind a name: it belongs to something that is called after somebody."""

STREETS = (
    "straat", "straatje", "laan", "laantje", "plein", "kade", "gracht", "singel", "brug", "steeg", "dreef", "plantsoen",
    "boulevard", "school", "museum", "ziekenhuis", "park", "hof", "kerk", "stadion", "huis", "weg", "dijk", "wijk",
    "college", "tunnel", "hal", "stichting", "fonds",
)  # fmt: skip

NO_PERSONS = (
    "albert heijn", "max havelaar", "jan modaal", "jan met de pet", "jan met de", "jan en alleman", "jan rap",
    "zwarte piet", "roetveeg piet", "piet of", "pieten", "anne frank", "van gogh", "willem de zwijger", "johan cruijff",
    "johan cruyff", "hendrik ido", "rotterdam alexander", "michiel de ruyter", "douwe egberts", "peter pan",
    "dirk van den broek", "jan linders", "henri dunant", "van der valk", "leger des heils", "ter apel", "den haag",
    "den bosch", "den helder", "den burg", "den hoorn", "de bilt", "de lier", "van nelle", "van lanschot",
    "de telegraaf", "john deere", "harley davidson", "mercedes benz", "michael kors", "tommy hilfiger", "calvin klein",
    "hugo boss", "karl marx", "maria hemelvaart", "ave maria", "onze lieve", "la la", "el al", "jan van gent",
    "tom tom", "pim pam pet", "dick bruna", "willem twee", "van dale", "prins bernhard", "jaap eden", "de kuip",
    "pietje precies", "jip en janneke", "ot en sien", "thomas cook", "philip morris", "prins claus", "roos van jericho",
    "geen piet", "peters en meters", "ten eerste", "ten tweede", "ten derde", "ten slotte", "ten minste", "ten opzichte", "ten koste", "ten goede",
    "ten gevolge", "ten behoeve", "ten aanzien", "ter plaatse", "ter plekke", "ter verbetering", "in t algemeen",
    "in 't algemeen", "van den beginne",
)  # fmt: skip
"""Names of something else, and sayings."""

KNOWN = _set("""
amsterdam rotterdam utrecht eindhoven groningen tilburg almere breda nijmegen apeldoorn haarlem arnhem enschede
amersfoort zaandam zwolle leiden zoetermeer maastricht dordrecht ede alphen alkmaar delft deventer hilversum
roosendaal oss sittard helmond purmerend hoorn vlaardingen schiedam lelystad leeuwarden almelo assen emmen
gouda zeist veenendaal nederland belgie duitsland europa turkije marokko suriname polen syrie oekraine rusland engeland
frankrijk spanje italie amerika china afrika azie limburg brabant gelderland overijssel drenthe friesland zeeland
flevoland holland noord zuid oost west nederlands nederlandse engels engelse duits duitse frans franse turks turkse pools
poolse marokkaans marokkaanse arabisch arabische surinaamse belgisch
ajax feyenoord psv jumbo lidl aldi hema kruidvat etos blokker action ikea philips shell tata ggd uwv ggz svb wmo digid
connexxion arriva keolis qbuzz ns ret gvb htm kpn ziggo vodafone postnl buurtzorg humanitas tesla volkswagen google
facebook twitter instagram whatsapp teams outlook windows excel word corona covid pasen kerst kerstmis ramadan zondag
maandag dinsdag woensdag donderdag vrijdag zaterdag januari februari maart april mei juni juli augustus september oktober
november december sinterklaas carnaval pvv vvd cda pvda groenlinks sp
financien volksgezondheid onderwijs zorg wonen sport cultuur algemeen ruimtelijke sociale
""")
"""Capitals without a person."""

PUBLIC = _set("""
rutte wilders baudet klaver kaag hoekstra omtzigt asscher pechtold marijnissen timmermans thieme halsema aboutaleb
yesilgoz plas ploumen segers staaij azarkan ouwehand simons buma balkenende kok lubbers uyl fortuyn trump biden poetin
putin obama merkel erdogan zelensky maxima beatrix wilhelmina juliana amalia schoof bontenbal jetten dijsselbloem
rembrandt cruijff jezus jesus mohammed allah
""")
"""People whom everybody knows; whether their name goes is for a person to say."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names in small letters, without accents.

    Attributes
    ----------
    given, surnames : no words of Dutch.
    both : words as well; small letters may do when something shows a person.
    capital : words as well, of which only the capital or a title makes a name.
    prefixed : surnames with their prefix: 'van dalen'.
    phrases : by first word, what is the name of no person, as words.
    starts : words that a name, or what announces one, may begin with, beside initials and words with a hyphen.
    triggers : words without which, and without capitals inside a sentence, there is no name to look for.
    """

    given: frozenset[str]
    surnames: frozenset[str]
    both: frozenset[str]
    capital: frozenset[str]
    prefixed: frozenset[str]
    phrases: dict[str, list[tuple[str, ...]]]
    starts: frozenset[str]
    triggers: frozenset[str]


def _read(name: str) -> list[str]:
    text = files("coder.language.personal").joinpath("data", name).read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@cache
def names() -> Names:
    """Return the lists; read once in a process."""
    given, surnames = (frozenset(" ".join(_read(name)).split()) for name in ("given.txt", "surnames.txt"))
    plain, _mark, capital = " ".join(_read("both.txt")).partition(" ! ")
    prefixed = frozenset(_read("prefixed.txt"))
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for phrase in NO_PERSONS:
        words = tuple(phrase.replace("'", "").split())
        phrases.setdefault(words[0], []).append(words)
    both, capitals = frozenset(plain.split()), frozenset(capital.split())
    # 'der' and 'den' are seldom anything else; after 'van' and 'de' the word itself has to tell.
    last = {name.split(" ")[-1] for name in prefixed if not {"der", "den"} & set(name.split(" "))} - capitals - NEVER
    triggers = given | surnames | both | TITLES | INTRODUCED | last | {"der", "den"} | {f"{name}s" for name in given}
    starts = triggers | capitals | ROLES | PREFIXES | frozenset(phrases)
    return Names(given, surnames, both, capitals, prefixed, phrases, starts, triggers)
