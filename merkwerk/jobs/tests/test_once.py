from __future__ import annotations

import pytest
from django.db import transaction

from merkwerk.jobs.actions import once
from merkwerk.jobs.models import Effect


@pytest.mark.django_db
def test_it_says_yes_the_first_time_only() -> None:
    assert [once("a"), once("a"), once("b")] == [True, False, True]


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_work_outside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        once("a")


@pytest.mark.django_db(transaction=True)
def test_it_forgets_what_was_rolled_back() -> None:
    with transaction.atomic():
        once("a")
        transaction.set_rollback(True)
    with transaction.atomic():
        assert once("a")
    assert Effect.objects.count() == 1
