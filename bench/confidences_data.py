"""Names, ways of writing them, and ordinary sentences for `bench/confidences.py`."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from merkwerk.engine.confidences import Confidence, Kind
from merkwerk.engine.organisations import LEGAL_FORMS

_TRADES = (
    "Bakkerij Transport Techniek Installatie Advies Zorg Wonen Water Energie Bouw Media Logistiek "
    "Accountants Notarissen Makelaars Drukkerij Metaal Tuinbouw Scholen Ziekenhuis Verzekeringen "
    "Havenbedrijf Waterbedrijf Zorggroep Schildersbedrijf Fietsenfabriek Uitgeverij Kwekerij"
)
TRADES = _TRADES.split()
FORMS = ["B.V.", "BV", "N.V.", "V.O.F.", "", "", "Groep", "Holding B.V."]
_SYLLABLES = (
    "ba be bo bra bre da del den dra fen fro ga gel gra hal hel ho ja ke kla kor la lem lin lo ma "
    "mer mi mo na nel no pa pel ra ren ri ro sa sel sta ta tel tra ve vel vo wa wel wi za zel"
)
SYLLABLES = _SYLLABLES.split()
CARRIERS = [
    "Vorige week zat ik bij {} aan tafel en dat was een mooi gesprek.",
    "Met {} werken we al jaren samen.",
    "We hebben voor {} een nieuw systeem gebouwd, daar ben ik trots op.",
    "{} belde vanmorgen met een vraag over de planning.",
    "Wat ik leerde van {}: begin met luisteren.",
    "Mooi nieuws: onze klant {} doet mee!",
    "Gisteren sprak ik iemand van {}. Zij dachten er anders over.",
]
_LEET = str.maketrans("aeio", "4310")
_TWINS = str.maketrans("aeopcx", "аеорсх")


def registered(folder: Path) -> list[str]:
    """The company names of the data, without securities that are no company."""
    found: dict[str, None] = {}
    with (folder / "names/demo/companies_amsterdam_exchange.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = row["name"].split(" Depositary")[0].strip()
            if re.search(r"[a-z]{2}", name) and not re.search(
                r"[%\"\d]{2}|^LS |Leverage|^\"", name
            ):
                found[name] = None
    for path in sorted((folder / "career/demo/companies").glob("*.md")):
        said = re.search(r'^title: "?([^"\n]+)"?', path.read_text(encoding="utf-8"), re.MULTILINE)
        if said:
            found[said[1].strip()] = None
    return [name for name in found if len(re.sub(r"[\W_]", "", name)) >= 3]


def invented(dice: Random, count: int, surnames: list[str]) -> list[str]:
    """So many different names of firms that don't exist."""
    found: dict[str, None] = {}
    while len(found) < count:
        own = "".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))).capitalize()
        who = dice.choice(surnames) if surnames and dice.random() < 0.5 else own
        trade, form = dice.choice(TRADES), dice.choice(FORMS)
        shape = dice.random()
        name = f"{trade} {who}" if shape < 0.4 else f"{who} {trade}" if shape < 0.75 else own
        found[f"{name} {form}".strip()] = None
    return list(found)


def with_aliases(dice: Random, key: int, name: str) -> Confidence:
    """A confidence with four aliases as keepers write them."""
    bare = without_form(name)
    words = bare.split()
    own = "".join(dice.choices(SYLLABLES, k=4)).capitalize()
    aliases = (bare, f"{bare} {own}", f"{own}-{words[0]}", f"Stichting {own} {words[-1]}")
    return Confidence(key, Kind.CLIENT, name, aliases)


def without_form(name: str) -> str:
    """The name as it is spoken: no legal form behind it."""
    words = name.split()
    while len(words) > 1 and re.sub(r"\W", "", words[-1]).lower() in LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def _typed(dice: Random, name: str, errors: int) -> str:
    letters = list(name)
    for _ in range(errors):
        places = [
            n
            for n in range(1, len(letters) - 1)
            if letters[n].isalpha() and letters[n + 1].isalpha()
        ]
        if not places:
            break
        at = dice.choice(places)
        match dice.randrange(4):
            case 0:
                del letters[at]
            case 1:
                letters.insert(at, dice.choice("aeinorst"))
            case 2:
                letters[at] = dice.choice("aeinorst")
            case _:
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def _split(dice: Random, name: str) -> str:
    word = max(name.split(), key=len)
    at = dice.randint(3, len(word) - 3)
    return name.replace(word, f"{word[:at]} {word[at:]}", 1)


def _shortened(dice: Random, name: str) -> str:
    first, rest = name.split(" ", 1)
    return f"{first[: dice.randint(3, 5)]}. {rest}"


def _may_be_shortened(name: str) -> bool:
    first, _, rest = name.partition(" ")
    return len(first) >= 7 and _letters(rest) >= 4


def _last_cut(dice: Random, name: str) -> str:
    head, last = name.rsplit(" ", 1)
    return f"{head} {last[0]}."


def _may_be_cut(name: str) -> bool:
    head, _, last = name.rpartition(" ")
    return _letters(head) >= 6 and last[:1].isupper()


def _letters(name: str) -> int:
    return len(re.sub(r"[\W_]", "", name))


def _initials(dice: Random, name: str) -> str:
    return "".join(word[0] for word in re.findall(r"[A-Za-z]\w*", name)).upper()


def _tag(dice: Random, name: str) -> str:
    return "#" + "".join(word[:1].upper() + word[1:] for word in re.findall(r"\w+", name))


def _tight(name: str) -> str:
    return re.sub(r"\W", "", name)


def _with(*endings: str) -> Callable[[Random, str], str]:
    return lambda dice, name: name + dice.choice(endings)


def _at_least(letters: int) -> Callable[[str], bool]:
    return lambda name: _letters(name) >= letters


def _several(name: str) -> bool:
    return " " in name


Way = tuple[str, Callable[[Random, str], str], Callable[[str], bool]]
WAYS: list[Way] = [
    ("as registered", lambda dice, name: name, _at_least(0)),
    ("genitive", _with("s", "'s", "’s"), _at_least(0)),
    ("plural, diminutive", _with("en", "je", "tje"), _at_least(7)),
    ("compound", _with("-dossier", "-project", "dossier", "klanten"), _at_least(7)),
    ("written together", lambda dice, name: name.replace(" ", ""), _several),
    ("hyphens", lambda dice, name: name.replace(" ", "-"), _several),
    ("line break", lambda dice, name: name.replace(" ", "\n", 1), _several),
    ("split", _split, lambda name: len(max(name.split(), key=len)) >= 8),
    ("tag", _tag, _at_least(0)),
    ("handle", lambda dice, name: "@" + _tight(name).lower(), _at_least(0)),
    ("domain", lambda dice, name: f"www.{_tight(name).lower()}.nl", _at_least(0)),
    ("capitals", lambda dice, name: name.upper(), _at_least(0)),
    ("first word shortened", _shortened, _may_be_shortened),
    ("last word one letter", _last_cut, _may_be_cut),
    ("initials", _initials, lambda name: len(re.findall(r"[A-Za-z]\w*", name)) >= 3),
    ("one typing error", lambda dice, name: _typed(dice, name, 1), _at_least(6)),
    ("two typing errors", lambda dice, name: _typed(dice, name, 2), _at_least(12)),
    ("zero width", lambda dice, name: "\u200b".join(name), _at_least(0)),
    ("look-alikes", lambda dice, name: name.translate(_TWINS), _at_least(0)),
    ("digits for letters", lambda dice, name: name[0] + name[1:].translate(_LEET), _at_least(5)),
    ("letters apart", lambda dice, name: " ".join(_tight(name)), _at_least(5)),
]
"""How a name may be written; the last says for which names that way is tried."""


def texts(dice: Random, name: str) -> Iterator[tuple[str, str, str]]:
    """(way, text, the name as it stands in it), one for each way."""
    spoken = without_form(name)
    for way, write, fits in WAYS:
        if fits(spoken):
            said = write(dice, spoken)
            carrier = dice.choice(CARRIERS)
            yield way, carrier.format(said), said


def ordinary_sentences(folder: Path) -> list[str]:
    """Dutch sentences of the language and the pairs data, each once."""
    found: dict[str, None] = dict.fromkeys(
        (folder / "topics/dev/language/nl.sentences.txt").read_text(encoding="utf-8").splitlines()
    )
    for name in ("sick_nl", "stsb_nl"):
        with (folder / f"pairs/dev/{name}.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                found.update(dict.fromkeys((row["s1"], row["s2"])))
    return [sentence for sentence in found if sentence.strip()]
