"""How Dutch and English people ask, or seem to: one manner a line, on folded text. Round brackets
hold alternatives, a question mark behind them makes them optional."""

from __future__ import annotations

import re

TAGS = """
#(durftevragen|dtv|followerpower|lazyweb|askfedi|askfediverse|vraag)(?!\\w)
"""

_HELLO = "hoi|hallo|hey|hi|hello|beste|lieve|dear|ok|he|maar|dus|so|and|but"
GREETING = rf"(?:(?:{_HELLO})\b[\w\s]{{0,20}}[,:!] ?)?"

OPENINGS = """
wie (weet|kent|heeft|kan|wil|gebruikt|werkt|van jullie|o wie)
(weet|kent|heeft|kan|gebruikt|wil|is er|zijn er) (er )?(iemand|mensen|jullie|toevallig)
iemand (een|hier|die|met|enig|al|nog|toevallig|ervaring|tips|idee|in)\\b
(hoe|waar|wat|welke|wanneer|waarom) (kan|kun|moet|doe|vind|krijg|zou|los) (ik|je|jullie|we|jij)
(wat|welke?) (\\w+ ){0,3}(gebruiken|nemen|doen|kiezen) jullie
(hoe|waar|wat) (kunnen|moeten|doen|vinden|krijgen|zouden|lossen) (jullie|we|wij)
vraag(je)?( voor| aan|:| over)
(korte|domme|kleine|snelle) vraag
(does|do|has|have|can|could|is|would) (any|some)(one|body)\\b
any(one|body) (know|have|has|here|using|used|got|else|with|tried|able|recommend)
any (tips|advice|ideas|recommendations|suggestions|experience|experts)
who (knows|has|can|here|else)\\b
(how|where|what|which|when) (do|can|should|would|could) (i|we|you)\\b
(quick |genuine |serious |stupid |dumb )?questions?( for| about|:)
asking for (a friend|myself|tips|advice)
"""

_SOUGHT = "(iemand|een goede|tips|ervaring|advies|mensen|voorbeelden|suggesties)"
_WANTED = "(someone|somebody|anyone|recommendations|advice|examples|people|a good|tips)"

SEEKS = f"""
tips\\b.*\\bwelkom
tips? (zijn |is )?(zeer |meer dan |van harte )?(welkom|gezocht)
alle tips
(hulp|advies|tips|ervaringen|iemand) (gezocht|gevraagd)
(ben|zijn) (ik |we |wij )?(nog |dringend )?op zoek naar {_SOUGHT}
(ik|we|wij) zoek(en)? (nog |dringend |met spoed )?{_SOUGHT}
zoek ik (nog )?{_SOUGHT}
hoor (het |ik )?graag (hoe|of|wat|van)
vraag (ik )?me af (of|hoe|waarom|wie|wat|welke)
iemand (die weet|die ervaring|ervaring|een idee)
laat (het )?me weten (of|hoe|wat|als)
(i am|i'm|we are|we're) looking for {_WANTED}
(wondering|i wonder) (if|how|whether|what|who|which|why)
(tips|advice|pointers|recommendations|suggestions|help) (are )?(very )?(welcome|appreciated)
(tips|advice|pointers|recommendations|suggestions|help) (wanted|needed)
any (tips|advice|ideas|recommendations|pointers|suggestions)\\b
(can|could) (any|some)(one|body)
let me know (if|how|what)
(would|i'd) love to hear (how|what|from)
please (recommend|advise)
"""

RHETORICAL_ENDS = """
[, ](toch|he|nietwaar|niet waar|niet dan|of niet|right|innit|huh|eh|isn't it|don't you think)
"""

RHETORICAL = """
wist (je|jij|u|jullie) (al )?dat
did you know
wie kent (het|ze|hem|haar) niet
who doesn't
who (knew|cares|would have thought)
wie had dat
(en )?weet je wat
guess what
you know what
hoe (mooi|leuk|gaaf|tof|fijn|bizar|erg|dom) (is|kan|wil)
how (cool|great|nice|crazy|bizarre|hard) (is|can)
what could possibly
wat kan er (nou |nu )?misgaan
waarom ook niet
"""

TEASERS = """
(ben je |bent u |ook )?(benieuwd|nieuwsgierig|curious)
(nog )?op zoek naar
zin in
klaar (voor|om)
ready (for|to)
looking for
want to
wil (je|jij|u|jullie)
droom jij
ken (je|jij) onze
heb (je|jij) (altijd|zin)
interested
geinteresseerd
meer weten
(moe van|tired of|struggling|worstel|herken)
"""

CALLS = """
(lees|lezen|kijk|bekijk|check|klik|meld|schrijf je|bestel|download|solliciteer|ontdek|luister)
kom (naar|langs|werken)
vraag (hem|het|een|nu)
(read|click|sign up|learn more|find out|apply|register|discover|join us|book|order|watch)
"""

SHORT = """
iemand|anyone|anybody|tips|ideeen|ideas|suggesties|suggestions|thoughts|meningen|ervaringen
advies|advice|jullie|wie|hoe|waar|waarom|wanneer|why|how|where|when|who
"""


def pattern(manners: str, before: str = r"\b", after: str = "") -> re.Pattern[str]:
    """One expression for a list of manners, with what stands before and after each of them."""
    lines = "|".join(manners.strip().split("\n"))
    return re.compile(f"{before}(?:{re.sub(r'[(](?![?])', '(?:', lines)}){after}")
