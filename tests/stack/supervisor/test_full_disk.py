"""A disk that runs full while the stack runs: named in one line, nothing acknowledged is lost, and work goes on."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

import httpx
import pytest

from stack.processes.data_folder import RUN_FLOOR_MIB
from tests import factories as make
from tests.plain_http import PLAIN
from tests.stacks import Up

INSPECTOR, PROJECT = "inspector-140105-1", "2020-140105-30-03-990001"
SIZE_MIB = 1800
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A file system in memory that a test may fill."""
    folder = tmp_path_factory.mktemp("small-disk")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MIB}m", "tmpfs", str(folder)]
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk to fill")
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a small disk to fill cannot be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(scope="module")
def stack_of_module(small_disk: Path) -> Iterator[Up]:
    """A stack whose data lie on the small disk; a test may end it."""
    up = Up(small_disk / "data")
    yield up
    if up.running:
        up.stop()


@pytest.fixture
def stack(stack_of_module: Up) -> Up:
    """The same, running."""
    return stack_of_module if stack_of_module.running else stack_of_module.start()


@pytest.fixture
def filler(small_disk: Path) -> Iterator[Path]:
    """A file that may take what is left of the disk."""
    file = small_disk / "filler"
    yield file
    file.unlink(missing_ok=True)


class Phone:
    """Sends one report after the other until told to end."""

    def __init__(self, stack: Up) -> None:
        self.acknowledged: list[str] = []
        self.statuses: set[int] = set()
        self._stack = stack
        self._login = {"Authorization": f"Bearer {stack.credentials[INSPECTOR]['token']}"}
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._send)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        self._thread.join()

    def receipt(self, report_id: str) -> str:
        """What became of a report."""
        url = f"{self._stack.url}/v1/receipts/{report_id}?wait=20"
        return str(httpx.get(url, headers=self._login, **PLAIN).json()["status"])

    def _send(self) -> None:
        with httpx.Client(base_url=self._stack.url, headers=self._login, **PLAIN) as client:
            while not self._enough.is_set():
                report = make.site_visit(project_code=PROJECT)
                with suppress(httpx.TransportError):
                    status = client.post("/v1/site-visits", json=report).status_code
                    self.statuses.add(status)
                    if status == 202:
                        self.acknowledged.append(str(report["report_id"]))


def test_a_stack_whose_disk_is_full_to_the_last_byte_names_it_and_goes_on_later_with_all_it_took(
    stack: Up, filler: Path
) -> None:
    with Phone(stack) as phone:
        stack.wait_for(lambda: len(phone.acknowledged) >= 20, "reports are taken")
        stack.send_signal(signal.SIGSTOP)  # until its parts have met the full disk
        _fill(filler)
        stack.wait_for(lambda: 503 in phone.statuses, "nothing more is taken")
        stack.send_signal(signal.SIGCONT)
        _assert_ended_by_the_disk(stack)
    assert phone.statuses <= {202, 503}

    again = _run("up", "--data", str(stack.data), "--port", str(stack.port))
    assert (again.returncode, again.stdout, again.stderr.count("\n")) == (1, "", 1)
    assert f"the disk of {stack.data} is full" in again.stderr
    doctor = _run("doctor", "--data", str(stack.data))
    assert "WRONG  disk: " in doctor.stdout
    assert " / make room: a stack starts with" in doctor.stdout

    filler.unlink()
    stack.start()
    assert {phone.receipt(report_id) for report_id in phone.acknowledged} == {"in_ledger"}


def test_a_stack_ends_in_order_before_its_disk_is_full(stack: Up, filler: Path) -> None:
    _fill(filler, RUN_FLOOR_MIB // 2)
    _assert_ended_by_the_disk(stack)
    assert " died " not in "".join(stack.said)


def _assert_ended_by_the_disk(stack: Up) -> None:
    """One clear line says why, and it is the last."""
    assert stack.wait_ended() == 1
    assert stack.said[-1].startswith("xiaohao: 磁盘已满，剩余 ")
    assert f" / the disk of {stack.data} is full: " in stack.said[-1]
    assert "Traceback" not in "".join(stack.said)


def _fill(file: Path, left_mib: int = 0) -> None:
    """Take all of the disk but so much; with 0, every byte of it."""
    with file.open("wb", buffering=0) as filler:
        disk = os.statvfs(file)
        os.posix_fallocate(filler.fileno(), 0, disk.f_bavail * disk.f_frsize - (left_mib or 32) * MIB)
        filler.seek(0, os.SEEK_END)
        with suppress(OSError):
            while not left_mib:
                filler.write(bytes(4096))


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
