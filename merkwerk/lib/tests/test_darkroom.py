"""The darkroom is a process with walls: it takes only so much, and touches only what it must."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from merkwerk.lib.darkroom import asking, walls
from merkwerk.lib.darkroom.asking import DarkroomFailed, developed
from merkwerk.lib.darkroom.kinds import NotAPhoto
from tests.house.plan import ROOT


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "original"
    out = BytesIO()
    Image.new("RGB", (50, 40), "red").save(out, "JPEG")
    path.write_bytes(out.getvalue())
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    made.mkdir()
    return made


def behind_walls(program: str, reads: Path, writes: Path) -> str:
    """What a program says that runs after the walls went up."""
    begin = (
        "import os,sys,socket,resource\nfrom pathlib import Path\n"
        "from merkwerk.lib.darkroom import walls\nwalls.limit()\n"
        "reads,writes=Path(sys.argv[1]),Path(sys.argv[2])\n"
        "shut=walls.shut_in(reads=reads, writes=writes)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", begin + program, str(reads), str(writes)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    return done.stdout.strip() or done.stderr.strip().rpartition("\n")[2]


def knows_walls(tmp_path: Path) -> bool:
    return behind_walls("print(shut)", tmp_path, tmp_path) == "True"


def test_the_sizes_lie_in_the_folder_and_nothing_else(original: Path, folder: Path) -> None:
    made = developed(original, folder)
    assert made.sizes == [[50, 40]]
    assert {path.name for path in folder.iterdir()} == {"50.avif", "50.webp", "50.jpg"}


def test_what_a_killed_worker_left_is_cleared_away(original: Path, folder: Path) -> None:
    left = folder / "new-left"
    left.mkdir()
    os.utime(left, (1, 1))
    developed(original, folder)
    assert not left.exists()


def test_what_is_no_photo_leaves_nothing(original: Path, folder: Path) -> None:
    original.write_bytes(b"<svg><script>evil()</script></svg>")
    with pytest.raises(NotAPhoto) as why:
        developed(original, folder)
    assert (why.value.code, list(folder.iterdir())) == ("drawing", [])


def test_a_picture_that_takes_too_long_is_given_up(original: Path, folder: Path) -> None:
    with pytest.raises(NotAPhoto) as why:
        developed(original, folder, patience=0.001)
    assert (why.value.code, list(folder.iterdir())) == ("too-heavy", [])


@pytest.mark.parametrize(
    ("program", "code"),
    [("import os; os.kill(os.getpid(), 9)", "too-heavy"), ("raise OSError", "")],
)
def test_a_process_that_dies_is_told_from_one_that_fails(
    original: Path, folder: Path, program: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PROGRAM", (sys.executable, "-c", program))
    with pytest.raises(NotAPhoto if code else DarkroomFailed) as why:
        developed(original, folder)
    assert getattr(why.value, "code", "") == code
    assert not list(folder.iterdir())


def test_the_process_knows_none_of_our_settings(
    original: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERKWERK_MAIL", "smtp://secret")
    program = (
        "import os,sys\nif any('MERKWERK' in n for n in os.environ): sys.exit(3)\n"
        'print(\'{"trouble":"broken"}\')'
    )
    monkeypatch.setattr(asking, "PROGRAM", (sys.executable, "-c", program))
    with pytest.raises(NotAPhoto):
        developed(original, folder)


def test_memory_has_an_end(tmp_path: Path) -> None:
    program = f"bytearray({walls.MEMORY + 1})"
    assert behind_walls(program, tmp_path, tmp_path) == "MemoryError"


def test_files_have_an_end(tmp_path: Path) -> None:
    program = (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"f=open(writes/'big','wb'); f.truncate({walls.LARGEST_FILE + 1})"
    )
    assert "OSError" in behind_walls(program, tmp_path, tmp_path)


def test_seconds_have_an_end(tmp_path: Path) -> None:
    program = "print(json.dumps(resource.getrlimit(resource.RLIMIT_CPU)))"
    told = behind_walls(f"import json\n{program}", tmp_path, tmp_path)
    assert json.loads(told) == [walls.SECONDS, walls.SECONDS]


@pytest.mark.parametrize(
    "program",
    [
        "open('/etc/hostname').read()",
        "os.listdir('/')",
        "open(reads.parent/'elsewhere','w')",
        "open(reads,'w')",
        "os.remove(reads)",
        "os.execv('/bin/sh',['sh'])",
        "socket.create_connection(('127.0.0.1', 9))",
    ],
)
def test_it_touches_nothing_else(original: Path, folder: Path, program: str) -> None:
    if not knows_walls(folder):
        pytest.skip("this kernel has no Landlock")
    assert "PermissionError" in behind_walls(program, original, folder)


def test_it_reads_its_file_and_writes_its_folder(original: Path, folder: Path) -> None:
    program = "reads.read_bytes(); (writes/'x').write_text('y'); print('done')"
    assert behind_walls(program, original, folder) == "done"


def children(process: int) -> list[int]:
    """The processes that this one started."""
    return [
        int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()
    ]


@pytest.mark.kill
def test_it_dies_with_the_worker_that_asked(tmp_path: Path, folder: Path) -> None:
    Image.effect_noise((5000, 5000), 90).convert("RGB").save(
        tmp_path / "slow.png", compress_level=0
    )
    program = (
        "import sys; from pathlib import Path; from merkwerk.lib.darkroom.asking import developed;"
        "developed(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "slow.png"), str(folder)], cwd=ROOT
    )
    until = time.monotonic() + 20
    while not list(folder.glob("new-*/*")) and time.monotonic() < until:
        time.sleep(0.02)
    (inside,) = children(worker.pid)
    worker.kill()
    worker.wait()
    while Path(f"/proc/{inside}/stat").exists() and time.monotonic() < until:
        if Path(f"/proc/{inside}/stat").read_text().split()[2] == "Z":
            break
        time.sleep(0.02)
    assert time.monotonic() < until
    assert developed(tmp_path / "slow.png", folder).sizes[-1] == [1920, 1920]


def test_the_darkroom_knows_no_django() -> None:
    program = "import sys, merkwerk.lib.darkroom.__main__; print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
