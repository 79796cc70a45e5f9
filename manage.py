#!/usr/bin/env python3
"""Django's own command line, for those who look for it; `merkwerk manage` is the same."""

import sys

from merkwerk.cli import manage

if __name__ == "__main__":
    manage(sys.argv[1:])
