"""Knows the set that ships: the tasks T1–T30 of the notice 晋政办发〔2019〕20号, each with its units and its day."""

from datetime import date, timedelta
from importlib import resources
from typing import Final

from ledger.matters.files import Identified, read_yaml
from ledger.matters.words import NewSet

NOTICE: Final = "jinzhengbanfa-2019-20"


def notice_text() -> str:
    """The file as it ships."""
    return (resources.files("ledger.matters") / "data" / f"{NOTICE}.yaml").read_text(encoding="utf-8")


def notice_set(identified: Identified) -> NewSet:
    """The set of the notice, on the days that it names. Raises DataFileRefused."""
    return read_yaml(notice_text(), identified).entered


def as_of(entered: NewSet, day: date, set_id: str) -> NewSet:
    """The same set as if its document were of another day: every deadline moves along. Without a day it stays."""
    dated = None if entered.paper is None else entered.paper.dated_on
    if dated is None or entered.paper is None:
        return entered
    by = day - dated
    tasks = tuple(task.model_copy(update={"due_on": _moved(task.due_on, by)}) for task in entered.tasks)
    paper = entered.paper.model_copy(update={"dated_on": day})
    return entered.model_copy(
        update={"id": set_id, "paper": paper, "tasks": tasks, "due_on": _moved(entered.due_on, by)}
    )


def _moved(day: date | None, by: timedelta) -> date | None:
    return None if day is None else day + by
