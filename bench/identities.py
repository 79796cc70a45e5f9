"""Who is the same human: handles, accounts and mail addresses of known people, and joins.

Protocol. *Names to handles*: a pool of all names of a file, and all handles of one network (those
that somebody chose: no numbers of accounts, no channel ids, no stand-ins), accounts, or fronts of
mail addresses of the same people. For each handle at most one name is proposed, or none; all
other names and handles are the distractors. Precision: right proposals of all proposals; recall:
right ones of all handles. Merkwerk proposes from one certainty on (`ASK`), the same for all; each
peer names the best match, from the threshold on that is best for it on the very data. What
Merkwerk is told: all handles of a task at once, each with its network or mail domain, and for
openstack the employers. "names only" leaves the places and employers out.

*Joins*: raw author identities of a history (name and address); a pair is right when the .mailmap
says that both are one person. "automatic": joined without asking. "labels in doubt": automatic
joins that the .mailmap denies although address and name (but for order, case and accents) are the
same in both.

Only figures are printed, never a name.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from bench.identities_data import Author, Task, authors, tasks
from bench.table import last_line, show
from merkwerk.engine.identities import ASK, Known, Pool, judge, proposals
from merkwerk.engine.identities.handles import read_handle
from merkwerk.engine.identities.names import taken_apart
from merkwerk.engine.identities.weights import WEIGHTS, Weights

Grid = npt.NDArray[np.float32]
Scored = tuple[float, bool]
Row = dict[str, object]


def plain(name: str) -> str:
    return " ".join(word.text for word in taken_apart(name).words)


def parted(handle: str) -> str:
    """A handle as words, for peers that compare words."""
    read = read_handle(handle)
    cuts = sorted(read.cuts)
    parts = [read.text[a:b] for a, b in pairwise(cuts)]
    return " ".join(part for part in parts if not part.isdecimal())


def figures(scored: Sequence[Scored], wanted: int, threshold: float) -> tuple[float, float, float]:
    """F1, precision and recall of what scores at least the threshold."""
    kept = [right for score, right in scored if score >= threshold]
    right = sum(kept)
    return 2 * right / max(len(kept) + wanted, 1), right / max(len(kept), 1), right / max(wanted, 1)


def at_best(scored: Sequence[Scored], wanted: int) -> tuple[float, float, float]:
    """The same at the threshold that is best for F1 on these data."""
    levels = sorted({score for score, _ in scored})
    levels = levels[:: max(1, len(levels) // 300)]
    return max((figures(scored, wanted, level) for level in levels), default=(0.0, 0.0, 0.0))


def row(task: str, way: str, found: tuple[float, float, float], wanted: int) -> Row:
    f1, precision, recall = found
    return {
        "task": task,
        "way": way,
        "handles": wanted,
        "F1": f"{f1:.4f}",
        "precision": f"{precision:.3f}",
        "recall": f"{recall:.3f}",
    }


def named(
    task: Task, half: int | None, *, places: bool, weights: Weights = WEIGHTS
) -> list[Scored]:
    """Merkwerk's proposals for the handles of one half of the people."""
    pool = Pool(task.names, task.employers if places else (), weights)
    told = [(handle, where if places else "") for handle, _, where in task.handles]
    return [
        (naming.certainty, naming.place == owner)
        for (_, owner, _), naming in zip(task.handles, pool.namings(told), strict=True)
        if naming and of_half(owner, half)
    ]


def of_half(owner: int, half: int | None) -> bool:
    return half is None or owner * 7919 % 1009 % 2 == half


def best_by(task: Task, grid: Grid, owners: Sequence[int], half: int | None) -> list[Scored]:
    tops = grid.argmax(axis=1)
    return [
        (float(grid[at, top]), owners[top] == owner)
        for at, ((_, owner, _), top) in enumerate(zip(task.handles, tops, strict=True))
        if grid[at, top] > 0 and of_half(owner, half)
    ]


def peers(task: Task, half: int | None) -> dict[str, list[Scored]]:
    owners = [at for at, known in enumerate(task.names) for _ in known]
    names = [plain(name) for known in task.names for name in known]
    handles = [parted(handle) for handle, _, _ in task.handles]
    run = {name.replace(" ", ""): owner for name, owner in zip(names, owners, strict=True)}
    exact = [
        (1.0, run[whole] == owner)
        for handle, (_, owner, _) in zip(handles, task.handles, strict=True)
        if (whole := handle.replace(" ", "")) in run and of_half(owner, half)
    ]
    words = process.cdist(handles, names, scorer=fuzz.token_set_ratio, dtype=np.float32)
    letters = process.cdist(
        [handle.replace(" ", "") for handle in handles],
        [name.replace(" ", "") for name in names],
        scorer=JaroWinkler.normalized_similarity,
        dtype=np.float32,
    )
    return {
        "exact, normalised": exact,
        "rapidfuzz token_set_ratio": best_by(task, words, owners, half),
        "Jaro-Winkler": best_by(task, letters, owners, half),
    }


def handles(every: Sequence[Task], half: int | None) -> list[Row]:
    rows: list[Row] = []
    for task in every:
        wanted = sum(of_half(owner, half) for _, owner, _ in task.handles)
        ours = figures(named(task, half, places=True), wanted, ASK)
        rows.append(row(task.name, "merkwerk", ours, wanted))
        alone = figures(named(task, half, places=False), wanted, ASK)
        rows.append(row(task.name, "merkwerk, names only", alone, wanted))
        for way, scored in peers(task, half).items():
            rows.append(row(task.name, way, at_best(scored, wanted), wanted))
    return rows


def means(rows: Sequence[Row]) -> list[Row]:
    """What the goals speak of: the mean of four networks, accounts, the mean of both mails."""
    found: list[Row] = []
    for goal, least, of in (
        ("name-to-handle", 0.96, ("twitter", "facebook", "instagram", "youtube")),
        ("name-to-account", 0.84, ("account",)),
        ("name-to-mail", 0.89, ("mail", "mail, git")),
    ):
        told: Row = {"goal": goal, "F1 at least": least}
        for way in dict.fromkeys(str(one["way"]) for one in rows):
            values = [float(str(r["F1"])) for r in rows if r["way"] == way and r["task"] in of]
            told[way] = f"{sum(values) / len(values):.4f}"
        found.append(told)
    return found


def joins(known: Sequence[Author]) -> tuple[list[Row], Row]:
    people = [Known(str(at), (one.name,), mails=(one.mail,)) for at, one in enumerate(known)]
    wanted = pairs_of([one.person for one in known])
    found = list(proposals(people))
    right = [same(known, int(join.left), int(join.right)) for join in found]
    scored = [(join.certainty, ok) for join, ok in zip(found, right, strict=True)]
    rows = [row("joins, git", "merkwerk", figures(scored, wanted, ASK), wanted)]
    names = [plain(one.name) for one in known]
    for way, scorer in (
        ("exact, normalised", None),
        ("rapidfuzz token_set_ratio", fuzz.token_set_ratio),
        ("Jaro-Winkler", JaroWinkler.normalized_similarity),
    ):
        scored = matched(known, names, scorer)
        rows.append(row("joins, git", way, at_best(scored, wanted), wanted))
    sure = [(join, ok) for join, ok in zip(found, right, strict=True) if join.sure]
    wrong = [join for join, ok in sure if not ok]
    doubted = sum(in_doubt(known[int(join.left)], known[int(join.right)]) for join in wrong)
    automatic: Row = {
        "automatic joins": len(sure),
        "right": len(sure) - len(wrong),
        "labels in doubt": doubted,
        "precision": f"{1 - len(wrong) / max(len(sure), 1):.4f}",
        "without doubted labels": f"{1 - (len(wrong) - doubted) / max(len(sure) - doubted, 1):.4f}",
    }
    return rows, automatic


def pairs_of(groups: Sequence[str]) -> int:
    counts = [groups.count(group) for group in set(groups)]
    return sum(count * (count - 1) // 2 for count in counts)


def same(known: Sequence[Author], one: int, other: int) -> bool:
    return known[one].person == known[other].person


def in_doubt(one: Author, other: Author) -> bool:
    words = [sorted(plain(author.name).split()) for author in (one, other)]
    return one.mail.lower() == other.mail.lower() and words[0] == words[1]


def matched(
    known: Sequence[Author], names: Sequence[str], scorer: Callable[..., float] | None
) -> list[Scored]:
    """All pairs of names that are much alike by a peer's measure (its best threshold lies
    there)."""
    if scorer is None:
        folded = np.unique(np.array(names), return_inverse=True)[1]
        grid = (folded[:, None] == folded[None, :]).astype(np.float32)
    else:
        grid = process.cdist(names, names, scorer=scorer, dtype=np.float32)
        grid /= grid.max()
    ones, others = np.nonzero(np.triu(grid >= 0.8, 1))
    return [(float(grid[a, b]), same(known, a, b)) for a, b in zip(ones, others, strict=True)]


GIVEN = "Jan Piet Klaas Maria Anna Sanne Joris Karim Fatima Willem Kees Els Lotte Bram Ruben Noor"
FAMILY = "berg dijk man stra sen huis wijk veld kamp horst broek laar hof brink waard zand"
FRONT = "Wester Ooster Groen Zwart Hoog Laag Nieuw Oud Boven Linden Eiken Elzen Vree Kloos Har Bol"


def invented(number: int, seed: int = 4) -> list[Known]:
    """So many people nobody is: half with a handle, half with an address, some twice."""
    draw = random.Random(seed)
    given, family, front = GIVEN.split(), FAMILY.split(), FRONT.split()
    given += [a + b.lower() for a in given for b in ("", "tje", "ke", "nus", "line", "bert")]
    people: list[Known] = []
    while len(people) < number:
        first = draw.choice(given)
        last = draw.choice(front) + draw.choice(("", "", "er", "en", "s")) + draw.choice(family)
        last += draw.choice(("", "", "", "a", "sma", "mans", "inga"))
        at = len(people)
        mail = f"{first}.{last}@bedrijf{at % 3000}.example".lower()
        handle = draw.choice((f"{first}{last}", f"{first[0]}{last}", f"{last}{at}")).lower()
        organisation = (f"Bedrijf {at % 3000} B.V.",)
        people.append(Known(f"a{at}", (f"{first} {last}",), (), (mail,), (), (), organisation))
        if draw.random() < 0.3:
            people.append(Known(f"b{at}", (f"{first[0]}. {last}",), (("mastodon", handle),)))
    return people[:number]


def speed(number: int) -> list[Row]:
    people = invented(4_000)
    begin = time.process_time()
    for one, other in zip(people[:2_000], people[2_000:], strict=True):
        judge(one, other)
    for one, other in pairwise(people):
        judge(one, other)
    pairs = 5_999
    took = time.process_time() - begin
    rows: list[Row] = [{"work": "judge, 10,000 pairs", "CPU s": took * 10_000 / pairs, "MB": ""}]
    crowd = invented(number)
    begin, found, right = time.process_time(), 0, 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for join in proposals(crowd):
        found += 1
        right += join.left[1:] == join.right[1:]
    took = time.process_time() - begin
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    work = f"proposals among {number:,}: {found:,}, right {right:,}"
    return [*rows, {"work": work, "CPU s": took, "MB": grown / 1024}]


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.identities")
    parser.add_argument("--data", type=Path, required=True, help="congress, openstack, git_dpdk")
    parser.add_argument("--half", type=int, choices=(0, 1), help="measure this half of the people")
    parser.add_argument("--crowd", type=int, default=100_000, help="0 leaves the speed out")
    told = parser.parse_args(given)
    rows = handles(tasks(told.data), told.half)
    goals = means(rows)
    joined, automatic = joins(authors(told.data))
    show("Names to handles; peers at the threshold that is best for them", rows)
    show("Goals", goals)
    show("Joins of raw author identities, pairs", joined)
    show("Automatic joins", [automatic])
    timed = speed(told.crowd) if told.crowd else []
    show("Speed", timed)
    last_line(
        "identities", {"tasks": rows, "goals": goals, "joins": joined, **automatic, "speed": timed}
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
