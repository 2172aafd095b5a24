"""`xiaohao up`: ready once all answers, the dead come back by name, the end is in order, the data stay."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from stack.processes.data_folder import DataFolder
from tests import factories as make
from tests.stacks import Up

INSPECTOR = "inspector-140105-1"
PROJECT = "2020-140105-30-03-990001"


@pytest.fixture(scope="module")
def stack_of_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A stack of this module's own, whose parts may be killed and which may be ended."""
    with Up(tmp_path_factory.mktemp("up") / f"销号,{{数据}} \\{'长' * 50}", "--workers", "2") as up:
        yield up


@pytest.fixture
def stack(stack_of_module: Up) -> Up:
    """The same, running."""
    return stack_of_module if stack_of_module.running else stack_of_module.start()


def test_it_prints_one_line_when_everything_answers(stack: Up) -> None:
    assert stack.printed == [f"ready {stack.url}\n"]
    assert httpx.get(f"{stack.url}/readyz").status_code == 200
    assert stack.state["url"] == stack.url
    assert set(stack.state["processes"]) == {"mongod", "kafka", "worker-1", "worker-2", "relay", "deliver", "api"}


def test_the_sample_peoples_tokens_are_for_their_owner_alone(stack: Up) -> None:
    assert (stack.data / "credentials.json").stat().st_mode & 0o777 == 0o600
    assert stack.credentials[INSPECTOR]["token"]


def test_all_that_it_keeps_is_its_owners_alone(stack: Up) -> None:
    modes = {path: path.stat().st_mode & 0o777 for path in (stack.data, *stack.data.rglob("*"))}
    assert {path: mode for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600)} == {}


def test_the_databases_password_is_in_one_file_and_nowhere_else(stack: Up) -> None:
    file = stack.data / "keys" / "mongo-url"
    password = file.read_text().split(":")[2].partition("@")[0]
    assert "xiaohao@127.0.0.1" in stack.state["mongo_url"]
    holding = [path for path in _small_files(stack.data) if password.encode() in path.read_bytes()]
    assert holding == [file]
    for pid in stack.state["processes"].values():
        process = psutil.Process(pid)
        assert password not in " ".join([*process.cmdline(), *process.environ().values()])


def test_a_second_stack_on_the_same_data_is_refused_in_one_line(stack: Up) -> None:
    refused = _refused("up", "--data", str(stack.data), "--port", "1")
    assert refused == (
        f"xiaohao: 数据目录已有台账在运行 / another xiaohao (pid {stack.state['pid']}) already runs on {stack.data}\n"
    )
    assert stack.state["url"] == stack.url


def test_its_processes_and_its_commands_have_the_time_zone_it_was_started_in(stack: Up) -> None:
    assert stack.state["time_zone"] == "Asia/Shanghai"
    worker = psutil.Process(stack.state["processes"]["worker-1"])
    assert worker.environ()["XIAOHAO_TIME_ZONE"] == "Asia/Shanghai"


def test_a_time_zone_that_does_not_exist_is_refused_in_one_line(tmp_path: Path) -> None:
    refused = _refused("up", "--data", str(tmp_path), XIAOHAO_TIME_ZONE="Asia/Atlantis")
    assert refused == "xiaohao: XIAOHAO_TIME_ZONE: 没有时区 'Asia/Atlantis' / no time zone 'Asia/Atlantis'\n"


def test_a_port_in_use_is_refused_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = _refused("up", "--data", str(tmp_path), "--port", str(port))
    assert refused == (
        f"xiaohao: 端口 {port} 已被占用，请用 --port 另选 / port {port} is in use; choose another with --port\n"
    )


def test_a_data_folder_that_cannot_be_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = _refused("up", "--data", str(tmp_path / "file" / "data"))
    assert refused.count("\n") == 1
    assert "Not a directory" in refused


def test_external_without_addresses_is_refused_in_one_line(tmp_path: Path) -> None:
    refused = _refused("up", "--external", "--data", str(tmp_path))
    assert refused == (
        "xiaohao: --external 须在环境中设置 XIAOHAO_MONGO_URL、XIAOHAO_KAFKA / "
        "--external needs XIAOHAO_MONGO_URL and XIAOHAO_KAFKA in the environment\n"
    )


def test_a_part_that_dies_is_named_and_comes_back(stack: Up) -> None:
    before = stack.state["processes"]
    for name in ("kafka", "relay"):
        os.kill(before[name], signal.SIGKILL)
    stack.wait_for(lambda: stack.state["processes"]["kafka"] != before["kafka"], "kafka is back")
    stack.wait_for(lambda: stack.state["processes"]["relay"] != before["relay"], "the relay is back")
    said = "".join(stack.said)
    assert "kafka died (by signal 9), starting it again in 0.5 s" in said
    assert "relay died (by signal 9), starting it again in 0.5 s" in said
    stack.wait_for(lambda: _is_ready(stack), "all answers again")


def test_a_killed_supervisor_takes_all_with_it_and_the_next_start_goes_on_with_the_data(stack: Up) -> None:
    report = make.site_visit(project_code=PROJECT)
    stack.wait_for(lambda: _send(stack, report) in {200, 202}, "a report is taken, also just after Kafka came back")
    assert _receipt(stack, report["report_id"]) == "in_ledger"
    tokens, processes = stack.credentials, [psutil.Process(pid) for pid in stack.state["processes"].values()]
    stack.kill()
    _, alive = psutil.wait_procs(processes, timeout=10)
    assert alive == []
    assert DataFolder(stack.data).running() is None
    stack.start()
    assert stack.credentials == tokens
    assert _receipt(stack, report["report_id"]) == "in_ledger"
    assert _send(stack, report) == 200


def test_sigterm_ends_all_in_order(stack: Up) -> None:
    processes = stack.state["processes"]
    ends = _ends(stack, processes)
    assert sorted(processes, key=lambda name: ends[name])[-3:] == ["relay", "kafka", "mongod"]
    assert ends["api"] <= min(ends["worker-1"], ends["worker-2"])
    assert not (stack.data / "stack.json").exists()


@pytest.mark.parametrize("part", ["kafka", "mongod"])
def test_a_data_folder_that_lost_a_part_is_not_begun_anew_unless_told_to(stack_of_module: Up, part: str) -> None:
    stack = stack_of_module
    if stack.running:
        stack.stop()
    (stack.data / part).rename(stack.data / f"{part}.elsewhere")
    refused = _refused("up", "--data", str(stack.data), "--port", str(stack.port))
    assert refused.count("\n") == 1
    assert f"the data folder had parts that are missing: {stack.data / part} (" in refused
    assert "--begin-anew" in refused
    assert not (stack.data / part).exists()
    stack.options = (*stack.options, "--begin-anew")
    try:
        stack.start()
    finally:
        stack.options = stack.options[:-1]
    assert f"{stack.data / part} (" in "".join(stack.said)
    assert httpx.get(f"{stack.url}/readyz").status_code == 200


def _small_files(folder: Path) -> list[Path]:
    """What stands in a folder beside the data of the parts themselves: papers, keys, logs."""
    own = (path for path in folder.iterdir() if path.name not in {"mongod", "kafka"})
    return [path for top in own for path in (top, *top.rglob("*")) if path.is_file()]


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "cli", *arguments]


def _refused(*arguments: str, **told: str) -> str:
    """What a command that must fail says on standard error, told this by the environment; it prints nothing."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XIAOHAO_")} | told
    done = subprocess.run(_command(*arguments), capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 1
    assert done.stdout == ""
    return done.stderr


def _is_ready(stack: Up) -> bool:
    try:
        return httpx.get(f"{stack.url}/readyz").status_code == 200
    except httpx.TransportError:
        return False


def _send(stack: Up, report: dict[str, object]) -> int:
    return httpx.post(f"{stack.url}/v1/site-visits", json=report, headers=_login(stack), timeout=30).status_code


def _receipt(stack: Up, report_id: str) -> str:
    answer = httpx.get(f"{stack.url}/v1/receipts/{report_id}?wait=20", headers=_login(stack), timeout=30)
    return str(answer.json()["status"])


def _login(stack: Up) -> dict[str, str]:
    return {"Authorization": f"Bearer {stack.credentials[INSPECTOR]['token']}"}


def _ends(stack: Up, processes: dict[str, int]) -> dict[str, float]:
    """Stop the stack; when each process was first seen gone, by a steady clock."""
    assert stack.process is not None
    stack.process.terminate()
    ends: dict[str, float] = {}
    while len(ends) < len(processes) and stack.process.poll() is None:
        now = time.monotonic()
        ends |= {name: now for name, pid in processes.items() if name not in ends and not _lives(pid)}
        time.sleep(0.005)
    assert stack.process.wait(60) == 0
    return {name: ends.get(name, time.monotonic()) for name in processes}


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
