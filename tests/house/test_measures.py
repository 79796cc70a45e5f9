"""The measures of the house: short files, short functions, plain names, honest imports."""

from __future__ import annotations

import ast
import statistics
import tomllib
from pathlib import Path

from tests.house.plan import HOUSE, ROOMS, ROOT, product_files, python_files, short, tree

NO_NAMES = {
    "utils",
    "helpers",
    "common",
    "misc",
    "base",
    "manager",
    "managers",
    "service",
    "services",
}
FURNITURE = {
    "__init__",
    "models",
    "actions",
    "forms",
    "views",
    "tasks",
    "urls",
    "admin",
    "apps",
    "tests",
    "templates",
    "templatetags",
    "migrations",
    "management",
    "static",
}
# What some rooms have besides the furniture, and why, is told in docs/decisions/0002.
ALSO = {
    "accounts": {"middleware", "adapters", "permissions"},
    "jobs": {"middleware", "errors", "loop"},
    "notifications": {"mail", "sentences"},
    "networks": {"sentences"},
    "relationships": {"sentences"},
    "listening": {"sentences"},
    "writing": {"sentences"},
    "handbook": {"sentences"},
    "stories": {"sentences", "site_urls", "found_urls", "reader_urls"},
    "photos": {"sentences", "consent_urls", "picture_urls", "templatetags"},
    "pages": {"front", "middleware"},
    "fediverse": {"sentences", "known_urls", "desk_urls"},
    "today": {"sentences"},
    "worker": {"pipeline", "streams", "timetable"},
    "example": {"texts", "pictures"},
}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_an_installed_package_has_every_file_it_reads() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())
    patterns = told["tool"]["setuptools"]["package-data"]["*"]
    packages = [path.parent for path in HOUSE.rglob("__init__.py")]
    shipped = {found for package in packages for one in patterns for found in package.glob(one)}
    about = {".py", ".pyc", ".md"}
    files = [path for path in HOUSE.rglob("*") if path.is_file() and path.suffix not in about]
    left = [path for path in files if not {"tests", "__pycache__"} & {*path.parts}]
    assert not [short(path) for path in left if path not in shipped]


def test_no_file_is_longer_than_400_lines() -> None:
    long = {short(p): n for p in python_files() if (n := p.read_text().count("\n")) > 400}
    assert not long


def test_most_files_are_short() -> None:
    assert statistics.median(p.read_text().count("\n") for p in product_files()) <= 100


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{short(path)}:{node.lineno} {node.name}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, FUNCTIONS) and (node.end_lineno or 0) - node.lineno + 1 > 50
    ]
    assert not long


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert not [short(p) for p in python_files() if p.stem in NO_NAMES or p.parent.name in NO_NAMES]


def test_rooms_have_the_same_furniture() -> None:
    strange = []
    for room in ROOMS:
        for path in (HOUSE / room).iterdir():
            if path.name == "__pycache__" or path.stem in FURNITURE | ALSO.get(room, set()):
                continue
            strange.append(short(path))
    assert not strange


def test_every_room_says_what_it_is_for_and_holds_no_code_there() -> None:
    for room in ROOMS:
        module = tree(HOUSE / room / "__init__.py")
        assert ast.get_docstring(module), room
        assert len(module.body) == 1, room


def deferred(path: Path) -> list[str]:
    return [
        f"{short(path)}:{inner.lineno}"
        for node in ast.walk(tree(path))
        if isinstance(node, FUNCTIONS)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


# The command line must start without Django: it sets the data folder before settings are read.
MAY_DEFER = {"cli.py"}


def test_imports_stand_at_the_top() -> None:
    assert not [line for p in product_files() if p.name not in MAY_DEFER for line in deferred(p)]


def test_there_are_no_signals_of_our_own() -> None:
    found = [
        short(path)
        for path in product_files()
        if any(
            word in path.read_text()
            for word in ("@receiver", "Signal()", "post_save", "pre_save", "m2m_changed")
        )
    ]
    assert not found


def catches_everything(node: ast.ExceptHandler) -> bool:
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    names = {kind.id for kind in kinds if isinstance(kind, ast.Name)}
    return node.type is None or bool(names & {"Exception", "BaseException"})


def test_only_the_worker_catches_everything() -> None:
    places = {
        short(path)
        for path in product_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    }
    assert places <= {"merkwerk/jobs/actions/trying.py"}


def test_every_action_says_what_it_does() -> None:
    silent = [
        f"{short(path)}:{node.lineno} {node.name}"
        for path in product_files()
        if "actions" in (path.stem, path.parent.name)
        for node in tree(path).body
        if isinstance(node, FUNCTIONS)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not silent
