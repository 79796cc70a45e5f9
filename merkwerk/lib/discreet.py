"""A log that opens no door: addresses with a secret in them are written down without it."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(
    r"(/(?:invitation|sign-in|key|confirm-email|calendar|stop|farewell|consent)/"
    r"|/(?:unsubscribe|reactions|confirm)/"
    r"|\b(?:Bearer|DPoP) |\b(?:token|code|state)=)"
    r"[^\s/&\"']{8,}"
)


class Discreet(logging.Filter):
    """Takes secrets out of what is logged, whoever logs it; nothing is left out."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        told = _SECRET.sub(r"\1…", said)
        if told != said:
            record.msg, record.args = told, ()
        return True
