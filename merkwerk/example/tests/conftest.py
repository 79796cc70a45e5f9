"""One database with the example in it for a whole module of tests, which take nothing away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from merkwerk.accounts.models import Colleague
from merkwerk.example import actions
from merkwerk.example.tests.loaded import NOW


@pytest.fixture(scope="module")
def example(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[actions.Loaded]:
    files = tmp_path_factory.getbasetemp()
    folders = {"PRIVATE_DIR": files / "private", "PUBLIC_PICTURES_DIR": files / "public-pictures"}
    with override_settings(**folders), django_db_blocker.unblock(), transaction.atomic():
        yield actions.load(now=NOW)
        transaction.set_rollback(True)


@pytest.fixture
def sanne(example: actions.Loaded) -> Colleague:
    return Colleague.objects.get(name="Sanne Vos")
