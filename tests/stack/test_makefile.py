"""`make` says in one line what it needs where that is missing."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.checkout import CHECKOUT


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    for name in ("Makefile", "pyproject.toml", "requirements-dev.lock"):
        shutil.copy(CHECKOUT / name, tmp_path)
    return tmp_path


def test_help_is_the_default_and_sets_nothing_up(fresh: Path) -> None:
    said = subprocess.run(["make", "-C", str(fresh)], capture_output=True, text=True, check=True).stdout
    assert all(
        f"make {command}" in said
        for command in ("setup", "demo", "web", "web-dev", "test", "check", "bench", "faults", "help")
    )
    assert not (fresh / ".venv").exists()


def test_an_absent_python_is_one_clear_line(fresh: Path) -> None:
    said = _setup(fresh, "no-such-python")
    assert said[0].startswith("xiaohao needs Python 3.11: install python3.11 and python3.11-venv")


def test_another_python_is_named(fresh: Path) -> None:
    other = _program(fresh, 'case "$1" in --version) echo Python 3.13.1;; *) exit 1;; esac')
    assert _setup(fresh, str(other))[0] == f"xiaohao needs CPython 3.11, and {other} is Python 3.13.1"


def test_a_python_without_venv_is_one_clear_line(fresh: Path) -> None:
    other = _program(fresh, 'case "$2" in *ensurepip*) exit 1;; esac')
    assert _setup(fresh, str(other))[0] == f"{other} has no venv module: install python3.11-venv"


def _program(folder: Path, script: str) -> Path:
    program = folder / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


def _setup(folder: Path, python: str) -> list[str]:
    """What a setup that must fail says on standard error; nothing goes to standard output."""
    done = subprocess.run(
        ["make", "-s", "-C", str(folder), "setup", f"PYTHON={python}"], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert done.stdout == ""
    assert not (folder / ".venv").exists()
    return done.stderr.splitlines()
