"""Knows a stack's data folder: who holds it, its space, its ports, what runs on it, the logs."""

import fcntl
import json
import os
import shlex
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Annotated, Any, Final

from pydantic import Field, TypeAdapter, ValidationError

from ledger.groundwork.process_settings import DEFAULT_ZONE
from ledger.groundwork.whole_file import replacing
from mobile_schema.topics import PREFIX
from stack.processes.child import OTHERS_NOTHING
from stack.processes.faults import StackError
from stack.processes.secrets import make_private, without_secrets
from stack.processes.settings import settings

START_FLOOR_MIB: Final = 1024
RUN_FLOOR_MIB: Final = 128
_LOG_CAP_BYTES: Final = 10 * 1024 * 1024
_Port = Annotated[int, Field(ge=1, le=65535)]


@dataclass(frozen=True, slots=True)
class RunningStack:
    """What `stack.json` says while a stack is ready: addresses, process ids, clock, time zone, its API."""

    pid: int
    url: str
    mongo_url: str
    kafka: str
    clock: str
    processes: dict[str, int]
    time_zone: str = DEFAULT_ZONE
    instance: str = ""
    secret_left_out: bool = False
    topic_prefix: str = ""

    @property
    def embedded(self) -> bool:
        """Whether it runs a mongod and a Kafka of its own."""
        return "mongod" in self.processes


def _of_our_topics(running: RunningStack) -> RunningStack:
    if running.topic_prefix != PREFIX:
        raise StackError(
            f"台账的主题前缀为 {running.topic_prefix!r}，请用同一设置 / "
            f"the stack was started with XIAOHAO_TOPIC_PREFIX={running.topic_prefix!r}: give this command the same"
        )
    return running


def default_folder() -> Path:
    """Where a stack keeps its data unless told otherwise (XDG data home)."""
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "xiaohao"


class DataFolder:
    """One data folder; at most one stack runs on it."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().absolute()
        self.stack_file = self.path / "stack.json"
        self.credentials_file = self.path / "credentials.json"
        self.administrator_file = self.path / "administrator"
        self.mongod_key_file = self.path / "keys" / "mongod"
        self.mongo_url_file = self.path / "keys" / "mongo-url"
        self.logs = self.path / "logs"
        self._lock: IO[str] | None = None

    @property
    def started_by(self) -> str:
        """What a shell takes to start a stack here, whatever the folder is called."""
        return f"xiaohao up --data {shlex.quote(str(self.path))}"

    def hold(self) -> None:
        """Make the folder and hold it until this process ends. Raises StackError when another stack has it.

        From here on whatever this process makes, and what an earlier one left in the folder, is its owner's alone.
        """
        os.umask(OTHERS_NOTHING)
        self.logs.mkdir(parents=True, exist_ok=True)
        lock = (self.path / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise StackError(
                f"数据目录已有台账在运行 / another xiaohao (pid {holder}) already runs on {self.path}"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock
        make_private(self.path)

    def release(self) -> None:
        """Let another stack have it; does nothing when this one never had it."""
        if self._lock is not None:
            self.stack_file.unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    def free_mib(self) -> int:
        """Free space on its disk."""
        return shutil.disk_usage(self.path).free // (1024 * 1024)

    def require_space(self, floor_mib: int = START_FLOOR_MIB) -> None:
        """Raises StackError when its disk has less than `floor_mib` free."""
        free = self.free_mib()
        if free < floor_mib:
            raise StackError(
                f"磁盘已满，剩余 {free} MiB，至少需 {floor_mib} MiB / "
                f"the disk of {self.path} is full: {free} MiB free, at least {floor_mib} MiB needed"
            )

    def running(self) -> RunningStack | None:
        """What runs on it and is ready; None when nothing does, also after one that was killed left its file.

        Raises StackError when one runs and its file is damaged, or its topics have other names than ours.
        """
        try:
            said = self.stack_file.read_bytes()
            with (self.path / "lock").open("a+") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _of_our_topics(self._read(said))
        except FileNotFoundError:
            return None
        return None

    def ledger_url(self, running: RunningStack) -> str:
        """The address of the database of what runs here, with the password that it may ask for.

        The one of an embedded stack is kept beside its keys, another by the environment alone. Raises StackError.
        """
        if not running.secret_left_out:
            return running.mongo_url
        if running.embedded:
            return self._kept_url()
        told = settings()
        if without_secrets(told.mongo_url) != running.mongo_url:
            raise StackError(
                f"此台账的数据库须凭密码访问，而密码不存于数据目录，请照启动时设置 {told.mongo_url_told_by} / "
                f"the database of this stack asks for a password, which is not kept in its folder: set "
                f"{told.mongo_url_told_by} as it was when the stack was started ({running.mongo_url} with the password)"
            )
        return told.mongo_url

    def _kept_url(self) -> str:
        from pymongo.errors import PyMongoError  # noqa: PLC0415 - who asks is about to connect

        from ledger.mongo.connection import demand_address  # noqa: PLC0415

        try:
            kept = self.mongo_url_file.read_text(encoding="ascii")
            demand_address(kept)
        except OSError as error:
            raise StackError(f"数据库密码无法读取 / the database's password cannot be read: {error}") from None
        except (ValueError, PyMongoError):
            raise StackError(_damaged(self.mongo_url_file)) from None
        return kept

    def announce(self, running: RunningStack) -> None:
        """Write what runs on it, without a password that its database may ask for."""
        bare = without_secrets(running.mongo_url)
        left_out = running.secret_left_out or bare != running.mongo_url
        _write(self.stack_file, asdict(replace(running, mongo_url=bare, secret_left_out=left_out)))

    def remembered_ports(self) -> dict[str, int]:
        """The ports that the parts had last time; none when the file is not there or says something else."""
        try:
            return TypeAdapter(dict[str, _Port]).validate_json((self.path / "ports.json").read_bytes())
        except (FileNotFoundError, ValidationError):
            return {}

    def remember_ports(self, ports: dict[str, int]) -> None:
        """Keep the ports for next time."""
        _write(self.path / "ports.json", ports)

    def cap_logs(self) -> None:
        """Move what a log has above 10 MiB to `NAME.log.1`; the processes go on appending to the same file."""
        for log in self.logs.glob("*.log"):
            if log.stat().st_size > _LOG_CAP_BYTES:
                shutil.copyfile(log, log.with_suffix(".log.1"))
                os.truncate(log, 0)

    def _read(self, said: bytes) -> RunningStack:
        try:
            return TypeAdapter(RunningStack).validate_json(said)
        except ValidationError:
            raise StackError(_damaged(self.stack_file)) from None


def _damaged(file: Path) -> str:
    return f"{file} 已损坏,请停止后重新启动 / is damaged: stop the stack and start it again"


def _write(path: Path, content: dict[str, Any]) -> None:
    with replacing(path) as file:
        json.dump(content, file, indent=2)
