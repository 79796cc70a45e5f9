"""The first day: the organisation and its first administrator."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction

from merkwerk.accounts.models import Colleague, Duty, Organisation, Role


class AlreadyBegun(Exception):
    """There is an organisation already."""


def make_account(
    *,
    email: str,
    name: str,
    password: str | None = None,
    language: str | None = None,
    time_zone: str | None = None,
    roles: tuple[str, ...] = (),
) -> Colleague:
    """An account with its address known as good and its roles given, in one transaction.

    Language and time zone are those of the installation when not given; without a password one
    gets in by a sign-in link. Raises IntegrityError when the address has an account already.
    """
    with transaction.atomic():
        colleague = Colleague.objects.create_user(
            email,
            password,
            name=name,
            language=language or settings.LANGUAGE_CODE,
            time_zone=time_zone or settings.TIME_ZONE,
        )
        EmailAddress.objects.create(
            user=colleague, email=colleague.email, primary=True, verified=True
        )
        held = [role for role in dict.fromkeys(roles) if role != Role.COLLEAGUE]
        Duty.objects.bulk_create([Duty(colleague=colleague, role=role) for role in held])
    return colleague


def begin(*, organisation: str, name: str, email: str, password: str, language: str) -> Colleague:
    """Makes the organisation and its first administrator, both or neither.

    Raises AlreadyBegun when there is an organisation, also when another press was a moment ahead.
    """
    try:
        with transaction.atomic():
            Organisation.objects.create(pk=1, name=organisation, language=language)
            return make_account(
                email=email,
                name=name,
                password=password,
                language=language,
                roles=(Role.ADMINISTRATOR,),
            )
    except IntegrityError:
        if Organisation.objects.exists():
            raise AlreadyBegun from None
        raise
