"""Knows what one check found: of which part, whether it is well, and what to do when it is not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kafka.errors import KafkaError
from pymongo.errors import PyMongoError

_AWAY = (KafkaError, PyMongoError, OSError)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `do` is empty when nothing is wrong."""

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
        return [Finding(part, f"cannot be asked: {first_line[:200]}", when_away)]
