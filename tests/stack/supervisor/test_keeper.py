"""A part that keeps dying comes back after longer and longer pauses; time is handed in."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from stack.processes.child import Child
from stack.supervisor.keeper import LONGEST_PAUSE_SECONDS, Keeper


@dataclass
class Failing:
    """A part whose process says something and fails at once."""

    child: Child

    def launch(self) -> None:
        self.child.start()

    def wait_ready(self) -> None:
        self.child.wait_end()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def keeper(tmp_path: Path, said: list[str]) -> Keeper:
    child = Child("broken", ["sh", "-c", "echo no such setting; exit 3"], tmp_path / "broken.log")
    child.start()
    child.wait_end()
    return Keeper(Failing(child), said.append)


def test_the_dead_are_named_with_how_and_why(keeper: Keeper, said: list[str]) -> None:
    keeper.look(0)
    assert said[0].startswith(
        "broken 已退出，0.5 秒后重新启动 / broken died (exit code 3: no such setting), starting it again in 0.5 s"
    )


def test_the_pause_doubles_up_to_a_limit(keeper: Keeper) -> None:
    assert _starts(keeper, until=16)[:5] == [0.5, 1.5, 3.5, 7.5, 15.5]
    later = _starts(keeper, begin=16.5, until=200)
    assert later[-1] - later[-2] == LONGEST_PAUSE_SECONDS


def test_it_is_not_started_before_its_pause_is_over(keeper: Keeper, said: list[str]) -> None:
    assert not keeper.look(0)
    assert not keeper.look(0.4)
    assert len(said) == 1


def _starts(keeper: Keeper, until: float, begin: float = 0) -> list[float]:
    """Look twice a second; when the part was started. It has failed again by the next look."""
    starts = []
    for half_seconds in range(int(begin * 2), int(until * 2) + 1):
        if keeper.look(half_seconds / 2):
            starts.append(half_seconds / 2)
            keeper.part.wait_ready()
            keeper.look(half_seconds / 2)
    return starts
