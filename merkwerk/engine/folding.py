"""Texts folded for comparing only: what a reader takes for the same word becomes the same letters.

Folding goes sign by sign, but for three things that depend on what stands around them: parts that
are read as one (`_COMPOSE`: kana with a voicing mark, Hangul letters), joiners between emoji, and
words that mix Latin with letters of another alphabet. Takes time linear in the text.
"""

from __future__ import annotations

import re
import unicodedata

LETTERS = {
    "ĳ": "ij",  # Dutch, one sign for two letters
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "ħ": "h",
    "ı": "i",
    "ŋ": "n",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "‐": "-",
    "‑": "-",
    **dict(zip("ɑɡȷƒɩᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "agjfiabcdefghijklmnoprstuvwyz", strict=True)),
}
"""Letters Unicode does not take apart, as a Dutch or English keyboard would type them."""

_MARKS = (
    (0x0300, 0x036F),  # accents
    (0x0483, 0x0489),
    (0x0591, 0x05C7),  # Hebrew points
    (0x0610, 0x061C),  # Arabic signs, Arabic letter mark
    (0x0640, 0x0640),  # Arabic stretching
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x00AD, 0x00AD),  # soft hyphen
    (0x115F, 0x1160),  # Hangul fillers
    (0x17B4, 0x17B5),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x180B, 0x180F),
    (0x200B, 0x200F),  # zero width, direction marks
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x20D0, 0x20FF),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),  # how an emoji is drawn
    (0xFE20, 0xFE2F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF9, 0xFFFB),
    (0x1F3FB, 0x1F3FF),  # skin tones: a thumb is a thumb
    (0xE0000, 0xE007F),
    (0xE0100, 0xE01EF),
)


EMOJI = (
    "\u203c\u2049\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d"
    "\U0001f000-\U0001faff"
)
"""Inside of a class of `re`."""

_LOOKS = {
    "а": "a", "в": "b", "г": "r", "е": "e", "ԍ": "g", "һ": "h", "н": "h", "і": "i", "к": "k",
    "ӏ": "l", "м": "m", "п": "n", "о": "o", "р": "p", "ԛ": "q", "с": "c", "т": "t", "у": "y",
    "ү": "y", "ѵ": "v", "ԝ": "w", "ѡ": "w", "х": "x", "ь": "b", "ѕ": "s", "ј": "j", "ԁ": "d",
    "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p",
    "σ": "o", "τ": "t", "υ": "u", "χ": "x", "ω": "w", "γ": "y", "μ": "u", "ζ": "z", "ϳ": "j",
    "Η": "h", "Ν": "n", "Υ": "y", "Μ": "m",
    "օ": "o", "ս": "u", "ո": "n", "հ": "h", "ց": "g", "յ": "j", "զ": "q",
    "Ꭺ": "a", "Ᏼ": "b", "Ꮯ": "c", "Ꭰ": "d", "Ꭼ": "e", "Ꮐ": "g", "Ꮋ": "h", "Ꭻ": "j", "Ꮶ": "k",
    "Ꮮ": "l", "Ꮇ": "m", "Ꮲ": "p", "Ꭱ": "r", "Ꮪ": "s", "Ꭲ": "t", "Ꮩ": "v", "Ꮃ": "w", "Ꮓ": "z",
    **dict(zip("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ", "abcdefghijklmnoprstuvwxyz", strict=True)),
}  # fmt: skip
"""Cyrillic, Greek, Armenian, Cherokee and Lisu letters, folded, and the Latin one they pass for;
Greek capitals where that is another one than for the small letter."""

_CAPITALS = "ΗΝΥΜ"
_SMALL = str.maketrans(_CAPITALS, _CAPITALS.lower())
_LOOK_ALIKES = str.maketrans(_LOOKS)
ALPHABETS = "\u0370-\u052f\u0531-\u0587\u13a0-\u13fd\ua4d0-\ua4ff\uab70-\uabbf"
_MIXED = re.compile(f"[a-z][0-9]*[{ALPHABETS}]|[{ALPHABETS}][0-9]*[a-z]")
_WORD = re.compile(r"[^\W_]+")
_HAS_LATIN = re.compile("[a-z]")
_JOINER = "\u200d"
_LOOSE = re.compile(f"(?<=[{EMOJI}]){_JOINER}[♀♂]|(?<![{EMOJI}]){_JOINER}|{_JOINER}(?![{EMOJI}])")
"""Joiners that join no emoji, and the gender of who makes a gesture."""
_CARE = re.compile(
    f"[{_JOINER}{ALPHABETS}\u00b5\u1100-\u1112\u1c80-\u1c8f\u1d26-\u1dbf\u1f00-\u1fff\u2126"
    "\u213c-\u213f\u3099\u309a\u3380-\u33c1\ua69c\ua69d\ufb13-\ufb17\uff9e\uff9f"
    "\U0001d6a8-\U0001d7cb]"
)
"""Where a text has none of these, its fold is that of its signs, one by one."""


def _drops(point: int) -> bool:
    return any(first <= point <= last for first, last in _MARKS)


def _folded(character: str) -> str:
    """The fold of one character, taken on until nothing changes any more."""
    if character == _JOINER:
        return character  # what it joins is only known in its text
    if _drops(ord(character)):
        return ""
    if "\ud800" <= character <= "\udfff" or character == "\0":
        return " "
    if "\u3131" <= character <= "\u318e" or "\uffa1" <= character <= "\uffdc":
        return character  # single Hangul letters would grow together with their neighbours
    seen = character
    while True:
        parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", seen).casefold())
        kept = "".join(LETTERS.get(part, part) for part in parts if not _drops(ord(part)))
        again = unicodedata.normalize("NFC", kept)
        if again == seen:
            return again
        seen = again


class _FoldTable(dict[int, str]):
    """Filled as characters turn up, so that starting costs nothing; at most one entry each."""

    def __missing__(self, point: int) -> str:
        self[point] = found = _folded(chr(point))
        return found


class _SharpTable(dict[int, str]):
    """Keeps the Greek capitals whose small letters look different, until their word is known."""

    def __missing__(self, point: int) -> str:
        found = _TABLE[point]
        if found and found in _CAPITALS.lower():
            capital = unicodedata.normalize("NFKD", chr(point))[0]
            found = capital if capital in _CAPITALS else found
        self[point] = found
        return found


_TABLE = _FoldTable()
_SHARP_TABLE = _SharpTable()
_HIDDEN = "[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _MARKS) + "]*"
_COMPOSE = re.compile(
    f"[\u3041-\u30ff]{_HIDDEN}[\u3099\u309a]|[\uff66-\uff9d]{_HIDDEN}[\uff9e\uff9f]"
    f"|[\u1100-\u1112]{_HIDDEN}[\u1161-\u1175](?:{_HIDDEN}[\u11a8-\u11c2])?"
)
"""What is written in parts and read as one: kana with a voicing mark, Hangul syllables."""


def fold(text: str) -> str:
    """The text without case, accents, width, ligatures and invisible signs, for comparing only.

    Compatibility normalisation (NFKC) by character, marks of Latin, Greek, Cyrillic, Hebrew and
    Arabic stripped, kana and Hangul kept whole, then `LETTERS`. A word of Latin letters and
    look-alikes from other alphabets becomes all Latin; a word with one letter that looks like no
    Latin one stays. Joiners stay between emoji. Folding twice changes nothing.
    """
    if text.isascii():
        return text.lower().replace("\0", " ")
    if not _CARE.search(text):
        return text.translate(_TABLE)
    whole = _COMPOSE.sub(_composed, text)
    folded = _tightened(whole.translate(_TABLE))
    if not _MIXED.search(folded):
        return folded
    return _unmasked(_tightened(whole.translate(_SHARP_TABLE)))


def _tightened(folded: str) -> str:
    return _LOOSE.sub("", folded) if _JOINER in folded else folded


def _composed(found: re.Match[str]) -> str:
    shown = "".join(part for part in found[0] if not _drops(ord(part)))
    return unicodedata.normalize("NFKC", shown)


def _unmasked(folded: str) -> str:
    """The same number of characters, without letters of other alphabets in Latin words."""
    return _WORD.sub(_latin, folded).translate(_SMALL)


def _latin(found: re.Match[str]) -> str:
    word = found[0]
    latin = word.translate(_LOOK_ALIKES)
    return latin if latin.isascii() and _HAS_LATIN.search(word) else word


def aligned(text: str) -> tuple[str, list[int] | range, list[int] | range]:
    """The folded text, and for each of its characters where its original starts and ends."""
    if text.isascii():
        return fold(text), range(len(text)), range(1, len(text) + 1)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0

    def add(original: str, start: int, end: int) -> None:
        folded = original.translate(_SHARP_TABLE)
        pieces.append(folded)
        starts.extend([start] * len(folded))
        ends.extend([end] * len(folded))

    for found in _COMPOSE.finditer(text):
        for place in range(last, found.start()):
            add(text[place], place, place + 1)
        last = found.end()
        add(_composed(found), found.start(), last)
    for place in range(last, len(text)):
        add(text[place], place, place + 1)
    folded = "".join(pieces)
    if _JOINER in folded:
        keep = _kept(folded)
        folded, starts, ends = (
            "".join(folded[at] for at in keep),
            [starts[at] for at in keep],
            [ends[at] for at in keep],
        )
    return _unmasked(folded), starts, ends


def _kept(folded: str) -> list[int]:
    """The places of a folded text that its loose joiners leave."""
    gone = {at for found in _LOOSE.finditer(folded) for at in range(*found.span())}
    return [at for at in range(len(folded)) if at not in gone]
