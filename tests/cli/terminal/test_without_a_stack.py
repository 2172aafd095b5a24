"""What the command answers where no stack runs, no sample person is, or a span ends before it begins."""

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.commands import app
from ledger.policy.versions import shipped_text
from play.client.credentials import how_to_sign
from stack.processes.data_folder import DataFolder, RunningStack
from stack.processes.ports import LOOPBACK
from tests.cli.conftest import Run
from tests.exchange.tables.works import HEADER, MAPPING
from tests.factories import OWN_REGISTRY

SHIPPED = "没有运行的台账,以下为随软件附带的内容 / no stack runs: this is what comes with the software"


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run `xiaohao …` where nothing names a stack and none runs."""
    monkeypatch.delenv("XIAOHAO_MONGO_URL", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-home"))
    return lambda *arguments: CliRunner().invoke(app, arguments, catch_exceptions=False)


@pytest.fixture
def held(tmp_path: Path) -> DataFolder:
    """The data folder of a stack that says it runs."""
    folder = DataFolder(tmp_path / "held")
    folder.hold()
    folder.announce(RunningStack(1, "http://127.0.0.1:8710", "mongodb://127.0.0.1:9/x", "k", "system", {}))
    return folder


def test_the_version_is_told(alone: Run) -> None:
    assert alone("--version").stdout == f"xiaohao {version('xiaohao')}\n"


def test_the_policies_that_ship_are_listed(alone: Run) -> None:
    told = alone("policy", "list")
    assert (told.exit_code, told.stderr.strip()) == (0, SHIPPED)
    assert {"13710", "three-sheets", "before-due"} <= {line.split()[0] for line in told.stdout.splitlines()}
    assert "—" in told.stdout


def test_the_calendar_that_ships_is_shown(alone: Run) -> None:
    told = alone("calendar", "show", "--region", "140105", "--year", "2025")
    assert (told.exit_code, told.stderr.strip()) == (0, SHIPPED)
    assert "11班" in told.stdout


@pytest.mark.parametrize("command", [["up"], ["doctor"], ["explain", "1"], ["replay", "f", "--mapping", "m"]])
def test_a_folder_without_a_name_is_none(
    alone: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = alone(*command, "--data", "")
    assert (answer.exit_code, "数据目录名为空" in answer.output, list(tmp_path.iterdir())) == (2, True, [])


def test_what_to_type_can_be_typed_whatever_the_folder_is_called(alone: Run, tmp_path: Path) -> None:
    folder = tmp_path / "销号 $HOME 'x'"
    said = alone("explain", "1", "--data", str(folder)).output
    assert shlex.split(said.partition("start one with ")[2])[:4] == ["xiaohao", "up", "--data", str(folder)]


@pytest.mark.parametrize("command", [("policy", "list"), ("calendar", "show", "--region", "140105", "--year", "2026")])
def test_a_stack_that_was_named_must_run(alone: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    told = alone(*command, "--data", str(tmp_path / "nowhere"))
    assert (told.exit_code, told.stdout) == (1, "")
    assert "no stack runs on" in told.stderr


@pytest.mark.parametrize(
    "command", [("policy", "simulate", "13710"), ("escalation", "audit")], ids=["simulate", "audit"]
)
def test_a_span_that_ends_before_it_begins_is_refused(alone: Run, command: tuple[str, ...]) -> None:
    told = alone(*command, "--from", "2026-03-02", "--to", "2026-03-01")
    assert told.exit_code == 1
    assert "--from" in told.stderr


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_without_a_moment_everywhere_is_refused(alone: Run, day: str) -> None:
    assert "outside 1970-01-01 to 9000-12-31" in alone("escalation", "audit", "--from", day).stderr
    assert alone("policy", "simulate", "13710", "--to", day).exit_code == 2
    assert alone("policy", "adopt", "13710@1", "--from", day).exit_code != 0


def test_moving_says_how_to_sign_where_no_sample_people_are(alone: Run, held: DataFolder) -> None:
    move = ("policy", "move", "13710@1", "ours@1", "--reason", "省办", "--data", str(held.path))
    said = " ".join(how_to_sign("http://127.0.0.1:8710", f" --data {held.path}").split())
    assert said in " ".join(alone(*move).stderr.split())
    held.credentials_file.write_text("{}", encoding="utf-8")
    assert "xiaohao token issue PERSON" in alone(*move).stderr
    assert "xiaohao token issue PERSON" in alone(*move, "--as", "nobody").stderr


@pytest.mark.parametrize("reason", ["", " ", "。", "\u200b"])
@pytest.mark.parametrize(
    "command",
    [
        ("policy", "move", "13710@1", "ours@1"),
        ("registry", "import", "people.yaml"),
        ("unit", "add", "x", "--name", "x", "--region", "140107"),
        ("unit", "rename", "x", "y"),
        ("unit", "retire", "x"),
        ("unit", "split", "x", "y"),
        ("deadletters", "skip", "field.site-visits.v1/0", "0"),
    ],
)
def test_a_reason_that_says_nothing_is_refused_before_anything_is_done(
    alone: Run, command: tuple[str, ...], reason: str
) -> None:
    told = alone(*command, "--reason", reason)
    assert (told.exit_code, told.stdout) == (2, "")
    assert "请写明理由" in told.stderr


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("oa", "webhook", "https://oa.example.org/x", "--address-env", "ROBOT"), "an address and --address-env"),
        (("oa", "webhook", "", "--address-env", "ROBOT"), "an address and --address-env"),
        (("oa", "webhook", "x", "--secret-env", "SIGN", "--ask-secret"), "--secret-env and --ask-secret"),
    ],
)
def test_what_is_told_twice_is_refused(
    alone: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], said: str
) -> None:
    monkeypatch.setenv("ROBOT", "https://other.example.org/x")
    monkeypatch.setenv("SIGN", "SEC0123456789")
    told = alone("channel", "add", *command)
    assert (told.exit_code, said in " ".join(told.stderr.replace("│", " ").split())) == (2, True)


@pytest.mark.parametrize("process", ["prepare", "worker", "relay", "deliver", "api"])
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "未设置 XIAOHAO_MONGO_URL / XIAOHAO_MONGO_URL is not set"),
        ("here", "XIAOHAO_MONGO_URL: Invalid URI scheme"),
        ("mongodb://127.0.0.1:9", "XIAOHAO_MONGO_URL: MongoDB 地址须写明数据库 / the MongoDB URL must name a database"),
    ],
)
def test_a_process_says_in_a_line_what_the_environment_gets_wrong(
    alone: Run, monkeypatch: pytest.MonkeyPatch, process: str, url: str, said: str
) -> None:
    monkeypatch.setenv("XIAOHAO_MONGO_URL", url)
    monkeypatch.setenv("XIAOHAO_KAFKA", "127.0.0.1:9")
    told = alone(process)
    assert (told.exit_code, len(told.stderr.splitlines())) == (1, 1)
    assert told.stderr.startswith(f"xiaohao: {said}")


@pytest.mark.parametrize("command", ["prepare", "deliver", "alive worker", "doctor --external", "token history"])
@pytest.mark.parametrize("url", ["here", "mongodb://127.0.0.1:9", "mongodb://127.0.0.1:9/x?tls=true&tlsCAFile=none"])
def test_an_address_out_of_a_file_is_wrong_by_the_name_of_that_variable(
    alone: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str, url: str
) -> None:
    (tmp_path / "url").write_text(url)
    monkeypatch.setenv("XIAOHAO_MONGO_URL_FILE", str(tmp_path / "url"))
    monkeypatch.setenv("XIAOHAO_KAFKA", "127.0.0.1:9")
    told = alone(*command.split())
    assert (told.exit_code, len(told.stderr.splitlines())) == (1, 1)
    assert told.stderr.startswith("xiaohao: XIAOHAO_MONGO_URL_FILE: ")


def test_a_health_check_that_is_told_no_database_says_so(alone: Run) -> None:
    told = alone("alive", "worker")
    assert (told.exit_code, told.stderr) == (1, "xiaohao: 未设置 XIAOHAO_MONGO_URL / XIAOHAO_MONGO_URL is not set\n")


def test_explaining_says_how_to_sign(alone: Run) -> None:
    told = alone("explain", "140105-2026-00002", "--url", "http://127.0.0.1:8710")
    assert (told.exit_code, "xiaohao token issue PERSON" in told.stderr) == (1, True)


@pytest.mark.parametrize("said", [b"", b"[]", b'{"a": 1}', b"\xff\xfe", b'{"a": {"token": "SECRET"}}', b"[" * 100_000])
def test_damaged_credentials_are_one_sentence_that_repeats_no_token(alone: Run, held: DataFolder, said: bytes) -> None:
    held.credentials_file.write_bytes(said)
    told = alone("policy", "move", "13710@1", "ours@1", "--reason", "省办", "--data", str(held.path))
    assert (told.exit_code, len(told.stderr.splitlines())) == (1, 1)
    assert "no credentials file" in told.stderr
    assert "SECRET" not in told.stderr


def test_a_damaged_stack_file_says_what_to_do(alone: Run, held: DataFolder) -> None:
    for said in (b"[]", b'{"pid": "x"}', b"\xff"):
        held.stack_file.write_bytes(said)
        told = alone("token", "issue", "somebody", "--data", str(held.path))
        assert (told.exit_code, len(told.stderr.splitlines())) == (1, 1)
        assert "stop the stack and start it again" in told.stderr


def shell(words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What `xiaohao` does under a shell's redirections; its exit code is the last word it says."""
    line = words.replace("xiaohao", f"{sys.executable} -m cli")
    env = os.environ | {"XDG_DATA_HOME": str(folder)}
    return subprocess.run(["bash", "-c", line], capture_output=True, encoding="utf-8", env=env, check=False, timeout=60)


@pytest.mark.parametrize(
    ("words", "code", "err"),
    [
        ("xiaohao policy schema >&-", 0, ""),
        ("xiaohao policy schema >&- 2>&-", 0, ""),
        ("xiaohao token issue x 2>&-", 1, ""),
        ("xiaohao policy schema >/dev/full", 1, "xiaohao: [Errno 28] No space left on device\n"),
        ("set -o pipefail; xiaohao policy schema | true", 1, ""),
        ("xiaohao policy list <&- 2>/dev/null >/dev/null", 0, ""),
    ],
)
def test_outputs_that_are_closed_or_full_end_it_in_order(words: str, code: int, err: str, tmp_path: Path) -> None:
    done = shell(words, tmp_path)
    assert done.stderr == err
    assert done.returncode in {code, 0} if "pipefail" in words else done.returncode == code


def test_ctrl_c_ends_it_without_a_traceback(tmp_path: Path) -> None:
    program = "from cli.terminal.leaving import in_order\nwith in_order(): raise KeyboardInterrupt"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (130, b"", "xiaohao: 已中断 / interrupted\n")


def test_ctrl_c_while_its_commands_are_loaded_is_answered_in_a_sentence() -> None:
    program = """
import sys
class Interrupted:
    @staticmethod
    def find_spec(name, *_):
        if name == "typer":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted)
from cli import main
main()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (130, b"", "xiaohao: 已中断 / interrupted\n")


@pytest.mark.parametrize(
    "words", ["registry import {file}", "policy enter {policy}", "replay {rows} --mapping {mapping}"]
)
def test_ctrl_c_while_the_other_side_keeps_silent_is_answered_in_a_sentence(words: str, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN_REGISTRY, encoding="utf-8")
    (tmp_path / "ours.yaml").write_text(shipped_text("13710@1").replace("13710", "ours"), encoding="utf-8")
    (tmp_path / "rows.csv").write_text(f"{HEADER}\n", encoding="utf-8")
    (tmp_path / "works.yaml").write_text(MAPPING, encoding="utf-8")
    with socket.create_server((LOOPBACK, 0)) as silent:
        address = f"{LOOPBACK}:{silent.getsockname()[1]}"
        files = {"file": "own.yaml", "policy": "ours.yaml", "rows": "rows.csv", "mapping": "works.yaml"}
        named = {name: tmp_path / file for name, file in files.items()}
        asked = words.format(**named).split()
        over = ["--url", f"http://{address}", "--token", "t"] if asked[0] == "replay" else []
        told = {"XDG_DATA_HOME": str(tmp_path), "XIAOHAO_MONGO_URL": f"mongodb://{address}/xiaohao"}
        run = subprocess.Popen(
            [sys.executable, "-m", "cli", *asked, *over],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | told,
            # Who runs the tests in the background has them ignore it, and so would this.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread here forks
        )
        silent.settimeout(60)
        silent.accept()
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=60)
    # Python ends by the signal itself where the interrupt met a text that it ran (the making of a dataclass): a shell
    # says 130 of both.
    assert run.returncode in {130, -signal.SIGINT}
    assert (out, err.decode()) == (b"", "xiaohao: 已中断 / interrupted\n")


def test_an_output_that_takes_ascii_alone_gets_numbers_for_the_other_marks(tmp_path: Path) -> None:
    env = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "XDG_DATA_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "cli", "calendar", "show", "--region", "140105", "--year", "2026"]
    done = subprocess.run(command, capture_output=True, env=env, check=False, timeout=60)
    assert done.returncode == 0
    assert (done.stdout + done.stderr).isascii()
    assert "\\u6ca1\\u6709" in done.stderr.decode()
    assert "no stack runs: this is what comes with the software" in done.stderr.decode()


@pytest.mark.parametrize("said", ["[]", "7", '{"mongod": "x"}', '{"mongod": 0}', '{"kafka": 99999}', "{", "\0", "null"])
def test_malformed_ports_are_ports_that_nobody_remembers(said: str, tmp_path: Path) -> None:
    (tmp_path / "ports.json").write_text(said, encoding="utf-8")
    assert DataFolder(tmp_path).remembered_ports() == {}
    DataFolder(tmp_path).remember_ports({"mongod": 12_345})
    assert json.loads((tmp_path / "ports.json").read_text()) == DataFolder(tmp_path).remembered_ports()
