"""The words by which Dutch and English people say what they did with somebody. One manner a line:
kind, channel, pattern; the earliest in a sentence counts, the longest of those."""

from __future__ import annotations

import re

_KINDS = """
met      meeting  koffie(?:tje|gedronken)?|kopje koffie|bakkie|bak koffie|thee|theetje
met      meeting  lunch|geluncht|lunchte|lunchafspraak|lunched|diner|gedineerd|dineren|dinner|dined
met      meeting  (?:uit )?eten|gegeten|etentje|ontbijt|ontbeten|breakfast|brunch|high tea
met      meeting  borrel(?:tje|en)?|geborreld|bier(?:tje)?s?|wijntje|drankje|drinks?|beers?
met      meeting  coffees?|cuppa|tea|pint
met      meeting  (?:kennismakings?|voortgangs?|functionerings?|sollicitatie|intake)?gesprek(?:je)?
met      meeting  afspraak|afgesproken|overleg|overlegd|vergaderd|vergadering|bijgepraat|bijpraten
met      meeting  ontmoet|ontmoette|ontmoeting|kennisgemaakt|kennismaking|leren kennen
met      meeting  gezien|zag|tegengekomen|kwam|tegen het lijf|langs geweest|langsgegaan
met      meeting  langs(?: bij)?|op bezoek|bezocht|bezoek(?:je)?|gewandeld|wandeling|rondje gelopen
met      meeting  meeting|meet-?up|met|saw|seen|visited|visit(?:ing)?|bumped into|ran into|run into
met      meeting  caught up|catch-?up|catching up|walked|walk|stroll|interview(?:ed)?|workshop
met      meeting  stopped by|dropped by|sat down|sparsessie|gespard|brainstorm|rondleiding|gesport
met      meeting  had a chat in person|hung out|one-on-one|1-op-1|1:1|bila|stond naast|zat naast
met      meeting  samengewerkt|gefietst|hardgelopen|getennist|appointment|introduced to|voorgesteld
met      video    (?:teams|zoom|skype|facetime|webex)[ -](?:call|gesprek|overleg|meeting|afspraak)
met      video    videocall|video call|videogesprek|gevideobeld|beeldgebeld|videobellen|google meet
met      video    (?:ge)?zoom(?:d|ed)|teamsoverleg|teamscall|teamsmeeting
called   phone    gebeld|bellen|belde|belden|belletje|bel|opgebeld|teruggebeld|nagebeld|terugbellen
called   phone    telefoontje|telefoongesprek|telefonische?(?: gesproken| overleg| contact)?
called   phone    telefoon|aan de lijn|aan de telefoon|gesproken aan de telefoon|voicemail
called   phone    called(?: back)?|call|phone call|phoned|rang|rung|phone|spoke on the phone
wrote    mail     gemaild|mailde|mailden|mailtje|mails?|e-?mails?|ge-?e-?maild|mailwisseling
wrote    mail     mailcontact|e-?mailed|mailed|teruggemaild|doorgemaild|nagemaild|e-mailde
wrote    letter   brief(?:je)?|brieven|kaart(?:je)?|ansicht(?:kaart)?|briefkaart
wrote    letter   kerstkaart(?:je)?|bedankkaart(?:je)?|verjaardagskaart(?:je)?|nieuwjaarskaart
wrote    letter   bedankbrief(?:je)?|letters?|(?:post|birthday |christmas |thank-you )?cards?
wrote    letter   (?:thank-you )?note|beterschapskaart(?:je)?|felicitatiekaart|geboortekaartje
wrote    message  appje|app|geappt|appte|appten|whatsapp(?:je|te|ed)?|gewhatsappt|teruggeappt
wrote    message  bericht(?:je)?s?|sms(?:je|'je)?|ge-?sms't|ge-?sms-t|dm(?:'d|'s)?|gechat|chat
wrote    message  texted|texts?|messaged|messages?|pinged|signal|telegram|connectieverzoek|slackte
wrote    -        geschreven|schreef|schreven|wrote|written|write|gecorrespondeerd
answered -        geantwoord|antwoordde|beantwoord|antwoord|replied|reply|answered|answer|reactie
answered -        gereageerd|reageerde|teruggeschreven|wrote back|got back to
asked    -        vroeg|vroegen|gevraagd|asked|vraag|question
said     -        gesproken|sprak|spraken|gepraat|praatje|babbel(?:tje)?|gekletst|spoke|spoken
said     -        talked|talk|chatted|chat with|conversation|hoorde van|gehoord van|heard from
said     -        contact(?: gehad)?|in touch|vertelde|verteld|told
other    -        gefeliciteerd|felicitaties|feliciteerde|congratulated|cadeau(?:tje)?|bloemen
other    -        geholpen|hielp|helped|geïntroduceerd|introduceerde|introduced|voorgedragen
other    -        gestuurd|opgestuurd|doorgestuurd|verstuurd|toegestuurd|sent|stuurde|forwarded
other    -        gegeven|gaf|gave|given|uitgeleend|geleend|leende|lent|meegegeven|teruggegeven
other    -        bedankt|bedankte|thanked|gecondoleerd|tip|getipt|tipte|gekregen|received|got
"""

_CHANNELS = """
phone     telefoon|telefonisch|telefoontje|by phone|on the phone|over the phone|phone
video     teams|zoom|skype|facetime|videobellen|video|webex|google meet|online|meet\\.google
linkedin  linkedin|linked-in
mastodon  mastodon|fediverse
bluesky   bluesky
instagram instagram|insta
facebook  facebook|messenger
x         twitter
slack     slack
message   whatsapp|signal|telegram|sms|app
mail      mail|e-?mail
letter    post
"""


def _rows(lines: str) -> list[list[str]]:
    return [line.split(maxsplit=2) for line in lines.strip().splitlines()]


KINDS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (
        kind,
        "" if channel == "-" else channel,
        re.compile(rf"(?<![\w@.])(?:{pattern})(?![\w@])", re.IGNORECASE),
    )
    for kind, channel, pattern in _rows(_KINDS)
)

CHANNELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (
        channel,
        re.compile(
            r"(?<!\w)(?:via|per|over|op|on|by|through|in|aan de|the)\s+(?:een |a |the |de )?"
            rf"(?:{words})(?![\w@])"
            rf"|(?<!\w)(?:{words})[- ](?=bericht|message|dm|app|chat|call|gesprek|overleg)",
            re.IGNORECASE,
        ),
    )
    for channel, words in (line.split(maxsplit=1) for line in _CHANNELS.strip().splitlines())
)

ACTIVE = (
    "belde|mailde|schreef|appte|stuurde|vroeg|kwam|antwoordde|reageerde|vertelde|feliciteerde|gaf"
    "|bedankte|hielp|tipte|leende|sms'te|whatsappte|chatte|e-mailde|zei|wilde|liet weten|nodigde"
    "|introduceerde|bood|called|mailed|emailed|e-mailed|wrote|texted|sent|phoned|messaged|replied"
    "|asked|told|rang|answered|got back|gave|lent|thanked|congratulated|helped|introduced|pinged"
    "|visited|stopped by|dropped by|kwam langs|invited|wanted|offered|forwarded|dm'd"
)
"""What somebody does, with their name before it."""

SAW = "zag|ontmoette|sprak|bezocht|saw|met|visited"
"""What is done together, whoever stands before it."""

FROM_THEM = re.compile(
    r"(?<!\w)(?:gekregen|ontvangen|kreeg|kregen|ontving|binnengekregen|teruggekregen|got|received"
    r"|heard from|hoorde van|gehoord van|reactie van|antwoord van|telefoontje van|belletje van"
    r"|gebeld door|door|by|teruggebeld door"
    r"|(?:mail|mailtje|e-mail|email|brief|briefje|kaart|kaartje|app|appje|bericht|berichtje|letter"
    r"|card|postcard|message|text|note|dm|call|sms|sms'je|kerstkaart|ansichtkaart|cadeau|cadeautje"
    r"|bloemen|vraag|question|reply|answer|voicemail|connectieverzoek) (?:van|from))(?!\w)",
    re.IGNORECASE,
)
WITH = re.compile(
    r"(?<!\w)(?:met|with|samen|together|mailwisseling|mailcontact)(?!\w)", re.IGNORECASE
)
TO_THEM = re.compile(
    r"(?<!\w)(?:aan|naar|to|voor|for)(?!\w)|(?<!\w)(?:gestuurd|verstuurd|opgestuurd|sent)(?!\w)",
    re.IGNORECASE,
)
ME = re.compile(r"(?<!\w)(?:mij|me|ons|us)(?!\w)", re.IGNORECASE)

_PRONOUNS_WORDS = (
    "ik je jij jou jullie u hij zij ze hem haar hen hun wij we ons mij me mijn zijn men "
    "iemand niemand i you he she they him her them us my his their someone nobody it "
    "everyone iedereen het de een the a an dit dat this that wie who alles niets eens "
    "even ook er daar hier"
)
PRONOUNS = frozenset(_PRONOUNS_WORDS.split())
"""Words that name nobody by themselves."""

STOPS = (
    "over|about|betreffende|betreft|inzake|re|regarding|concerning|mbt|ivm|vanwege|rond|rondom"
    "|in|op|bij|at|on|tijdens|during|na|after|before|voor|for|via|per|om|en toen|and then|want"
    "|omdat|because|die|dat|who|that|maar|but|heeft|had|hebben|was|is|zijn|were|has|gehad|gedronken"
    "|gegeten|gesproken|gebeld|gemaild|geappt|gestuurd|gekregen|ontvangen|geluncht|gezien|gestaan"
    "|gewandeld|geschreven|verstuurd|gedaan|gevraagd|gepraat|overlegd|bijgepraat|vergaderd|ontmoet"
    "|kennisgemaakt|tegengekomen|gegeven|ge-?maild|to|naar|aan|van|from|uit|of|with|met|ze|hij|she"
    "|he|zij|haar|hun|their|they|we|wij|ik|i|again|weer|weleens|even|nog|net|heel|erg|gezellig|leuk|lekker|goed"
    "|nice|good|great|quick|samen|together|belde|mailde|called|asked|vroeg|doorgestuurd|geantwoord"
    "|gevideobeld|afgesproken|gefietst|gesport|te|my|his|her|mijn|the|een|a|an|om te|as|als|who"
)
