"""Personal data in a text, told by its form and its own check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from merkwerk.engine.because import Because
from merkwerk.engine.confidences.values import Finding, Kind

LONGEST = 400_000
MOST = 100
_BSN = re.compile(
    r"(?<![\w.,/-])(\d{9}|\d{3}[ .]\d{2}[ .]\d{4}|\d{4}[ .]\d{2}[ .]\d{3}|\d{3}[ .]\d{3}[ .]\d{3})"
    r"(?![\w/-]|[.,]\d)"
)
_SAYS_BSN = re.compile(r"\b(bsn|burgerservice|sofi|citizen service)", re.IGNORECASE)
_IBAN = re.compile(r"(?<!\w)([A-Za-z]{2}\d{2}(?:[ .\-\u00a0]?[A-Za-z0-9]){11,30})(?!\w)")
_IBAN_LENGTHS = {
    "nl": 18, "be": 16, "de": 22, "fr": 27, "lu": 20, "gb": 22, "ie": 22, "es": 24, "it": 27,
    "pt": 25, "at": 20, "ch": 21, "dk": 18, "se": 24, "no": 15, "fi": 18, "pl": 28, "cz": 24,
    "hu": 28, "ro": 24, "bg": 22, "gr": 27, "hr": 21, "si": 19, "sk": 24, "ee": 20, "lv": 21,
    "lt": 20, "mt": 31, "cy": 28, "is": 26, "li": 21, "tr": 26,
}  # fmt: skip
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+'-]{1,64}\s?(?:@|\(at\)|\[at\]|＠)\s?"
    r"(?:[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\.)+[a-z]{2,24}\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d(?:[^\d\n]{0,3}\d){7}")
_POSTCODE = r"[1-9]\d{3}\s?(?!SA|SD|SS)[A-Z]{2}(?![\w-])"
_YEAR = r"(?!(?:19|20)\d\d\b)"
_STREET = re.compile(
    r"\b(?:[A-ZÀ-Þ][\w'’.-]{0,30} (?:(?:van|de|den|der|ten|ter|het|op) ){0,3}){0,3}"
    r"(?:[A-ZÀ-Þ][\w'’-]{1,30})?"
    r"(?:straat|laan|weg|plein|gracht|kade|singel|dijk|dreef|hof|steeg|pad|plantsoen|park|markt|"
    r"wal|haven|lei|ring|boulevard|allee|hoek|erf|akker|veld|horst|kamp|burg|molen)"
    r" (?:nr\.? ?)?\d{1,5}(?: ?[a-zA-Z](?![\w])|-\d{1,4}|[- ](?:I{1,3}|IV|hs|bis)\b)?"
    rf"(?:,?\s{{1,2}}{_POSTCODE})?"
)
_AT_POSTCODE = re.compile(
    rf"(?<![\w-])(?:{_POSTCODE}[ ,]{{1,2}}\d{{1,5}}(?: ?[a-z])?\b|{_YEAR}{_POSTCODE})"
)


def personal_data(text: str) -> list[Finding]:
    """Citizen service numbers (BSN), bank accounts, telephone numbers, mail addresses and Dutch
    postal addresses, each with its place, in order, none within another; 100 at most.

    `because` is `by-form`. A BSN passes the eleven-test, an IBAN ISO 7064 mod 97-10, a telephone
    number the numbering plan of its country (Dutch when none is said). Handles are no mail."""
    text = text[:LONGEST]
    found: list[Finding] = []
    for finder in (_mails, _ibans, _bsns, _phones, _addresses):
        for one in finder(text):
            if all(one.end <= other.start or other.end <= one.start for other in found):
                found.append(one)
                if len(found) >= MOST:
                    return sorted(found, key=lambda one: one.start)
    return sorted(found, key=lambda one: one.start)


def _found(kind: Kind, start: int, end: int, sure: float) -> Finding:
    return Finding(start, end, None, kind, sure, (Because("by-form"),))


def _mails(text: str) -> Iterator[Finding]:
    if "@" in text or "at" in text or "＠" in text:
        for found in _MAIL.finditer(text):
            if not found[0].startswith(("'", ".")) and not _is_handle(text, found):
                yield _found(Kind.MAIL, found.start(), found.end(), 0.95)


def _is_handle(text: str, found: re.Match[str]) -> bool:
    """`@joris@social.example` is where somebody speaks in public."""
    return found.start() > 0 and text[found.start() - 1] == "@"


def _ibans(text: str) -> Iterator[Finding]:
    for found in _IBAN.finditer(text):
        size = _IBAN_LENGTHS.get(found[1][:2].lower())
        kept, end = "", found.start()
        for place, sign in enumerate(found[1]):
            if sign.isalnum():
                kept, end = kept + sign.upper(), found.start() + place + 1
            if size and len(kept) == size:
                break
        if size and len(kept) == size and not text[end : end + 1].isalnum() and right_iban(kept):
            yield _found(Kind.IBAN, found.start(), end, 0.99)


def right_iban(letters: str) -> bool:
    """Whether the check digits of an account number without spaces fit (ISO 7064 mod 97-10)."""
    turned = letters[4:] + letters[:4]
    if not (turned.isascii() and turned.isalnum()):
        return False
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def _bsns(text: str) -> Iterator[Finding]:
    for found in _BSN.finditer(text):
        if right_bsn(re.sub(r"\D", "", found[0])):
            said = _SAYS_BSN.search(text[max(0, found.start() - 60) : found.end() + 30])
            if said or not _says_otherwise(text, found.start()):
                yield _found(Kind.BSN, found.start(), found.end(), 0.97 if said else 0.7)


def right_bsn(digits: str) -> bool:
    """The eleven-test: nine digits, weighed 9 to 2 and the last -1, divisible by 11."""
    if len(digits) != 9 or not digits.isascii() or len(set(digits)) == 1:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(digit) * by for digit, by in zip(digits, weights, strict=True)) % 11 == 0


def _says_otherwise(text: str, start: int) -> bool:
    before = text[max(0, start - 12) : start].rstrip().lower()
    return before.endswith(("€", "$", "eur", "euro", "kvk", "kvk:", "kvk-nummer", "isbn", "#"))


def _phones(text: str) -> Iterator[Finding]:
    if not _DIGITS.search(text):
        return
    for match in phonenumbers.PhoneNumberMatcher(text, "NL", max_tries=200):
        yield _found(Kind.PHONE, match.start, match.end, 0.9)


def _addresses(text: str) -> Iterator[Finding]:
    for pattern, sure in ((_STREET, 0.8), (_AT_POSTCODE, 0.7)):
        for found in pattern.finditer(text):
            if found[0][0].isupper() or found[0][0].isdigit():
                yield _found(Kind.ADDRESS, found.start(), found.end(), sure)
