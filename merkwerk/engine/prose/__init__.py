"""What people write on the site: prose, and the two ways to write it down."""

from merkwerk.engine.prose.html import read_html, write_html
from merkwerk.engine.prose.lines import Kind, Line, Run, safe_address, settled
from merkwerk.engine.prose.marks import read_marks, write_marks

__all__ = [
    "Kind",
    "Line",
    "Run",
    "read_html",
    "read_marks",
    "safe_address",
    "settled",
    "write_html",
    "write_marks",
]
