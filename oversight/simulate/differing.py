"""Knows the issues on which two policies differ: how many fire more, how many fewer, and by name where it is most."""

from bisect import insort
from dataclasses import dataclass, field
from typing import Final, NamedTuple

MOST_NAMED: Final = 200


class Apart(NamedTuple):
    """One issue, and how many steps fired: under the policy, and beside it."""

    id: str
    serial: str
    would: int
    did: int


@dataclass(slots=True)
class Differing:
    """How many issues there are of each sort, and those furthest apart, so that any number of histories fits."""

    more: int = 0
    fewer: int = 0
    furthest: list[Apart] = field(default_factory=list)

    def note(self, apart: Apart) -> None:
        """Count an issue, if it fires another number of times."""
        if apart.would == apart.did:
            return
        self.more += apart.would > apart.did
        self.fewer += apart.would < apart.did
        self._keep([apart])

    def add(self, other: "Differing") -> None:
        """Take in those of other issues."""
        self.more += other.more
        self.fewer += other.fewer
        self._keep(other.furthest)

    def _keep(self, some: list[Apart]) -> None:
        for each in some:
            insort(self.furthest, each, key=_rank)
            del self.furthest[MOST_NAMED:]


def _rank(apart: Apart) -> tuple[int, str]:
    return -abs(apart.would - apart.did), apart.serial
