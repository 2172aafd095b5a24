"""Knows how a part that died comes back: named, after a pause that doubles while it keeps dying."""

from collections.abc import Callable
from typing import Final

from stack.processes.child import Child
from stack.processes.faults import StackError
from stack.supervisor.part import Part

FIRST_PAUSE_SECONDS: Final = 0.5
LONGEST_PAUSE_SECONDS: Final = 30.0
_STEADY_SECONDS: Final = 60.0
_WORDS: Final = 200


class Keeper:
    """Keeps one part running. The present, in seconds of a steady clock, is handed in with each look."""

    def __init__(self, part: Part, say: Callable[[str], None]) -> None:
        self.part = part
        self._say = say
        self._pause = FIRST_PAUSE_SECONDS
        self._up_since: float | None = None
        self._again_at: float | None = None

    def look(self, now: float) -> bool:
        """See whether the part runs, and start it again when its pause is over; True when it was started."""
        child = self.part.child
        if child.running:
            self._up_since = now if self._up_since is None else self._up_since
            return False
        if self._again_at is None:
            self._plan_restart(now)
        if self._again_at is not None and now >= self._again_at:
            return self._start_again(now)
        return False

    def _plan_restart(self, now: float) -> None:
        if self._up_since is not None and now - self._up_since >= _STEADY_SECONDS:
            self._pause = FIRST_PAUSE_SECONDS
        child = self.part.child
        self._say(
            f"{child.name} 已退出，{self._pause:g} 秒后重新启动 / "
            f"{child.name} died ({_how(child)}), starting it again in {self._pause:g} s; log: {child.log}"
        )
        self._again_at = now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)

    def _start_again(self, now: float) -> bool:
        self._again_at, self._up_since = None, now
        try:
            self.part.launch()
        except StackError as error:
            self._say(f"{self.part.child.name}: {error}")
            self._again_at = now + self._pause
            return False
        self._say(
            f"{self.part.child.name} 已重新启动 / {self.part.child.name} started again (pid {self.part.child.pid})"
        )
        return True


def _how(child: Child) -> str:
    """A killed process had no time to say why; another's last line usually does."""
    if child.exit_code is not None and child.exit_code < 0:
        return f"by signal {-child.exit_code}"
    return f"exit code {child.exit_code}: {child.last_words()[:_WORDS]}"
