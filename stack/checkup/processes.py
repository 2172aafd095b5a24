"""Knows whether the processes of a running stack live, its API answers and its disk has room."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import psutil

from stack.checkup.finding import Finding
from stack.processes.data_folder import RUN_FLOOR_MIB, START_FLOOR_MIB, DataFolder, RunningStack
from stack.supervisor.readiness import api_ready


def processes(running: RunningStack) -> Iterator[Finding]:
    """The processes, their memory, and the API."""
    dead = [name for name, pid in running.processes.items() if not psutil.pid_exists(pid)]
    alive = {name: pid for name, pid in running.processes.items() if name not in dead}
    says = ", ".join(f"{name} {_mebibytes(pid)} MiB" for name, pid in alive.items())
    advice = "会自动重新启动，原因见 DATA/logs / the supervisor starts it again; see DATA/logs for why it died"
    yield Finding("processes", f"{says}; 已退出 / dead: {', '.join(dead)}" if dead else says, advice if dead else "")
    ready = api_ready(urlsplit(running.url).port or 80, running.instance)
    how = "已就绪 / answers ready" if ready else "未就绪 / does not answer ready"
    yield Finding("api", f"{running.url}/readyz {how}", _api_advice(ready))


def disk(folder: DataFolder) -> Finding:
    """The room on the data folder's disk."""
    free = folder.free_mib()
    advice = (
        f"请腾出空间，启动须剩余 {START_FLOOR_MIB} MiB，低于 {RUN_FLOOR_MIB} MiB 即停止 / "
        f"make room: a stack starts with {START_FLOOR_MIB} MiB free and stops below {RUN_FLOOR_MIB} MiB"
    )
    says = f"剩余 {free} MiB / {free} MiB free at {folder.path}"
    return Finding("disk", says, advice if free < START_FLOOR_MIB else "")


def _api_advice(ready: bool) -> str:
    return "" if ready else "查看其他各项及 DATA/logs/api.log / see what the other findings say, and DATA/logs/api.log"


def _mebibytes(pid: int) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss) // (1024 * 1024)
    except psutil.NoSuchProcess:
        return 0
