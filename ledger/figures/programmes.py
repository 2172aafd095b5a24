"""Knows in which programmes (重点工程, 转型) a project is: as its figure says, else as the registry has it now."""

from collections.abc import Iterable
from typing import Protocol

from ledger.registry.entries import Project
from mobile_schema.reports.figure import Programme


class SaysProgrammes(Protocol):
    """What may say whether a project is in each programme: a figure, or what was made of one."""

    @property
    def key_project(self) -> bool | None: ...

    @property
    def transition(self) -> bool | None: ...


def is_in(programmes: Iterable[str], last: SaysProgrammes | None, project: Project | None) -> bool | None:
    """Whether a project is in all of these; None where nobody said so of one, and of none that it is not."""
    said = [_said(each, last, project) for each in programmes]
    return False if False in said else None if None in said else True


def programmes_of(last: SaysProgrammes | None, project: Project | None) -> list[Programme]:
    """Those that a project is in."""
    return [each for each in Programme if is_in([each], last, project)]


def _said(programme: str, last: SaysProgrammes | None, project: Project | None) -> bool | None:
    told: bool | None = getattr(last, programme, None)
    return getattr(project, programme, None) if told is None else told
