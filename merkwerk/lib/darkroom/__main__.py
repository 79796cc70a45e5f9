"""`python -m merkwerk.lib.darkroom ORIGINAL FOLDER`: develops one photo behind walls, and says in
one line of JSON what came out, or why nothing did."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PIL import Image

from merkwerk.lib.darkroom import walls
from merkwerk.lib.darkroom.developing import develop
from merkwerk.lib.darkroom.kinds import NotAPhoto


def main(original: Path, into: Path) -> int:
    walls.limit()
    Image.init()
    walls.shut_in(reads=original, writes=into)
    try:
        answer = develop(original, into).told()
    except NotAPhoto as refused:
        answer = {"trouble": refused.code}
    except MemoryError:
        answer = {"trouble": "too-heavy"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
