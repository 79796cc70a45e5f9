"""Doors from background work to the room's actions."""

from __future__ import annotations

from django.utils import timezone

from merkwerk.jobs.actions import job
from merkwerk.relationships import actions
from merkwerk.relationships.actions import importing


@job(tries=3, seconds=600)
def visit_feeder(feeder_id: int) -> None:
    actions.visit(feeder_id=feeder_id)


@job(tries=2, hurry=-10, seconds=600)
def propose_joins(colleague_id: int) -> None:
    actions.propose_joins(colleague_id=colleague_id, now=timezone.now())


@job(tries=2, seconds=7200, hurry=-5)
def read_import(import_id: int) -> None:
    importing.read_import(import_id=import_id)


@job(tries=2, seconds=7200, hurry=-5)
def apply_import(import_id: int) -> None:
    importing.apply_import(import_id=import_id)


@job(tries=2, seconds=7200, hurry=-5)
def undo_import(import_id: int) -> None:
    importing.undo_import(import_id=import_id)
