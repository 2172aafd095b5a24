"""Knows our processes as tests start them: forked from one that has our programs loaded, as loading takes longest."""

import os
import signal
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from mobile_schema.topics import PREFIX

_LOADED: Final = (
    "streams.worker.process",
    "streams.relay.relay",
    "streams.prepare.prepare",
    "api.server",
    "cli.commands",
    "play.replay.replay",
)
_CONTEXT: Final = get_context("forkserver")
_CONTEXT.set_forkserver_preload([*_LOADED])
_COMMAND: Final = "import sys; sys.argv = {!r}; from cli import main; main()"


class Process:
    """A process of its own that runs a program here; what it says is in its log, errors too unless they have a file."""

    def __init__(self, program: str, environment: dict[str, str], log: Path, errors: Path | None = None) -> None:
        self.log = log
        self._process = _CONTEXT.Process(
            target=_run, args=(program, Path.cwd(), {**os.environ, **environment}, log, errors or log)
        )
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.is_alive()

    def kill(self) -> None:
        self._process.kill()
        self._process.join()

    def wait(self, seconds: float = 30.0) -> int:
        """Its exit code. Raises TimeoutError when it does not end."""
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise TimeoutError(f"{self.pid} lives on: {self.log.read_text()}")
        return self._process.exitcode

    def stop(self) -> int:
        if self.running:
            os.kill(self.pid, signal.SIGTERM)
        return self.wait(60)


def xiaohao(*arguments: str, **told: str) -> subprocess.CompletedProcess[str]:
    """What `xiaohao …` says and how it ends, told this by the environment; nobody is there to answer it."""
    with TemporaryDirectory() as folder:
        output, errors = Path(folder) / "output", Path(folder) / "errors"
        asked = ["xiaohao", *arguments]
        code = Process(_COMMAND.format(asked), told, output, errors).wait(120)
        return subprocess.CompletedProcess(asked, code, output.read_text("utf-8"), errors.read_text("utf-8"))


def _run(program: str, folder: Path, environment: dict[str, str], log: Path, errors: Path) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for stream, file in ((1, log), (2, errors)):
        with file.open("ab") as output:
            os.dup2(output.fileno(), stream)
    if environment.get("XIAOHAO_TOPIC_PREFIX", "") != PREFIX:
        # What is loaded has read this already.
        os.execve(sys.executable, [sys.executable, "-c", program], environment)
    exec(program, {"__name__": "__main__"})
