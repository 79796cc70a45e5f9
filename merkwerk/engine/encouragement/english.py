"""English: what forbids, demands or weighs, and gentler ways to say it."""

from __future__ import annotations

import re

from merkwerk.engine.encouragement.rules import Rule, Tongue, between, signs, words

NOT = r"(?:\s+not|n['’]t)"
FORBIDS = signs(
    rf"(?:must|shall|should){NOT}|may\s+not(?!\s+(?:be|have|always|know|feel|want|need)\b)",
    r"you\s+(?:cannot|can['’]t|can\s+not)",
    r"(?:(?<=[.!?:]\s)|(?<![\w\W]))(?:do\s+not|don['’]t)(?!\s+(?:worry|hesitate|be\s+afraid))",
    r"forbidden|forbids?|prohibited|prohibits?|banned|off\s+limits|unacceptable|taboo",
    r"not(?:\s+be)?\s+(?:allowed|permitted|acceptable|tolerated)",
    r"refrain(?:s|ing)?\s+from|no\s+one\s+may|nobody\s+may",
    rf"no{between(3)}(?:allowed|permitted)",
)
DEMANDS = signs(
    r"must(?!-|\s+(?:not|have\s+been|be\s+fun)\b|n['’]t)",
    r"(?<!don['’]t\s)(?<!not\s)(?<!nobody\s)(?<!only\s)(?:have|has)\s+to(?!\s+laugh)",
    r"(?<!not\s)(?:required|obliged|obligated|mandatory|compulsory|obligatory)",
    r"shall(?!\s+(?:i|we|not)\b)|(?:are|is)\s+expected\s+to",
)
ABSOLUTE = signs(
    r"(?<!or\s)(?<!has\s)(?<!have\s)never(?!\s+(?:mind|too\s+late|before|been))",
    r"under\s+no\s+circumstances?|in\s+no\s+case|at\s+all\s+times|without\s+exception",
)
LEAVE = r"(?:permission|approval|clearance|authori[sz]ation|sign-off)"
PERMISSION = signs(
    rf"(?:only|solely)\s+(?:with|after){between(3)}{LEAVE}",
    rf"without{between(3)}{LEAVE}",
    rf"prior{between(1)}{LEAVE}|prior\s+consent|subject\s+to{between(1)}{LEAVE}",
    r"be\s+(?:pre-)?approved|(?:submit|submitted)\s+for\s+approval",
)
THREATENS = signs(
    r"disciplinary|sanctions?|dismissal|termination|consequences|penalt(?:y|ies)|liable",
    r"violations?|breach(?:es)?|reprimand",
)

PLAIN = {
    "aforementioned": "this",
    "commence": "begin",
    "compliance": "what we agreed",
    "concerning": "about",
    "facilitate": "help",
    "hereby": "",
    "herein": "here",
    "in accordance with": "as in",
    "in order to": "to",
    "in the event that": "if",
    "leverage": "use",
    "prior to": "before",
    "pursuant to": "by",
    "regarding": "about",
    "stakeholders": "who it concerns",
    "subsequent to": "after",
    "thereof": "of it",
    "utilise": "use",
    "utilize": "use",
    "with regard to": "about",
    "with respect to": "about",
}
PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+|not\s+)?"
    r"(?!(?:allowed|interested|excited|tired|pleased|needed|supposed|used|scared|invited|red)\b)"
    r"(?:\w{2,}[^aeiou]ed|\w{2,}[aeiou]ed|done|made|taken|given|seen|kept|told|shown|written|sent"
    r"|held|put|known)\b",
    re.IGNORECASE,
)

ENGLISH = Tongue(
    rules=(
        Rule("permission", PERMISSION, "Not sure? Ask a colleague, who gladly reads along."),
        Rule("forbids", FORBIDS, "Would you like to …? Then just ask …"),
        Rule("demands", DEMANDS, "Would you …? It helps, because …"),
        Rule("absolute", ABSOLUTE, "Usually it works like this: …"),
        Rule("threatens", THREATENS, "Did it go wrong? Call, and we sort it out together.", False),
    ),
    plain=PLAIN,
    office=words(PLAIN),
    passive=PASSIVE,
    self_word=re.compile(r"\bI\b"),
    who_does_it="Say who does it: you, we, or a name.",
    cut_in_two="Make two sentences of it.",
)
