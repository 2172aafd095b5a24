"""Where the embedded stack does not run, one clear line says where it does."""

import platform

import pytest

from stack.processes.faults import StackError
from stack.supported import SUPPORTED, check_platform, check_python


def test_another_machine_is_named_with_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    with pytest.raises(StackError) as refused:
        check_platform()
    assert str(refused.value) == (
        f"内置的组件不支持 {platform.system()} aarch64，需要 {SUPPORTED}，或用 --external / "
        f"{platform.system()} aarch64 is not supported by the embedded stack; needed: {SUPPORTED} (or use --external)"
    )


def test_another_c_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "libc_ver", lambda: ("glibc", "2.31"))
    with pytest.raises(
        StackError,
        match=r"^内置的组件不支持 glibc 2\.31，.* / glibc 2\.31 is not supported by the embedded stack; needed: ",
    ):
        check_platform()


def test_another_python_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version_info", (3, 12, 0))
    with pytest.raises(StackError, match=r"^不支持 .* / .* is not supported; needed: "):
        check_python()
