"""Proposals among many people, without comparing everybody with everybody.

Each is filed under keys that whoever is the same human is likely to be filed under too: addresses,
whole names in any order, an initial with a family name, a name run together as in handles, rare
words. Only those who share a key are judged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from merkwerk.engine.identities.common_names import Commonness
from merkwerk.engine.identities.evidence import Face, face
from merkwerk.engine.identities.handles import TITLES, Handle, read_handle
from merkwerk.engine.identities.judging import weigh
from merkwerk.engine.identities.mails import plain_handle
from merkwerk.engine.identities.names import PARTICLE, Name, Word
from merkwerk.engine.identities.pool import Pool
from merkwerk.engine.identities.values import Join, Known

MOST = 40
"""So many may share a key; a key of more says too little to begin from."""

_PARTS = 1_000

RARE = 12
"""So many may share a single word of a name."""

_BY_HANDLE = 0.97
"""More is never sure from a handle alone."""

_CLEAR = 0.6
"""From here on a handle is taken to be of this one rather than of others; below it all are asked
about."""

_SEVERAL = 3
"""A mail address or link that so many have is a shared one."""


def proposals(people: Sequence[Known], newcomers: Sequence[Known] | None = None) -> Iterator[Join]:
    """Every pair worth asking about, once; for each person the most certain first, in the order
    given. With `newcomers` only pairs of one of them with people or other newcomers.

    Certainty falls with the number of people and with how many of them bear the name. A hundred
    thousand people take some minutes and about 1 KB each; keys in common with more than 40 people
    are passed over (Jan Jansen without any address in common is not found among 41 of them).
    """
    every = [*people, *(newcomers or ())]
    first = len(people) if newcomers is not None else 0
    faces = [face(known) for known in every]
    common = Commonness(_words(one) for one in faces)
    filed = _filed(faces)
    shared = _shared(filed, faces)
    named = _named(faces)
    told: set[tuple[int, int]] = set()
    for at in range(len(faces)):
        found = []
        for pair in sorted(_near(at, faces, filed, first) - told):
            one, other = faces[pair[0]], faces[pair[1]]
            join = weigh(one, other, common, len(faces), shared)
            if join and (join := _held_against_others(join, pair, named)):
                told.add(pair)
                found.append(join)
        yield from sorted(found, key=lambda join: -join.certainty)


def _named(faces: Sequence[Face]) -> dict[int, tuple[int, float]]:
    """Whose the handles of those without a name are, held against all names together: whom each is
    named by, and how certain that is."""
    nameless = [at for at, one in enumerate(faces) if not one.names and one.fronts]
    whose = [at for at, one in enumerate(faces) if one.names]
    if not nameless or not whose:
        return {}
    known = [faces[at].known for at in whose]
    pool = Pool([one.names for one in known], [one.organisations for one in known])
    asked = [(at, told) for at in nameless for told in _placed(faces[at])]
    found: dict[int, tuple[int, float]] = {}
    for (at, _), naming in zip(asked, pool.namings([told for _, told in asked]), strict=True):
        if naming and naming.certainty > max(_CLEAR, found.get(at, (0, 0.0))[1]):
            found[at] = (whose[naming.place], naming.certainty)
    return found


def _placed(one: Face) -> Iterator[tuple[str, str]]:
    """Each handle with its network, each front of an address with its domain."""
    yield from ((plain_handle(handle), network) for network, handle in one.handles)
    yield from ((front, domain) for front, _, domain in (m.rpartition("@") for m in one.mails))


def _held_against_others(
    join: Join, pair: tuple[int, int], named: dict[int, tuple[int, float]]
) -> Join | None:
    """A handle that says a name is asked about for whom it fits best, and for nobody else."""
    if not join.because or not join.because[0].code.startswith("handle-"):
        return join
    for at, other in (pair, pair[::-1]):
        if at in named and join.because[0].code != "handle-elsewhere":
            who, certainty = named[at]
            likelier = min(_BY_HANDLE, max(join.certainty, certainty))
            return replace(join, certainty=round(likelier, 4)) if who == other else None
    return join


def _words(one: Face) -> set[str]:
    return {word.text for name in one.names for word in name.words} | {
        " ".join(word.text for word in name.words) for name in one.names if len(name.words) > 1
    }


Filed = dict[str, list[int]]


def _filed(faces: Sequence[Face]) -> Filed:
    filed: defaultdict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(faces):
        for key in _keys(one):
            filed[key].append(at)
    return {key: places for key, places in filed.items() if key[0] == "w" or len(places) > 1}


def _near(at: int, faces: Sequence[Face], filed: Filed, first: int) -> set[tuple[int, int]]:
    """The pairs to judge with this one: by a common key with who came before, by a rare word in a
    handle with anybody. One of both is `first` or later."""
    found: Counter[int] = Counter()
    if at >= first:
        for key in _keys(faces[at]):
            places = filed.get(key, ())
            if len(places) <= MOST:
                found.update({other: _PARTS // len(places) for other in places if other < at})
    for key in _rare_words(faces[at]):
        places = filed.get(key, ())
        if len(places) <= RARE:
            near = (other for other in places if max(other, at) >= first)
            found.update({other: _PARTS // len(places) for other in near})
    del found[at]
    return {(min(at, other), max(at, other)) for other, _ in found.most_common(MOST)}


def _shared(filed: Filed, faces: Sequence[Face]) -> set[str]:
    """Mail addresses and links of so many that they can't be one human's."""
    return {
        key[2:]
        for key, places in filed.items()
        if key[0] in "ml" and len(places) >= _SEVERAL and _are_several(places, faces)
    }


def _are_several(places: Sequence[int], faces: Sequence[Face]) -> bool:
    families = {name.words[-1].text for at in places for name in faces[at].names[:1]}
    return len(families) > 1 or len(places) > MOST


def _keys(one: Face) -> set[str]:
    """What somebody is filed under."""
    keys = _strong(one)
    for name in one.names:
        keys.update(_name_keys(name))
        keys.update(f"c:{run}" for run in _run_together(name))
    if not one.names:
        keys.update(f"r:{run}" for front in one.fronts for run in _runs(read_handle(front)))
    return keys


def _asked(one: Face) -> set[str]:
    """Where to look for who may be the same. A word in common says something where it is all there
    is of a name: of two whole names the other words have to fit too, and for that there are keys.
    Handles count against a name where somebody has none."""
    keys = _strong(one)
    for name in one.names:
        keys.update(key for key in _name_keys(name) if key[0] != "w")
        sign = "w" if len(name.words) < 2 else "s"
        keys.update(f"{sign}:{word.text}" for word in name.words)
        keys.update(f"r:{run}" for run in _run_together(name))
    if not one.names:
        keys.update(f"c:{run}" for front in one.fronts for run in _runs(read_handle(front)))
    return keys


def _strong(one: Face) -> set[str]:
    keys = {f"m:{mail}" for mail in one.mails} | {f"l:{link}" for link in one.links}
    keys |= {f"p:{phone}" for phone in one.phones}
    keys |= {f"h:{plain_handle(front)}" for front in one.fronts if len(front) > 3}
    return keys | {f"h:{link.rpartition('/')[2].lstrip('@')}" for link in one.links}


def _name_keys(name: Name) -> Iterator[str]:
    words = _main(name)
    yield "n:" + " ".join(sorted(word.text for word in words))
    for word in words:
        if len(word.text) > 4:
            yield f"w:{word.text}"
    if len(words) < 2:
        yield f"s:{words[0].text}"
        return
    first, last = words[0], words[-1]
    yield "j:" + " ".join(sorted((first.text[:4], last.text[:4])))
    pairs = [(first, word) for word in words[1:]]
    for one, other in (*pairs, (last, first)):
        for form in one.forms:
            yield f"i:{form[0]} {other.text}"


def _run_together(name: Name) -> Iterator[str]:
    """The name as handles have it: whole, with an initial for a word, in either order."""
    words = _main(name)
    if len(words) < 2:
        yield words[0].text
        return
    first, last = words[0], words[-1]
    particles = "".join(word.text for word in name.words if word.role == PARTICLE)
    for one, other in ((first, last), (last, first)):
        for form in one.forms:
            yield f"{form}{other.text}"
            yield f"{form[0]}{other.text}"
            yield f"{form}{other.text[0]}"
            if particles:
                yield f"{form}{particles}{other.text}"
                yield f"{form[0]}{particles}{other.text}"


def _main(name: Name) -> list[Word]:
    return [word for word in name.words if word.role != PARTICLE] or list(name.words)


def _runs(handle: Handle) -> Iterator[str]:
    """The letters of a handle run together, also without a title before or after."""
    letters = "".join(sign for sign in handle.text if not sign.isdecimal())
    if len(letters) < 3:
        return
    yield letters
    cuts = sorted(handle.cuts)
    parts = [handle.text[a:b] for a, b in pairwise(cuts)]
    kept = [part for part in parts if part not in TITLES and not part.isdecimal()]
    yield "".join(kept)
    yield "".join(reversed(kept))
    if len(kept) > 2:
        yield kept[0] + kept[-1]
    for length in (2, 3, 4, 7):
        if letters[:length] in TITLES and len(letters) > length + 3:
            yield letters[length:]


def _rare_words(one: Face) -> Iterator[str]:
    """Words of names that stand in the handle of somebody without a name, to be looked up where
    they are rare."""
    for front in () if one.names else one.fronts:
        text = read_handle(front).text
        for start in range(len(text) - 4):
            for end in range(start + 5, min(len(text), start + 16) + 1):
                yield f"w:{text[start:end]}"
