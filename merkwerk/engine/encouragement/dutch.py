"""Dutch: what forbids, demands or weighs, and gentler ways to say it."""

from __future__ import annotations

import re

from merkwerk.engine.encouragement.rules import Rule, Tongue, between, signs, words

FORBIDS = signs(
    rf"(?:mag|mogen){between(7)}(?:niet(?!\s+alleen\b)|geen|nooit|niemand|niets)",
    r"niet\s+mag|niet\s+mogen|niemand\s+mag|niets\s+mag",
    r"geen(?:\s+[\w'’-]+){1,4}?\s+(?:mag|mogen|toegestaan)",
    r"verboden|verbod|verbiedt|verbieden|taboe",
    r"niet(?:\s+\w+)?\s+(?:toegestaan|toegelaten|geoorloofd|gewenst|acceptabel|de\s+bedoeling)",
    r"ongeoorloofd\w*|ontoelaatbaar|ontoelaatbare|onacceptabel|onaanvaardbaar|ongewenst",
    r"uit\s+den\s+boze|uitgesloten\s+is|is\s+uitgesloten",
    rf"onthoudt?{between(3)}van",
)
DEMANDS = signs(
    r"(?:moet|moeten)(?!\s+(?:kunnen|lachen|huilen|denken|gezegd)\b)",
    rf"dien(?:t|en)?{between(8)}te\s+\w+n",
    r"(?<!niet\s)(?<!niks\s)(?<!toe\s)(?:verplicht(?:e|en|ing|ingen)?|vereist|vereisten)",
    r"wordt\s+geacht|worden\s+geacht|behoort\s+te|behoren\s+te",
)
ABSOLUTE = signs(
    r"(?<!nog\s)(?<!dan\s)(?<!of\s)nooit(?!\s+(?:te\s+laat|meer\s+vergeten))",
    r"in\s+geen\s+geval|onder\s+geen(?:\s+enkele?)?\s+\w+|te\s+allen\s+tijde",
    r"zonder\s+uitzondering|absoluut\s+niet|absoluut\s+geen",
)
LEAVE = r"(?:toestemming|goedkeuring|akkoord|instemming)"
PERMISSION = signs(
    rf"(?:alleen|uitsluitend|slechts|enkel)\s+(?:na|met){between(3)}{LEAVE}",
    rf"zonder{between(3)}{LEAVE}(?!\s+van\s+wie)",
    rf"(?:voorafgaand|voorafgaande|schriftelijke){between(1)}{LEAVE}",
    r"ter\s+goedkeuring|goedgekeurd\s+(?:door|worden|zijn)|(?:worden|vooraf)\s+goedgekeurd",
)
THREATENS = signs(
    r"sancties?|disciplinaire?|op\s+straffe\s+van|strafbaar|boetes?|aansprakelijk(?:heid)?",
    r"ontslag|ontslagen|overtreding(?:en)?|schending(?:en)?|consequenties|gevolgen\s+hebben",
    r"maatregelen\s+(?:nemen|treffen|volgen|tegen)|berisping",
)

PLAIN = {
    "aangaande": "over",
    "alsmede": "en",
    "alvorens": "voordat",
    "compliance": "wat we afspraken",
    "communicatie-uitingen": "wat je vertelt",
    "conform": "volgens",
    "derhalve": "daarom",
    "desbetreffende": "die",
    "dienaangaande": "daarover",
    "gelieve": "wil je",
    "hieromtrent": "hierover",
    "inzake": "over",
    "indien": "als",
    "met betrekking tot": "over",
    "middels": "met",
    "omtrent": "over",
    "onderhavige": "deze",
    "reeds": "al",
    "stakeholders": "wie ermee te maken heeft",
    "ten aanzien van": "over",
    "ten behoeve van": "voor",
    "teneinde": "om",
    "tevens": "ook",
    "uitingen": "wat je vertelt",
    "voornoemde": "die",
    "waarborgen": "zorgen voor",
    "zorg te dragen": "te zorgen",
    "zulks": "dat",
}
PASSIVE = re.compile(
    r"\b(?:wordt|worden|werd|werden)\b(?:\s+[\w'’-]+){0,7}?\s+"
    r"(?:(?:[a-z]{2,6})?ge(?!woon|heel|lijk|noeg|vaar)\w{3,}(?:d|t|en)"
    r"|(?:be|ver|ont|her)\w{2,}(?:d|t))\b",
    re.IGNORECASE,
)

DUTCH = Tongue(
    rules=(
        Rule("permission", PERMISSION, "Twijfel je? Vraag een collega, die kijkt graag mee."),
        Rule("forbids", FORBIDS, "Wil je …? Vraag dan even …"),
        Rule("demands", DEMANDS, "Wil je …? Dat helpt, want …"),
        Rule("absolute", ABSOLUTE, "Meestal kan het zo: …"),
        Rule("threatens", THREATENS, "Ging het mis? Bel even, dan lossen we het samen op.", False),
    ),
    plain=PLAIN,
    office=words(PLAIN),
    passive=PASSIVE,
    self_word=re.compile(r"\bik\b", re.IGNORECASE),
    who_does_it="Zeg wie het doet: je, wij, of een naam.",
    cut_in_two="Maak er twee zinnen van.",
)
