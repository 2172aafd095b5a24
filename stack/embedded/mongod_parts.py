"""Knows how the MongoDB server of the wheel is made to run: its run bit, and libcurl where the system has none."""

import importlib.util
import os
import shutil
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from stack.embedded.cache import cache_folder, cache_lock
from stack.processes.faults import StackError

_MISSING_LIBRARY: Final = "libcurl.so.4"


@cache
def mongod_command() -> tuple[Path, dict[str, str]]:
    """The runnable mongod and what its environment needs more.

    Raises StackError when the wheel is not installed or its program does not run here.
    """
    program = _runnable(_packaged())
    said = _version(program, {})
    if said.returncode and _MISSING_LIBRARY in said.stderr:
        extra = {"LD_LIBRARY_PATH": _borrowed_libcurl()}
        said = _version(program, extra)
    else:
        extra = {}
    if said.returncode:
        raise StackError(
            f"内置的 mongod 无法在本机运行 / the embedded mongod does not run on this system: {said.stderr.strip()}"
        )
    return program, extra


def _packaged() -> Path:
    spec = importlib.util.find_spec("fiftyone")
    places = list(spec.submodule_search_locations or []) if spec else []
    for place in places:
        program = Path(place) / "db" / "bin" / "mongod"
        if program.is_file():
            return program
    raise StackError(
        "未安装内置的 MongoDB，请运行 make setup / "
        "the embedded MongoDB is not installed: run `make setup`, or pip install 'xiaohao[embedded]'"
    )


def _runnable(program: Path) -> Path:
    """The program with its run bit: set in place, or on a copy in the cache when the packages are read-only."""
    if os.access(program, os.X_OK):
        return program
    try:
        program.chmod(0o755)
    except OSError:
        copied = cache_folder() / "mongod" / str(program.stat().st_size) / "mongod"
        with cache_lock("mongod"):
            if not copied.exists():
                copied.parent.mkdir(parents=True, exist_ok=True)
                coming = copied.with_suffix(".coming")
                shutil.copyfile(program, coming)
                coming.chmod(0o755)
                coming.rename(copied)
        return copied
    return program


def _version(program: Path, extra: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        [str(program), "--version"], capture_output=True, text=True, env=os.environ | extra, check=False
    )


def _borrowed_libcurl() -> str:
    """Folders where the loader finds a `libcurl.so.4`, and what that needs: those that the pycurl wheel carries.

    For this one child only; no other process sees them. Raises StackError when the wheel is not installed.
    """
    bundled = _bundled_libcurl()
    folder = cache_folder() / "libcurl"
    folder.mkdir(exist_ok=True)
    coming = folder / f"coming.{os.getpid()}"
    coming.unlink(missing_ok=True)
    coming.symlink_to(bundled)
    coming.replace(folder / _MISSING_LIBRARY)
    return f"{folder}:{bundled.parent}"


def _bundled_libcurl() -> Path:
    try:
        wheel = distribution("pycurl")
    except PackageNotFoundError:
        raise StackError(
            "mongod 需要 libcurl.so.4，请安装系统的 libcurl4 / "
            "mongod needs libcurl.so.4: install the system's libcurl4, or pip install pycurl"
        ) from None
    found = [Path(str(wheel.locate_file(file))) for file in wheel.files or () if file.name.startswith("libcurl")]
    if not found:
        raise StackError(
            "mongod 需要 libcurl.so.4，请安装系统的 libcurl4 / "
            "mongod needs libcurl.so.4: install the system's libcurl4 (this pycurl carries none)"
        )
    return found[0].resolve()
