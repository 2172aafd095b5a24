"""A data folder has one holder, refuses a full disk, and forgets a stack that was killed."""

from dataclasses import replace
from pathlib import Path

import pytest

from stack.processes.data_folder import DataFolder, RunningStack
from stack.processes.faults import StackError

RUNNING = RunningStack(1, "http://127.0.0.1:8710", "mongodb://127.0.0.1/xiaohao", "127.0.0.1:9092", "movable", {})


def test_a_full_disk_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(
        StackError, match=r"^磁盘已满，.* / the disk of .* is full: \d+ MiB free, at least \d+ MiB needed$"
    ):
        DataFolder(tmp_path).require_space(floor_mib=2**40)


def test_one_folder_has_one_holder(tmp_path: Path) -> None:
    first, second = DataFolder(tmp_path), DataFolder(tmp_path)
    first.hold()
    with pytest.raises(StackError, match=r"^数据目录已有台账在运行 / another xiaohao \(pid \d+\) already runs on "):
        second.hold()
    second.release()
    first.release()
    second.hold()
    second.release()


def test_only_a_holder_has_a_running_stack(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.hold()
    folder.announce(RUNNING)
    assert DataFolder(tmp_path).running() == RUNNING
    left_behind = folder.stack_file.read_text()
    folder.release()
    folder.stack_file.write_text(left_behind)
    assert DataFolder(tmp_path).running() is None


@pytest.mark.parametrize("kept", [b"", b"\xff\x00", b"garbage", b"mongodb://127.0.0.1:27017", b"mongodb://[/x"])
def test_an_address_that_was_made_garbage_while_the_stack_runs_is_told_by_its_file(tmp_path: Path, kept: bytes) -> None:
    folder = DataFolder(tmp_path)
    folder.mongo_url_file.parent.mkdir()
    running = replace(RUNNING, processes={"mongod": 1}, secret_left_out=True)
    whole = "mongodb://xiaohao:secret@127.0.0.1:27017/xiaohao?replicaSet=rs0"
    folder.mongo_url_file.write_text(whole)
    assert folder.ledger_url(running) == whole
    folder.mongo_url_file.write_bytes(kept)
    with pytest.raises(StackError, match=r"keys/mongo-url 已损坏.* / is damaged: stop the stack and start it again$"):
        folder.ledger_url(running)


def test_a_log_that_grew_too_long_is_moved_aside(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.logs.mkdir()
    log = folder.logs / "kafka.log"
    log.write_bytes(b"x" * (10 * 1024 * 1024 + 1))
    folder.cap_logs()
    assert log.stat().st_size == 0
    assert (folder.logs / "kafka.log.1").stat().st_size == 10 * 1024 * 1024 + 1
