"""Office words of Dutch and English with the plain ones, and sentences that run on. Lists of our
own; many readers skip what they have to read twice."""

from __future__ import annotations

import re
from functools import cache

from merkwerk.engine.folding import aligned
from merkwerk.engine.remark import Remark, words_at
from merkwerk.engine.text import sentences

LONG_SENTENCE = 28
"""Words in a sentence that most readers still keep together; 15 is usual in a newspaper."""
_FEWEST_HARD = 2
_MOST = 3

_NL = """
teneinde: om
middels: met, door
omtrent: over
betreffende: over
inzake: over
derhalve: daarom
tevens: ook
eveneens: ook
alsmede: en
echter: maar
doch: maar
reeds: al
gaarne: graag
indien: als
mits: als
alvorens: voordat
nadien: daarna
desalniettemin: toch
niettemin: toch
desgewenst: als je wilt
dienen te: moeten
dient te: moet
conform: volgens
ingevolge: volgens
krachtens: volgens
ten behoeve van: voor
ten aanzien van: over, voor
met betrekking tot: over
in verband met: door, om
op basis van: met, door
door middel van: met
in het kader van: voor, bij
ter zake: over
voornemens: van plan
vigerende: geldende
implementeren: invoeren
implementatie: invoering
faciliteren: helpen
faciliteert: helpt
optimaliseren: beter maken
realiseren: maken, halen
initiëren: beginnen
communiceren: vertellen
prioriteren: kiezen
adresseren: aanpakken
monitoren: volgen
evalueren: terugkijken
participeren: meedoen
additioneel: extra
adequaat: goed
substantieel: flink
integraal: heel
proactief: uit jezelf
holistisch: in zijn geheel
transitie: overgang
stakeholders: betrokkenen
stakeholder: betrokkene
learnings: lessen
insights: inzichten
roadmap: plan
deliverables: wat af moet
commitment: inzet
alignment: afstemming
mitigeren: kleiner maken
kwantificeren: meten
discrepantie: verschil
gremium: groep
gremia: groepen
onderhavige: dit
thans: nu
zulks: dat
"""
_EN = """
in order to: to
utilise: use
utilize: use
utilising: using
leverage: use
leveraging: using
commence: begin
terminate: end
endeavour: try
ascertain: find out
facilitate: help
implement: carry out
prior to: before
subsequent to: after
regarding: about
pertaining to: about
with respect to: about
in respect of: about
notwithstanding: despite
furthermore: also
moreover: also
therefore: so
thus: so
consequently: so
henceforth: from now on
approximately: about
sufficient: enough
numerous: many
additional: more
demonstrate: show
requirement: need
assistance: help
remainder: rest
in the event of: if
at this point in time: now
due to the fact that: because
stakeholders: people involved
deliverables: results
learnings: lessons
synergies: working together
holistic: whole
going forward: from now on
bandwidth: time
aforementioned: this
pursuant to: under
"""


@cache
def _plain() -> dict[str, str]:
    rows = (row.partition(": ") for row in f"{_NL}{_EN}".strip().splitlines() if row)
    return {aligned(hard)[0]: easy for hard, _, easy in rows}


@cache
def _hard() -> re.Pattern[str]:
    longest_first = sorted(_plain(), key=lambda hard: (-len(hard), hard))
    return re.compile(rf"(?<![\w#@-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")


def long_sentences(text: str) -> Remark | None:
    """Code `long-sentences` with the longest ones of more than 28 words, as written, at most
    three; facts: `words` of the longest, `number`."""
    counted = [(len(sentence.split()), sentence) for sentence in sentences(text)]
    long = sorted((pair for pair in counted if pair[0] > LONG_SENTENCE), key=lambda one: -one[0])
    if not long:
        return None
    places = [(text.find(sentence), sentence) for _, sentence in long[:_MOST]]
    spans = [(at, at + len(sentence)) for at, sentence in places if at >= 0]
    return Remark(
        "long-sentences", words_at(text, spans), (("words", long[0][0]), ("number", len(long)))
    )


def hard_words(text: str) -> Remark | None:
    """Code `hard-words`: two or more different office words, at most three shown; each fact is
    such a word, folded, with plain ones for it."""
    folded, starts, ends = aligned(text)
    places: dict[str, tuple[int, int]] = {}
    for found in _hard().finditer(folded):
        places.setdefault(found[0], (starts[found.start()], ends[found.end() - 1]))
    if len(places) < _FEWEST_HARD:
        return None
    shown = dict(list(places.items())[:_MOST])
    facts = tuple((hard, _plain()[hard]) for hard in shown)
    return Remark("hard-words", words_at(text, shown.values()), facts)
