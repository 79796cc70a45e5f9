"""How a text addresses its reader: je or u, du or Sie, tu or vous."""

from __future__ import annotations

import re
from dataclasses import dataclass

from merkwerk.engine.text import LINK


@dataclass(frozen=True, slots=True)
class Address:
    """`informal` and `formal` are the words found, as written; both empty when nobody is addressed
    or the language knows no such difference."""

    informal: tuple[str, ...] = ()
    formal: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.informal or self.formal)


LANGUAGES = ("nl", "de", "fr")

_OWN = r"(?<![\w@#./-])(?:{})(?![\w@/-]|\.\w)"
_INFORMAL = {
    "nl": r"(?i:je|jij|jou|jouw|jouwe|jullie|jezelf|jouzelf|gij|ge|j'|je?n?eigen)",
    "de": r"(?i:du|dich|dir|deine?[mnrs]?|euch|eure?[mnrs]?)",
    "fr": r"(?i:tu|toi|ton|tes|t['’](?=\w))|(?i:te)(?= \w)",
}
_FORMAL = {
    "nl": r"(?i:u|uw|uwe|uzelf|u-?zelve)",
    "de": r"(?<=[\wäöüß,;:] )(?:Sie|Ihr(?:e[mnrs]?)?)|Ihnen",
    "fr": r"(?i:vous|votre|vos)",
}
_INFORMAL_IN = {code: re.compile(_OWN.format(words)) for code, words in _INFORMAL.items()}
_FORMAL_IN = {code: re.compile(_OWN.format(words)) for code, words in _FORMAL.items()}

_QUOTED = re.compile(r"“[^”“]{0,500}”|„[^”“„]{0,500}[”“]|\"[^\"]{0,500}\"|«[^»«]{0,500}»")
_NO_ADDRESS = {
    "nl": re.compile(
        r"\d ?u(?:ur)?\b"  # 9 u: nine o'clock
        r"|\b[uU][ -](?:bocht|bahn|vorm|profiel|turn|boot|boten)\w*"
        r"|(?i:\b(?:dank|bedankt|merci) je wel|\bje weet wel)"
        r"|(?i:\b[a-z] ?, ?u\b|\bu ?(?:, ?[a-z]\b|= ?))"  # letters in a row
    ),
    "de": re.compile(r"(?i:\bper du\b|\bper sie\b)"),
    "fr": re.compile(r"(?i:\brendez-vous\b|\bs'il (?:te|vous) pla[iî]t)"),
}


def address(text: str, language: str) -> Address:
    """Which words of a text address the reader, in Dutch, German or French (`language` "nl",
    "de", "fr"; anything else finds nothing, so that the English `u` and the French `je` are
    nobody's address). What stands between quotation marks, in quoted lines, links, tags and
    handles does not count; nor do `9 u`, `U-bocht` and thanks that everybody says the same way.
    A German `Sie` at the start of a sentence may be anybody and does not count."""
    code = language[:2].lower()
    if code not in LANGUAGES:
        return Address()
    own = "\n".join(part for part in text.split("\n") if not part.lstrip().startswith(">"))
    kept = _QUOTED.sub(" ", LINK.sub(" ", own))
    kept = _NO_ADDRESS[code].sub(" ", kept)
    return Address(
        tuple(_INFORMAL_IN[code].findall(kept)),
        tuple(_FORMAL_IN[code].findall(kept)),
    )
