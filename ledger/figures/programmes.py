"""Knows in which programmes (重点工程, 转型项目) a project is: by its figure, before the first by the registry."""

from collections.abc import Iterable
from typing import Protocol

from mobile_schema.reports.figure import Programme


class SaysProgrammes(Protocol):
    """What may say whether a project is in each: a figure, what was made of one, or its entry in the registry."""

    @property
    def key_project(self) -> bool | None: ...

    @property
    def transition(self) -> bool | None: ...


def is_in(programmes: Iterable[str], said: SaysProgrammes) -> bool | None:
    """Whether it is in all of these; None where nobody said so of one, and of none that it is not."""
    told = [getattr(said, each) for each in programmes]
    return False if False in told else None if None in told else True


def programmes_of(last: SaysProgrammes | None, project: SaysProgrammes | None) -> list[Programme]:
    """Those that it is in: by its last figure, which rankings and boards count; before the first, by the registry."""
    said = project if last is None else last
    return [] if said is None else [each for each in Programme if is_in([each], said)]
