"""Knows where the embedded stack runs: Linux on x86-64 with glibc 2.34 or newer, CPython 3.11."""

import platform
import sys
from typing import Final

from xiaohao.stack.faults import StackError

PYTHON: Final = (3, 11)
GLIBC: Final = (2, 34)
SUPPORTED: Final = "Linux on x86-64 with glibc 2.34 or newer (Debian 12, Ubuntu 22.04), Python 3.11"


def glibc_version() -> tuple[int, ...]:
    """The C library's version, () where it is not glibc."""
    name, version = platform.libc_ver()
    return tuple(int(part) for part in version.split(".")) if name == "glibc" else ()


def check_python() -> None:
    """Raises StackError on a Python that the package is not made for."""
    if sys.version_info[:2] != PYTHON:
        raise StackError(f"Python {platform.python_version()} is not supported; needed: {SUPPORTED}")


def check_platform() -> None:
    """Raises StackError where the embedded Kafka and MongoDB do not run; `--external` works there."""
    check_python()
    here = f"{platform.system()} {platform.machine()}"
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise StackError(f"{here} is not supported by the embedded stack; needed: {SUPPORTED} (or use --external)")
    if glibc_version() < GLIBC:
        found = ".".join(map(str, glibc_version())) or "another C library"
        raise StackError(f"glibc {found} is not supported by the embedded stack; needed: {SUPPORTED}")
