"""Whether somebody types the name of who is in the photo, so that a link which was passed on
doesn't answer in silence for somebody else."""

from __future__ import annotations

import re

from merkwerk.engine.folding import fold


def is_named(typed: str, known: str) -> bool:
    """Whether what was typed names the person who is marked: their name, a part of it, or its
    initials, whatever case and accents. Anything does for somebody without a name."""
    there, said = _words(known), _words(typed)
    if not there:
        return True
    if not said:
        return False
    if "".join(said) == "".join(word[0] for word in there):
        return True
    return all(any(word == one or _initial(word, one) for one in there) for word in said) and any(
        word in there for word in said
    )


def _initial(word: str, name: str) -> bool:
    return len(word) == 1 and name.startswith(word)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))
