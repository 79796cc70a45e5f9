"""Rewrites everything that is encrypted with the newest data key."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models, transaction

from merkwerk.lib.encrypted import EncryptedTextField

BATCH = 200


def encrypted_fields() -> list[tuple[type[models.Model], list[str]]]:
    """Every model with the names of its encrypted columns."""
    found = []
    for model in apps.get_models():
        names = [f.name for f in model._meta.fields if isinstance(f, EncryptedTextField)]
        if names:
            found.append((model, names))
    return found


class Command(BaseCommand):
    help = "Encrypts stored tokens, notes and drafts anew with the newest data key."

    def handle(self, *args: Any, **options: Any) -> None:
        for model, names in encrypted_fields():
            count = self.rewrite(model, names)
            self.stdout.write(f"{model.__name__}: {count}")

    def rewrite(self, model: type[models.Model], names: list[str]) -> int:
        """Row by row under a lock, so that nothing written meanwhile is lost."""
        done = 0
        keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            with transaction.atomic():
                rows = model._default_manager.select_for_update().filter(
                    pk__in=keys[start : start + BATCH]
                )
                for row in rows:
                    row.save(update_fields=names)
                    done += 1
        return done
