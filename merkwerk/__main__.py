"""`python -m merkwerk` is the command `merkwerk`."""

from merkwerk.cli import main

main()
