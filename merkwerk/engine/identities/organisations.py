"""Organisations under their many spellings, and a change of job that is really one."""

from __future__ import annotations

from merkwerk.engine.because import Because


def plain_organisation(name: str) -> str:
    """The name folded, without legal forms (B.V., N.V., Ltd, GmbH), the, and signs between words."""
    raise NotImplementedError


def changed_job(
    before: tuple[str, str, tuple[str, ...]], after: tuple[str, str, tuple[str, ...]]
) -> Because | None:
    """Whether somebody moved to another organisation; each side is (organisation, function, mail
    domains)."""
    raise NotImplementedError
