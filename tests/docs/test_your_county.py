"""The guide from an empty stack to the first issue is run as it is written; both languages have the same blocks."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from stack.processes.ports import free_port
from tests.checkout import CHECKOUT

_BLOCK = re.compile(r"^```(\w+) ?([\w.]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """One block of a page: its language, what stands beside it, its text."""

    language: str
    name: str
    text: str


def blocks(page: str) -> list[Block]:
    return [Block(*found) for found in _BLOCK.findall((CHECKOUT / "docs" / page).read_text(encoding="utf-8"))]


GUIDE = blocks("your-county.md")


def commands() -> str:
    """All that is typed into the second terminal, in its order; the first that fails ends it."""
    typed = [block.text for block in GUIDE if (block.language, block.name) == ("sh", "")]
    return "set -euo pipefail\n" + "echo\n".join(typed)


@pytest.fixture
def terminal(tmp_path: Path) -> dict[str, str]:
    """The environment of both terminals: `xiaohao` is this checkout's, data and port are the test's own."""
    command = tmp_path / "bin" / "xiaohao"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    own = {"PATH": f"{command.parent}:{os.environ['PATH']}", "PYTHONPATH": str(CHECKOUT), "PORT": str(free_port())}
    others = {name: value for name, value in os.environ.items() if not name.startswith("XIAOHAO_")}
    return others | own | {"XDG_DATA_HOME": str(tmp_path / "data")}


@pytest.fixture
def county(tmp_path: Path, terminal: dict[str, str]) -> Iterator[Path]:
    """The folder of the guide with its files, and the stack that its first terminal runs; Ctrl-C ends it."""
    folder, said = tmp_path / "county", tmp_path / "first-terminal"
    folder.mkdir()
    for block in GUIDE:
        if block.language not in ("sh", "text"):
            (folder / block.name).write_text(block.text, encoding="utf-8")
    (start,) = (block.text for block in GUIDE if (block.language, block.name) == ("sh", "up"))
    with said.open("wb") as output:
        first = subprocess.Popen(
            ["bash", "-c", start], cwd=folder, env=terminal, stdout=output, stderr=output, start_new_session=True
        )
    try:
        deadline = time.monotonic() + 120
        while "ready http" not in said.read_text(encoding="utf-8"):
            assert first.poll() is None, said.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, said.read_text(encoding="utf-8")
            time.sleep(0.1)
        yield folder
    finally:
        os.killpg(first.pid, signal.SIGINT)
        first.wait(90)


def test_both_languages_have_the_same_files_and_commands() -> None:
    assert blocks("your-county.zh-CN.md") == GUIDE
    assert {block.name for block in GUIDE if block.language not in ("sh", "text")} == {
        "places.yaml",
        "people.csv",
        "posts.yaml",
        "projects.csv",
        "routes.yaml",
        "calendar.yaml",
        "report.json",
    }


@pytest.mark.timeout(500)
def test_the_guide_leads_from_an_empty_stack_to_the_first_issue(county: Path, terminal: dict[str, str]) -> None:
    typed = subprocess.run(
        ["bash", "-c", commands()], cwd=county, env=terminal, capture_output=True, text=True, timeout=240, check=False
    )
    assert typed.returncode == 0, typed.stdout + typed.stderr
    for expected in (line for block in GUIDE if block.language == "text" for line in block.text.splitlines()):
        pattern = ".*".join(re.escape(part) for part in expected.split("…"))
        assert re.search(pattern, typed.stdout), f"{expected}\n\n{typed.stdout}"
    assert not (county / "first-admin").exists()
