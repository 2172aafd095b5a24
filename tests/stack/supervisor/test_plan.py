"""Each process without HTTP of its own gets a port for its figures, when one is asked for at all."""

from pathlib import Path

import pytest

from stack.processes.data_folder import DataFolder
from stack.supervisor.plan import Addresses, StackOptions, own_processes


@pytest.mark.parametrize(("asked", "told"), [("", []), ("9100", ["9100", "9101", "9102", "9103"])])
def test_workers_then_the_relay_then_the_deliverer_have_the_port_asked_for_and_the_next_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, told: list[str]
) -> None:
    monkeypatch.setenv("XIAOHAO_METRICS_PORT", asked)
    own = own_processes(StackOptions(tmp_path, workers=2), DataFolder(tmp_path), Addresses("m", "k"))
    found = [part.child.env.get("XIAOHAO_METRICS_PORT") for part in (*own.workers, *own.relays, own.deliver)]
    assert [port for port in found if port] == told


@pytest.mark.parametrize(("asked", "named"), [(1, ["relay"]), (2, ["relay-1", "relay-2"])])
def test_one_relay_is_the_relay_and_several_are_numbered(tmp_path: Path, asked: int, named: list[str]) -> None:
    own = own_processes(StackOptions(tmp_path, relays=asked), DataFolder(tmp_path), Addresses("m", "k"))
    assert [part.child.name for part in own.relays] == named
