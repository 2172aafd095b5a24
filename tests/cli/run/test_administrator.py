"""The first administrator's password is told once on a terminal, and is nowhere after that."""

from pathlib import Path

import pytest

from cli.run.up import _tell_administrator
from stack.processes.data_folder import DataFolder
from stack.supervisor.plan import Addresses, StackOptions, own_processes
from streams.prepare.credentials import write_administrator


def test_it_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "administrator"
    write_administrator(file, "J7QK-2M9X")
    _tell_administrator(file)
    told = capsys.readouterr()
    assert (told.out, "J7QK-2M9X" in told.err, "administrator" in told.err) == ("", True, True)
    assert not file.exists()
    _tell_administrator(file)
    assert capsys.readouterr().err == ""


def test_samples_come_only_when_asked_for_and_never_with_an_administrator(tmp_path: Path) -> None:
    def asked(**options: object) -> list[str]:
        own = own_processes(StackOptions(tmp_path, **options), DataFolder(tmp_path), Addresses("m", "k"))  # type: ignore[arg-type]
        command: list[str] = own.prepare.child.command
        return command

    assert "--samples" not in asked()
    assert asked()[-2:] == ["--admin-file", str(tmp_path / "administrator")]
    assert asked(admin_file=tmp_path / "mine")[-1] == str(tmp_path / "mine")
    assert "--samples" in asked(samples=True)
    assert "--admin-file" not in asked(samples=True)


@pytest.mark.parametrize(
    ("options", "clock"), [({}, "movable"), ({"system_clock": True}, "system"), ({"external": True}, "system")]
)
def test_a_stack_in_earnest_goes_by_the_machines_clock(tmp_path: Path, options: dict[str, bool], clock: str) -> None:
    assert StackOptions(tmp_path, **options).clock == clock  # type: ignore[arg-type]
