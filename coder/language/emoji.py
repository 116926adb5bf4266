"""Emoji and emoticons as Dutch words, for matching only: an answer '👍' is near to one that says 'goed'."""

from __future__ import annotations

import re
from functools import cache

# A lemma and the signs that stand for it, one a line: those that answers to surveys hold most.
_TABLE = """
goed        👍 👌 ✅ ✔ ☑ 🆗 💯 🤙
slecht      👎 ❌ ✖ ❎
blij        🙂 😀 😃 😄 😁 😊 ☺ 😺 😸 🤗 😇 :) :-) =) (: (-: :] ;) ;-) 😉 ^^ ^_^ :D :-D =D xD XD
lachen      😂 🤣 😆 😅 😹
verdrietig  😢 😭 😿 🥺 😥 😓 :'( :'-( ;( ;-( T_T
ontevreden  🙁 ☹ 😞 😔 😟 😕 😣 😖 😫 😩 😒 :( :-( =( ): :[ :c :/ :-/ :\\ :-\\
boos        😡 😠 🤬 👿 😤 💢 >:( >:-(
bang        😱 😨 😰 😧 😦 🫣
verbaasd    😮 😯 😲 😳 🤯 :o :-o :O :-O
twijfel     🤔 🤷 😐 😑 😶 🤨 🙄 :| :-|
liefde      ❤ 🧡 💛 💚 💙 💜 🖤 🤍 🤎 ♥ 💕 💖 💗 💓 💞 💘 💝 😍 🥰 😘 <3 ♡
bedankt     🙏
applaus     👏 🙌
trots       💪 🏆 🥇 🏅
feest       🎉 🥳 🎊 🎈
ziek        🤒 🤢 🤮 🤧 😷 🤕
moe         😴 🥱 💤 😪
stress      🥵 🤪 😵
idee        💡
belangrijk  ❗ ❕ ‼ ⚠ 📢
vraag       ❓ ❔ ⁉
stop        🛑 ⛔ 🚫 ✋
snel        🚀 ⚡ 💨
langzaam    🐌 🐢
fiets       🚲 🚴 🚵
auto        🚗 🚙 🚘 🏎
bus         🚌 🚍 🚎
trein       🚆 🚄 🚅 🚂 🚉
tram        🚊 🚋
metro       🚇
vrachtwagen 🚚 🚛
vliegtuig   ✈ 🛫 🛬
scooter     🛵 🛴
motor       🏍
boot        ⛵ 🚤 🛥 🚢
wandelen    🚶 👣 🥾
parkeren    🅿
verkeer     🚦 🚥
weg         🛣
bouw        🚧 🏗 👷
huis        🏠 🏡 🏘
kantoor     🏢
school      🏫 🎒
leren       🎓 📚 📖
ziekenhuis  🏥
winkel      🏪 🏬 🛒 🛍
boom        🌳 🌲 🌴
groen       🌿 🌱 🍀 ☘ 🍃
bloem       🌸 🌼 🌻 🌷 🌹 💐 🌺
park        🏞
water       💧 💦 🌊
zon         ☀ 🌞 😎 🌤
regen       🌧 ☔ 🌦
warm        🔥 🌡
koud        ❄ 🥶 ⛄
wereld      🌍 🌎 🌏
duurzaam    ♻
afval       🗑 🚮
stank       💩 🦨
hond        🐶 🐕 🐩
kat         🐱 🐈
vogel       🐦 🕊
rat         🐀 🐁 🐭
bij         🐝
geld        💰 💶 💵 💸 🤑 € 🪙
duur        💳
werk        💼 👔
computer    💻 🖥
telefoon    📱 ☎ 📞
mail        📧 ✉ 📩
tijd        ⏰ ⏳ ⌛ 🕐 🕒 ⏱
kalender    📅 📆
lawaai      🔊 📣 🔔
stil        🤫 🔇 🤐
muziek      🎵 🎶 🎤
sport       ⚽ 🏃 🏋 🏀 🎾
spelen      🎮 🛝 🎲
koffie      ☕
eten        🍽 🍴 🍕 🍔 🍟
bier        🍺 🍻
wijn        🍷 🥂
roken       🚬
kind        👶 🧒 👧 👦
gezin       👪
mens        👥 🧑 👫
oudere      👴 👵 🧓
samen       🤝 👭 👬
rolstoel    ♿ 🦽
dokter      🩺
medicijn    💊 💉
politie     👮 🚓 🚔
brandweer   🚒 🚨
veilig      🔒 🛡
nederland   🇳🇱
"""

# Skin tones, the two ways to draw a sign, and the sex of who is shown say nothing about the theme.
_IGNORED = re.compile("[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f]|\u200d[♀♂]")


def words_of(emoji: str) -> str | None:
    """Return the Dutch word, in lower case, that an emoji or emoticon stands for; None for what is none.

    The same sign more than once is that sign: '👍👍' is 'goed' too.
    """
    sign = _IGNORED.sub("", emoji.strip())
    if not sign or len(sign) > LONGEST:
        return None
    table = _words()
    return table.get(sign) or (table.get(sign[0]) if sign.count(sign[0]) == len(sign) else None)


LONGEST = 40
"""Characters of a run of signs that is looked at."""


@cache
def _words() -> dict[str, str]:
    rows = (line.split() for line in _TABLE.strip().splitlines())
    return {_IGNORED.sub("", sign): lemma for lemma, *signs in rows for sign in signs}
