"""A process of the stack that is meant to end is waited for by its end alone, whenever that comes."""

from pathlib import Path

import pytest

from stack.processes.child import Child
from stack.processes.faults import StackError


@pytest.mark.parametrize(("how", "code"), [("exit 0", 0), ("sleep 0.2", 0), ("exit 3", 3)])
def test_how_one_ended_is_told_whether_it_ended_before_or_while_it_was_waited_for(
    how: str, code: int, tmp_path: Path
) -> None:
    child = Child("once", ["sh", "-c", how], tmp_path / "once.log")
    child.start()
    assert child.wait_exit(30) == code


def test_one_that_does_not_end_is_given_up(tmp_path: Path) -> None:
    child = Child("once", ["sleep", "60"], tmp_path / "once.log")
    child.start()
    with pytest.raises(StackError, match="did not end in 0 s"):
        child.wait_exit(0)
    child.kill()
