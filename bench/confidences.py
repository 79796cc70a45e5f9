"""Kind confidentiality: names of companies found however they are written, false alarms in ordinary
sentences, and what one draft costs against 20,000 names of five spellings."""

from __future__ import annotations

import argparse
import gc
import resource
import statistics
import time
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

from bench.confidences_data import (
    invented,
    ordinary_sentences,
    registered,
    texts,
    with_aliases,
    without_form,
)
from bench.table import last_line, show
from merkwerk.engine.confidences import Confidences, Finding, personal_data
from merkwerk.engine.text import fold

GOLD = Path(__file__).parent.parent / "merkwerk/engine/gold/confidences_ordinary.txt"
TODAY = date(2026, 11, 22)
NAMES = 20_000


def names_of(folder: Path | None, dice: Random) -> tuple[list[str], list[str]]:
    """The names that are looked for, and those that only fill the list."""
    if folder is None:
        made = invented(dice, NAMES, [])
        return made[:1_000], made[1_000:]
    real = registered(folder)
    surnames = (
        (folder / "names/demo/surnames_nl_sample.txt").read_text(encoding="utf-8").split("\n")
    )
    surnames = [name for name in surnames if name.isalpha() and name[:1].isupper()]
    return real, invented(dice, NAMES - len(real), surnames)


def recall(
    compiled: Confidences, names: list[str], dice: Random, *, odd: bool, tell: int
) -> list[dict[str, object]]:
    """For each way of writing, how many of every other name are found."""
    tried: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for number, name in enumerate(names):
        if number % 2 != odd:
            continue
        for way, text, said in texts(dice, name):
            tried[way] += 1
            start = text.index(said)
            found = compiled.held_against(text, on=TODAY)
            if any(one.start < start + len(said) and start < one.end for one in found):
                met[way] += 1
            elif tell:
                print(f"missed, {way}: {text!r}")
    rows: list[dict[str, object]] = [
        {"way": way, "tried": tried[way], "found": f"{met[way] / tried[way]:.3f}"} for way in tried
    ]
    total = sum(met.values()) / sum(tried.values())
    return [*rows, {"way": "all", "tried": sum(tried.values()), "found": f"{total:.4f}"}]


def alarms(
    compiled: Confidences, sentences: list[str], names: list[str], *, tell: int
) -> dict[str, object]:
    """False alarms in sentences; a registered name that really stands there is none."""
    spoken = {_letters(one) for name in names for one in (name, without_form(name))}
    spoken |= {_letters(without_form(name).removeprefix("Koninklijke ")) for name in names}
    false = named = 0
    for sentence in sentences:
        found = compiled.held_against(sentence, on=TODAY)
        wrong = [one for one in found if _letters(sentence[one.start : one.end]) not in spoken]
        named += len(found) - len(wrong)
        false += bool(wrong)
        if wrong and tell:
            print("alarm:", [_told(compiled, sentence, one) for one in wrong], sentence)
    return {
        "sentences": len(sentences),
        "false alarms per 1,000": f"{1000 * false / len(sentences):.2f}",
        "names that stand there": named,
    }


def _letters(text: str) -> str:
    """A name begins with a capital or a figure; beyond that its letters count."""
    return "".join(filter(str.isalnum, fold(text))) if not text[:1].islower() else text


def _told(compiled: Confidences, sentence: str, one: Finding) -> str:
    name = compiled.register.confidences[one.key or 0].name
    codes = [reason.code for reason in one.because]
    return f"{sentence[one.start : one.end]} = {name} {codes} {one.certainty}"


def speed(compiled: Confidences, drafts: list[str]) -> dict[str, object]:
    """CPU time of one draft, in milliseconds."""
    taken = []
    gc.disable()
    for draft in drafts:
        begin = time.process_time_ns()
        compiled.held_against(draft, on=TODAY)
        personal_data(draft)
        taken.append((time.process_time_ns() - begin) / 1e6)
    gc.enable()
    taken.sort()
    return {
        "draft, letters": round(statistics.median(map(len, drafts))),
        "p50 ms": f"{statistics.median(taken):.2f}",
        "p99 ms": f"{taken[int(len(taken) * 0.99)]:.2f}",
        "most ms": f"{taken[-1]:.2f}",
    }


def drafts_of(
    sentences: list[str], names: list[str], dice: Random, letters: int, count: int
) -> list[str]:
    """Drafts of so many letters, each with one of the names in it."""
    found = []
    for _ in range(count):
        draft = "Bij " + dice.choice(names) + " aan tafel. "
        while len(draft) < letters:
            draft += dice.choice(sentences) + " "
        found.append(draft[:letters])
    return found


def main() -> None:
    """Prints recall, false alarms and speed; with --held-out those of the other half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with names/, career/, topics/ and pairs/")
    parser.add_argument("--held-out", action="store_true", help="the half never looked at")
    parser.add_argument("--tell", type=int, default=0, help="1: say what was missed")
    asked = parser.parse_args()
    dice = Random(20261122)
    real, filling = names_of(asked.data, dice)
    everything = [*real, *filling]
    listed = [with_aliases(dice, key, name) for key, name in enumerate(everything)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.process_time()
    compiled = Confidences(listed)
    built = time.process_time() - begin
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    rows = recall(compiled, real, dice, odd=asked.held_out, tell=asked.tell)
    show("names found, by how they are written", rows)
    sentences = (
        ordinary_sentences(asked.data) if asked.data else GOLD.read_text("utf-8").splitlines()
    )
    half = sentences[int(asked.held_out) :: 2] if asked.data else sentences
    false = alarms(compiled, half, everything, tell=asked.tell)
    show("ordinary Dutch sentences", [false])
    times = [
        speed(compiled, drafts_of(sentences, real, dice, letters, count))
        for letters, count in ((300, 1000), (2_000, 400), (200_000, 3))
    ]
    show(f"one draft against {len(listed):,} names of 5 spellings", times)
    facts = {"built s": round(built, 2), "more memory MB": round(memory)}
    show("the list", [facts])
    last_line("confidences", {"recall": rows[-1]["found"], **false, **facts, "speed": times})


if __name__ == "__main__":
    main()
