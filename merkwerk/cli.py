"""The command `merkwerk`: start, web, worker, listen, manage, example, doctor.

Imports of Django and of our own rooms wait until the data folder is known: settings read it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import socket
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn
from urllib.error import HTTPError

from merkwerk.household import Child, Household, keep_to_parent, outlive_nobody


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command. It ends with 0 when all is well, 1 when something must be mended, 2 when
    it could not begin."""
    given = _parser().parse_args(arguments)
    if given.data:
        os.environ["MERKWERK_DATA"] = str(Path(given.data).expanduser().resolve())
    if getattr(given, "port", None):
        os.environ["MERKWERK_PORT"] = str(given.port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merkwerk.settings")
    if given.run is not None:
        _read_settings()
        given.run(given)
    else:
        _parser().print_help()


def _read_settings() -> None:
    """Settings make the data folder and the keys; what can go wrong there is said in a sentence."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        settings.DATA_DIR  # noqa: B018
    except OSError as error:
        stop(f"{error.filename}: {error.strerror}. Choose another data folder with --data DIR.")
    except (ImproperlyConfigured, ValueError) as error:
        stop(f"A setting can't be read: {error}")


def manage(arguments: Sequence[str]) -> None:
    """Runs one of Django's commands with this house's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merkwerk.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["merkwerk manage", *arguments])


def stop(sentence: str, code: int = 2) -> NoReturn:
    """Ends with one sentence for the person at the keyboard."""
    print(sentence, file=sys.stderr)
    raise SystemExit(code)


def _parser() -> argparse.ArgumentParser:
    anywhere = argparse.ArgumentParser(add_help=False)
    anywhere.add_argument("--data", metavar="DIR", help="the data folder")
    served = argparse.ArgumentParser(add_help=False)
    port = int(os.environ.get("MERKWERK_PORT") or 8000)
    served.add_argument("--port", type=int, default=port, help=f"where to listen ({port})")
    served.add_argument("--host", default="127.0.0.1", help="on which address (127.0.0.1)")
    served.add_argument("--server", choices=["granian", "gunicorn"], default="granian")
    parser = argparse.ArgumentParser(prog="merkwerk", description="A calm workspace.")
    parser.set_defaults(run=None, data=None)
    commands = parser.add_subparsers(metavar="command")

    def command(name: str, run: Callable[[Any], None], says: str, *more: Any) -> Any:
        added = commands.add_parser(name, parents=[anywhere, *more], help=says, description=says)
        added.set_defaults(run=run)
        return added

    one = command("start", start, "web and worker together, until Ctrl-C", served)
    one.add_argument("--empty", action="store_true", help="without the example")
    one.add_argument("--no-worker", action="store_true", help="only the pages")
    one.add_argument("--workers", type=int, default=2, help="how many worker processes (2)")
    command("web", web, "only the pages", served)
    one = command("worker", worker, "only the work in the background")
    one.add_argument("--count", type=int, default=1, help="how many processes (1)")
    one.add_argument("--hurried", action="store_true", help="leaves what nobody waits for")
    command("listen", listen, "only the streams that stay open")
    one = command("manage", lambda given: manage(given.rest), "one of Django's commands")
    one.add_argument("rest", nargs=argparse.REMAINDER)
    one = command("example", example, "puts the example into an empty database")
    one.add_argument("--links", action="store_true", help="only makes new sign-in links")
    one = command("topics", topics, "takes many topics for a colleague out of a CSV file")
    one.add_argument("file", help="with the columns name, query and purpose")
    one.add_argument("--for", dest="address", required=True, help="their e-mail address")
    command("doctor", doctor, "looks everything over and says what to mend", served)
    return parser


# --- start: everything together ------------------------------------------------------------


def start(given: argparse.Namespace) -> None:
    """Prepares what is missing, then runs web and worker until a signal. May be repeated."""
    refuse_taken_port(given.host, given.port)
    prepare(empty=given.empty)
    there = ["--host", given.host, "--port", str(given.port), "--server", given.server]
    children = [Child("the web server", ["web", *there])]
    if not given.no_worker:
        children += [*_workers(given.workers), Child("the listener", ["listen"], _streams_wanted)]
    raise SystemExit(Household(children, partial(_greet, given.host, given.port)).run())


def refuse_taken_port(host: str, port: int) -> None:
    """Ends with a clear sentence when somebody else listens there."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            stop(f"Port {port} is for the system only; use --port with a number above 1023.")
        except OSError as error:
            if not _answers(host, port):
                stop(f"{host} can't be listened on: {error.strerror}.")
            stop(f"Port {port} is taken by another program; use --port N with another number.")


def prepare(*, empty: bool) -> None:
    """Keys, database, static files and, unless `empty`, the example: each only when needed."""
    began = time.time()
    import django
    from django.conf import settings
    from django.core.management import call_command, get_commands
    from django.db import OperationalError, connections

    django.setup()
    keys = Path(settings.KEYS_DIR)
    if (keys / "data").stat().st_mtime >= began - 1:
        print(
            f"Keys were made in {keys}. Keep a copy of that folder, apart from your backups:\n"
            "without it nobody can read the stored connections, letters and messages again."
        )
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        stop(f"The database can't be reached: {str(error).splitlines()[0]}")
    _collect_static(Path(settings.STATIC_ROOT))
    from merkwerk.accounts.models import Organisation

    if not empty and not Organisation.objects.exists() and "example" in get_commands():
        call_command("example", no_links=True)
    connections.close_all()


def _collect_static(root: Path) -> None:
    """Gathers the static files when one of them changed since the last time."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = [
        (path, stat.st_size, stat.st_mtime_ns)
        for finder in get_finders()
        for path, storage in finder.list([])
        for stat in [Path(storage.path(path)).stat()]
    ]
    made_of = hashlib.sha256(repr(sorted(found)).encode()).hexdigest()
    stamp = root.with_name(f"{root.name}.made-of")
    if not stamp.exists() or stamp.read_text() != made_of or not root.exists():
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(made_of)


def _answers(host: str, port: int) -> bool:
    """Whether something that speaks HTTP, or at least listens, is there."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        with socket.create_connection((near, port), timeout=0.5):
            return True
    except OSError:
        return False


def _greet(host: str, port: int) -> bool:
    """Once pages are served: says where, and how to come in. False as long as they aren't."""
    near = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104
    try:
        urllib.request.urlopen(f"http://{near}:{port}/health/live/", timeout=2).close()
    except HTTPError:
        pass  # It answers; that this name or scheme isn't the right one is no matter here.
    except OSError:
        return False
    from django.conf import settings
    from django.core.management import call_command, get_commands
    from django.db import connections

    print(f"\nMerkwerk is at {settings.SITE_URL}")
    if "example" in get_commands():
        call_command("example", links=True, verbosity=0)
    print("Ctrl-C stops it.", flush=True)
    connections.close_all()
    return True


# --- web, worker, and the smaller commands ---------------------------------------------------


def web(given: argparse.Namespace) -> None:
    """Serves the pages, in this process and one under it, until SIGTERM."""
    keep_to_parent()
    from merkwerk.pages.front.serving import THREADS, serve

    if given.server == "gunicorn":
        from gunicorn.app.wsgiapp import run

        bind = f"[{given.host}]" if ":" in given.host else given.host
        sys.argv = ["merkwerk web", "--bind", f"{bind}:{given.port}", "--no-control-socket"]
        sys.argv += ["--threads", str(THREADS), "--log-level", "warning", "merkwerk.wsgi"]
        run()
        return
    serve(partial(_pages, os.getpid()), given.host, given.port)


def _pages(parent: int) -> object:
    outlive_nobody(parent)
    from merkwerk.rsgi import application

    return application


def worker(given: argparse.Namespace) -> None:
    """Works in the background until SIGTERM; with `--count` in several processes."""
    if given.count > 1:
        raise SystemExit(Household(_workers(given.count), lambda: True).run())
    keep_to_parent()
    import django

    django.setup()
    from merkwerk.jobs.loop import Loop
    from merkwerk.worker.timetable import TIMETABLE

    Loop(TIMETABLE, least=0 if given.hurried else -100).run()


def listen(given: argparse.Namespace) -> None:
    """Keeps streams open until SIGTERM. Of several only one listens, the others stand by."""
    keep_to_parent()
    import django

    django.setup()
    from merkwerk.worker.actions import sieve
    from merkwerk.worker.streams import Streams

    Streams(sieve).run()


def _streams_wanted() -> bool:
    """Whether there is a stream to keep open; while the database is away there is none. Needs
    Django to be set up."""
    from django.db import Error, connections

    from merkwerk.networks.models import Source

    try:
        return Source.objects.continuous().exists() or Source.objects.bells().exists()
    except Error:
        return False
    finally:
        connections.close_all()


def _workers(count: int) -> list[Child]:
    """So many worker processes; of several, the first leaves alone what nobody waits for."""
    commands = [["worker", "--hurried"]] * (count > 1)
    commands += [["worker"]] * (count - len(commands))
    return [Child(f"worker {n}", command) for n, command in enumerate(commands, 1)]


def example(given: argparse.Namespace) -> None:
    """Puts the example into an empty database, or makes new sign-in links for it."""
    manage(["example", *(["--links"] if given.links else [])])


def topics(given: argparse.Namespace) -> None:
    """Takes topics out of a CSV file; what is there already is passed over."""
    manage(["import_topics", given.file, "--for", given.address])


def doctor(given: argparse.Namespace) -> None:
    """Prints one line for each thing looked at; ends with 1 when something must be mended."""
    import django

    django.setup()
    from merkwerk.worker.actions import examine

    findings = examine(host=given.host, port=given.port)
    for finding in findings:
        print(f"{finding.level:<6} {finding.what}: {finding.says}")
    raise SystemExit(int(any(finding.level == "mend" for finding in findings)))
