"""Knows which processes a stack is made of, what their environment says, and in which order they end."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from ledger.groundwork.process_settings import DEFAULT_ZONE
from stack.processes.data_folder import DataFolder
from stack.processes.faults import StackError
from stack.processes.ports import LOOPBACK
from stack.processes.settings import settings
from stack.supervisor.part import Command, Part
from stack.supervisor.readiness import api_ready

DEFAULT_PORT: Final = 8710


@dataclass(frozen=True, slots=True)
class StackOptions:
    """What the person who starts a stack chooses."""

    data: Path
    port: int = DEFAULT_PORT
    workers: int = 1
    samples: bool = False
    external: bool = False
    time_zone: str = DEFAULT_ZONE
    relays: int = 1
    system_clock: bool = False
    admin_file: Path | None = None

    @property
    def clock(self) -> str:
        """The kind of clock: only an embedded stack's can be moved, unless it is used in earnest."""
        return "system" if self.external or self.system_clock else "movable"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the database and the broker of a stack answer; `mongo_url_file` says the former too, if there is one."""

    mongo_url: str
    kafka: str
    mongo_url_file: Path | None = None

    @property
    def told(self) -> dict[str, str]:
        """What a process is told of them: the file rather than what it holds, which has a password."""
        file = self.mongo_url_file
        return {
            "XIAOHAO_MONGO_URL": self.mongo_url if file is None else "",
            "XIAOHAO_MONGO_URL_FILE": "" if file is None else str(file),
            "XIAOHAO_KAFKA": self.kafka,
        }


def external_addresses() -> Addresses:
    """The addresses that the environment names. Raises StackError when one is missing."""
    told = settings()
    needed = {"XIAOHAO_MONGO_URL": told.mongo_url, "XIAOHAO_KAFKA": told.kafka}
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise StackError(
            f"--external 须在环境中设置 {'、'.join(missing)} / "
            f"--external needs {' and '.join(missing)} in the environment"
        )
    return Addresses(told.mongo_url, told.kafka, told.mongo_url_file)


@dataclass(frozen=True, slots=True)
class OwnProcesses:
    """Our own processes of one stack, not yet started."""

    prepare: Command
    workers: list[Part]
    relays: list[Part]
    deliver: Part
    api: Part
    instance: str  # what this stack's API answers to, so that no other process on its port passes for it

    @property
    def lasting(self) -> list[Part]:
        """Those that run as long as the stack."""
        return [*self.workers, *self.relays, self.deliver, self.api]


def own_processes(options: StackOptions, folder: DataFolder, addresses: Addresses) -> OwnProcesses:
    """Our own processes, set up for these addresses."""
    env = {
        **addresses.told,
        "XIAOHAO_CLOCK": options.clock,
        "XIAOHAO_TIME_ZONE": options.time_zone,
        "XIAOHAO_DATA": str(folder.path),
    }
    if not options.external:
        env["XIAOHAO_KAFKA_PROTOCOL"] = "PLAINTEXT"
    admin_file = (options.admin_file or folder.administrator_file).absolute()
    people = (
        ["--samples", "--credentials", str(folder.credentials_file)]
        if options.samples
        else ["--admin-file", str(admin_file)]
    )
    serve = ["api", "--host", LOOPBACK, "--port", str(options.port)]
    instance = secrets.token_hex(8)
    ports = _metrics_ports()
    return OwnProcesses(
        prepare=Command("prepare", ["prepare", *people], folder.logs, env),
        workers=[
            Command(f"worker-{n}", ["worker"], folder.logs, env | next(ports)) for n in range(1, options.workers + 1)
        ],
        relays=[Command(name, ["relay"], folder.logs, env | next(ports)) for name in _relay_names(options.relays)],
        deliver=Command("deliver", ["deliver"], folder.logs, env | next(ports)),
        api=Command(
            "api",
            serve,
            folder.logs,
            env | {"XIAOHAO_INSTANCE": instance},
            ready=lambda: api_ready(options.port, instance),
        ),
        instance=instance,
    )


def _relay_names(relays: int) -> list[str]:
    return ["relay"] if relays == 1 else [f"relay-{n}" for n in range(1, relays + 1)]


def _metrics_ports() -> Iterator[dict[str, str]]:
    """What each process without HTTP of its own is told: the port that `up` was given, the next, and so on."""
    first = settings().metrics_port
    return ({"XIAOHAO_METRICS_PORT": str(port)} if first else {} for port in count(first or 0))
