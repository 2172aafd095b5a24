"""Knows where the embedded stack runs: Linux on x86-64 with glibc 2.34 or newer, CPython 3.11."""

import platform
import sys
from typing import Final

from stack.processes.faults import StackError

PYTHON: Final = (3, 11)
GLIBC: Final = (2, 34)
SUPPORTED: Final = "Linux x86-64, glibc ≥ 2.34 (Debian 12, Ubuntu 22.04), CPython 3.11"


def glibc_version() -> tuple[int, ...]:
    """The C library's version, () where it is not glibc."""
    name, version = platform.libc_ver()
    return tuple(int(part) for part in version.split(".")) if name == "glibc" else ()


def machine() -> str:
    """What this is, in one line."""
    library = " ".join(platform.libc_ver()).strip() or "another C library"
    here = f"{platform.system()} {platform.machine()} with {library}"
    return f"{platform.python_implementation()} {platform.python_version()}, {here}"


def check_python() -> None:
    """Raises StackError on a Python that the package is not made for."""
    if sys.version_info[:2] != PYTHON or sys.implementation.name != "cpython":
        here = f"{platform.python_implementation()} {platform.python_version()}"
        raise StackError(f"不支持 {here}，需要 {SUPPORTED} / {here} is not supported; needed: {SUPPORTED}")


def check_platform() -> None:
    """Raises StackError where the embedded Kafka and MongoDB do not run; `--external` works there."""
    check_python()
    here = f"{platform.system()} {platform.machine()}"
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise _not_embedded(here, "，或用 --external", " (or use --external)")
    if glibc_version() < GLIBC:
        found = ".".join(map(str, glibc_version())) or "another C library"
        raise _not_embedded(f"glibc {found}")


def _not_embedded(here: str, or_zh: str = "", or_en: str = "") -> StackError:
    return StackError(
        f"内置的组件不支持 {here}，需要 {SUPPORTED}{or_zh} / "
        f"{here} is not supported by the embedded stack; needed: {SUPPORTED}{or_en}"
    )
