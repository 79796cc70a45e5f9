"""Jobs whose effects can be counted: the same effect with and without our layer."""

from __future__ import annotations

import time

from django.db import connection, transaction
from django_tasks import task

from merkwerk.jobs.actions import job, once

TABLE = "CREATE TABLE kill_effects (number integer NOT NULL)"
ORDERS = "CREATE TABLE kill_orders (number integer NOT NULL)"
HALF = 0.0025
"""Seconds of waiting before and after the effect."""


def put(table: str, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} (number) VALUES (%s)", [number])


@job(tries=20, first_wait=0.1, most_wait=1)
def ours(number: int) -> None:
    """Our way: the effect stands in the transaction of its ledger line."""
    time.sleep(HALF)
    with transaction.atomic():
        if once(f"kill:{number}"):
            put("kill_effects", number)
    time.sleep(HALF)


@task()
def bare(number: int) -> None:
    """The way of the engine as it comes."""
    time.sleep(HALF)
    put("kill_effects", number)
    time.sleep(HALF)


@job(tries=3, first_wait=0.1, seconds=60)
def slow(number: int) -> None:
    """Takes three seconds, and has its effect at the end."""
    put("kill_orders", number)
    time.sleep(3)
    put("kill_effects", number)
