"""The command `merkwerk`: start, worker, manage, example, doctor."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def manage(arguments: list[str]) -> None:
    """Runs one of Django's commands with this house's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merkwerk.settings")
    execute_from_command_line(["merkwerk manage", *arguments])


def main() -> None:
    manage(sys.argv[2:])
