"""`python -m tests.kill.order ours|bare JOBS GHOSTS`: places jobs, each in one transaction with the
row of business it belongs to; every so often one that is rolled back."""

import sys

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from tests.kill import effects  # noqa: E402


def place(way: str, jobs: int, ghosts: int) -> None:
    wanted = getattr(effects, way)
    with connection.cursor() as cursor:
        cursor.execute(effects.TABLE)
        cursor.execute(effects.ORDERS)
    for number in range(jobs + ghosts):
        with transaction.atomic():
            effects.put("kill_orders", number)
            wanted.enqueue(number)
            if number >= jobs:
                transaction.set_rollback(True)


place(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
