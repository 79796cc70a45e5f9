"""For every test: quick hashing, plain static files, nothing leaves the machine, and people."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as config
from django.test import Client
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from merkwerk.accounts.models import Colleague, Duty, Organisation, Role
from tests import empty


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is brought lies in folders of this run, also for a house that many tests look at."""
    config.PRIVATE_DIR = tmp_path_factory.getbasetemp() / "private"
    config.PUBLIC_PICTURES_DIR = tmp_path_factory.getbasetemp() / "public-pictures"


@pytest.fixture(autouse=True)
def quick(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    with django_db_blocker.unblock():
        take_away = empty.set_up()
    yield
    with django_db_blocker.unblock():
        take_away()


MakeColleague = Callable[..., Colleague]


@pytest.fixture
def organisation(db: None) -> Organisation:
    return Organisation.objects.get_or_create(pk=1, defaults={"name": "Kade en Kroon"})[0]


@pytest.fixture
def colleague_named(organisation: Organisation) -> MakeColleague:
    """`colleague_named("Sanne Vos", Role.EDITOR)` makes a colleague with those roles."""

    def make(name: str = "Sanne Vos", *roles: Role, language: str = "en") -> Colleague:
        address = name.lower().replace(" ", ".") + "@kade.example"
        made = Colleague.objects.create_user(
            address, "een lang wachtwoord", name=name, language=language
        )
        Duty.objects.bulk_create([Duty(colleague=made, role=role) for role in roles])
        return made

    return make


@pytest.fixture
def sanne(colleague_named: MakeColleague) -> Colleague:
    return colleague_named("Sanne Vos")


@pytest.fixture
def karim(colleague_named: MakeColleague) -> Colleague:
    return colleague_named("Karim Aydin")


@pytest.fixture
def administrator(colleague_named: MakeColleague) -> Colleague:
    return colleague_named("Ada Beheer", Role.ADMINISTRATOR)


@pytest.fixture
def as_colleague() -> Callable[[Colleague], Client]:
    """A browser in which this colleague is signed in."""

    def sign_in(colleague: Colleague) -> Client:
        client = Client()
        client.force_login(colleague)
        return client

    return sign_in
