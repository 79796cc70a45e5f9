"""Calls and foreign keys go down; rooms speak to each other through models and actions."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import ForeignKey, Model

from tests.house.plan import HOUSE, LINES, ROOMS, ROOT, line_of, product_files, short, tree


def test_the_contract_names_every_room_in_the_order_of_the_plan() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    assert [sorted(layer.split(" | ")) for layer in layers] == [sorted(line) for line in LINES]


def test_every_folder_of_the_house_stands_in_the_plan() -> None:
    folders = {path.parent.name for path in HOUSE.glob("*/__init__.py")}
    assert folders == {room for line in LINES for room in line}


def test_the_import_contracts_are_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def room_of(model: type[Model]) -> str | None:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "merkwerk" else None


def test_foreign_keys_point_down() -> None:
    upward = []
    for model in apps.get_models():
        own = room_of(model)
        if own is None:
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey):
                continue
            other = room_of(field.related_model)
            if other and other != own and line_of(other) <= line_of(own):
                upward.append(f"{model.__name__}.{field.name} → {other}")
    assert not upward


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


ENTRANCES = {"models", "actions", "errors", "permissions", "tests"}


def test_rooms_see_only_each_others_models_and_actions() -> None:
    peeks = []
    for path in product_files():
        own = path.relative_to(HOUSE).parts[0]
        for module in imports(path):
            parts = module.split(".")
            if parts[0] != "merkwerk" or len(parts) < 3 or parts[1] not in ROOMS:
                continue
            if own in ROOMS and parts[1] != own and parts[2] not in ENTRANCES:
                peeks.append(f"{short(path)}: {module}")
    assert not peeks
