"""One sentence that somebody jots down, in Dutch or English, read as what happened: with whom,
how, when and about what. What is not understood stays the note; nothing is invented."""

from merkwerk.engine.jotting.matching import is_telling, mentioned, who
from merkwerk.engine.jotting.reading import jot
from merkwerk.engine.jotting.values import Exact, Jotted

__all__ = ["Exact", "Jotted", "is_telling", "jot", "mentioned", "who"]
