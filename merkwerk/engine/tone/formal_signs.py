"""Signs of formal and of casual writing, each with its weight. Lists of our own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import regex


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: above 0 it speaks for formal, below 0 for casual."""

    name: str
    language: str
    weight: float
    pattern: regex.Pattern[str]


WORD = regex.compile(r"(?<![\w@#./])\p{L}[\p{L}'’-]*(?![\w/]|\.\w)")
EMOJI = regex.compile(
    r"[\U0001F1E6-\U0001F1FF]{2}|[[\p{Emoji_Presentation}\p{Extended_Pictographic}]--[©®™‼⁉↔-↪ℹ🇦-🇿]]"
    r"[\ufe0f\U0001F3FB-\U0001F3FF]*(?:\u200d\p{Extended_Pictographic}"
    r"[\ufe0f\U0001F3FB-\U0001F3FF]*)*",
    regex.VERSION1,
)


def _words(name: str, language: str, weight: float, *words: str) -> Sign:
    alternatives = "|".join(word.replace(" ", r"\s+") for word in words)
    pattern = regex.compile(rf"(?<![\w@#])(?:{alternatives})(?![\w@])", regex.IGNORECASE)
    return Sign(name, language, weight, pattern)


def _shape(name: str, weight: float, pattern: str, **more: Any) -> Sign:
    return Sign(name, "", weight, regex.compile(pattern, **more))


SIGNS: tuple[Sign, ...] = (
    # whatever the language
    Sign("emoji", "", -0.8, EMOJI),
    _shape("smiley", -0.9, r"(?<!\w)[:;=8][-'o]?[)(DPp/\\|](?!\w)|<3|\^\^|(?i:(?<!\w)x?xd+(?!\w))"),
    _shape("exclamations", -0.9, r"[!?]{2,}|!\s*$|!(?=\s)"),
    _shape("stretched", -1.0, r"(?i)(?<!w)([a-z])\1{2,}(?<!www)"),
    _shape("capitals", -0.6, r"(?<![\w#@])\p{Lu}{5,}(?!\w)(?:\s+\p{Lu}{3,})*"),
    _shape("dots", -0.4, r"\.{3,}|…"),
    _shape("no-capital", -0.7, r"\A\s*\p{Ll}(?!['’])"),
    _shape(
        "laughter", -1.0, r"(?i)(?<!\w)(?:a?(?:ha){2,}h?|(?:he){2,}|hihi|lo+l|lmf?ao|rofl)(?!\w)"
    ),
    # Dutch
    _words("greeting", "nl", 1.8, "geachte", "hoogachtend", "edelachtbare", "zeer geachte"),
    _words("closing", "nl", 0.9, "met vriendelijke groet(?:en)?", "bij voorbaat dank", "namens"),
    _words(
        "casual-greeting", "nl", -0.9, "hoi", "hey+", "hai", "yo", "hallo allemaal", "doei", "doeg",
        "groetjes", "goeiemorgen", "goeiedag", "mogge", "moin", "toedels", "xx+", "tot zo",
    ),
    _words(
        "office-words", "nl", 1.0, "echter", "derhalve", "tevens", "teneinde", "middels", "omtrent",
        "betreffende", "inzake", "conform", "alsmede", "dientengevolge", "desalniettemin", "jegens",
        "gelieve", "verzoeken wij", "wij verzoeken", "wij attenderen", "hierbij", "hiertoe",
        "aangaande", "ten aanzien van", "met betrekking tot", "in verband met", "op grond van",
        "zulks", "voorts", "ingevolge", "dienen te", "dient te", "dient u", "het betreft", "reeds",
        "woonachtig", "doch", "indien", "onzerzijds", "bijgaand", "desgewenst", "zodoende",
        "mede namens", "met inachtneming van", "door middel van", "bovendien", "aldus", "eveneens",
        "alvorens", "evenwel", "dan wel", "ten behoeve van", "uitermate", "zorg te dragen",
    ),
    _words(
        "short-forms", "nl", -0.8, "'t", "’t", "'k", "’k", "'n", "’n", "m'n", "m’n", "z'n", "z’n",
        "d'r", "d’r", "zo'n", "zo’n", "da's", "da’s", "ie", "ff", "effe", "effies", "idd", "mss",
        "iig", "gwn", "ofzo", "enzo", "nie", "da", "wa", "kheb", "kben", "ni", "iets v", "mn",
        "zn", "eig", "gvd", "hvj", "dk", "tis", "aub", "nx", "ws", "egt", "khou", "goeie", "rooie",
    ),
    _words(
        "slang", "nl", -1.0, "vet", "chill", "relaxed?", "lekker bezig", "joh", "toch wel", "gast",
        "gasten", "kut", "shit", "verdorie", "balen", "jippie", "joepie", "nope", "yep", "jep",
        "jup", "nah", "tja", "pfff*", "hè hè", "wow", "wauw", "leuk man", "gaaf", "supertof", "tof",
        "toffe", "mega", "gozer", "man man man", "bizar", "geniaal", "heerlijk", "zeg maar", "hoor",
        "super", "kei", "keigoed", "keileuk", "lekker", "snap je", "weet je", "echt wel", "kweenie",
        "fix", "doe normaal", "kom op", "yes", "top", "oeps", "bah", "jeetje", "jemig", "helaas p",
        "oké?", "ok", "prima joh", "zooi", "gedoe", "geen idee", "stiekem", "best wel", "beetje",
    ),
    # English
    _words("greeting", "en", 1.8, "dear (?:sir|madam|mr|mrs|ms|dr)", "to whom it may concern",
           "yours (?:sincerely|faithfully|truly)", "esteemed", "distinguished"),
    _words("closing", "en", 0.9, "kind regards", "best regards", "sincerely", "respectfully",
           "on behalf of", "thank you in advance"),
    _words("casual-greeting", "en", -0.9, "hi", "hey+", "hiya", "yo", "howdy", "cheers", "sup",
           "xo+", "hello there", "hi all", "morning all", "guys", "folks", "y'?all", "y’all"),
    _words(
        "office-words", "en", 1.0, "however", "therefore", "furthermore", "moreover", "hereby",
        "pursuant to", "regarding", "in accordance with", "with respect to", "nevertheless",
        "notwithstanding", "henceforth", "thereafter", "whereas", "prior to", "subsequently",
        "we regret", "please be advised", "kindly", "we are pleased to", "herewith",
        "aforementioned", "shall", "is required to", "are required to", "in order to",
        "consequently", "accordingly",
        "additionally", "we would like to", "upon receipt", "at your earliest convenience", "thus",
        "inform you", "request that", "in respect of", "enclosed", "commence", "ensure that",
    ),
    _words(
        "short-forms", "en", -0.7, r"\w+n['’]t", r"(?:i|you|he|she|it|we|they|that|there|what|who)"
        r"['’](?:m|re|s|ve|ll|d)", "gonna", "wanna", "gotta", "kinda", "sorta", "dunno", "lemme",
        "gimme", "cos", "cuz", "coz", "bc", "tho", "thru", "u", "ur", "r", "pls", "plz", "thx",
        "ty", "rn", "imo", "imho", "tbh", "btw", "idk", "afaik", "fwiw", "ngl", "smh", "fyi",
        "ya", "yer",
        "ain['’]?t", "im", "dont", "cant", "doesnt", "didnt", "wont", "ive", "innit",
    ),
    _words(
        "slang", "en", -1.0, "cool", "awesome", "dude", "bro", "mate", "omg", "wtf", "fuck\\w*",
        "shit\\w*", "damn", "crap", "yeah", "yep", "yup", "nope", "nah", "wow", "ugh", "meh", "yay",
        "woo+\\s?hoo+", "whoa", "oops", "ouch", "sucks?", "stuff", "super", "totally", "literally",
        "pretty much", "a bit", "loads of", "tons of", "my bad", "no worries", "huh", "kiddo",
        "legit", "vibes?", "lit", "hell", "ok", "okay", "kids", "crazy", "insane", "anyways",
        "gosh", "blimey", "bloody", "rubbish", "freaking", "hilarious", "so good", "love this",
        "lovely",
    ),
)  # fmt: skip
