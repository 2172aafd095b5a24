"""Knows what one check found: of which part, whether it is well, and what to do when it is not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from kafka.errors import KafkaError
from pymongo.errors import PyMongoError

PREPARE: Final = "运行 xiaohao prepare（xiaohao up 会自动运行） / run `xiaohao prepare` (part of `xiaohao up`)"
"""What to do where something is missing that it lays down."""
_AWAY = (KafkaError, PyMongoError, OSError)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `part` is a name for programs, too; `says` and `do` are for people, in both
    languages; `do` is empty when nothing is wrong."""

    part: str
    says: str
    do: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.do


def looked(part: str, check: Callable[[], Iterable[Finding]], when_away: str) -> list[Finding]:
    """What `check` finds; one finding with the advice `when_away` when the part cannot even be asked."""
    try:
        return list(check())
    except _AWAY as error:
        first_line = (str(error) or type(error).__name__).splitlines()[0]
        return [Finding(part, f"无法查询 / cannot be asked: {first_line[:200]}", when_away)]
