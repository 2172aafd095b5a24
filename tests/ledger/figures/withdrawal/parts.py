"""Knows how a test brings files of figures to a ledger, withdraws months of them and takes whole files back."""

from datetime import UTC, datetime
from typing import Any

from ledger.figures.figure import Figure
from ledger.figures.judging import FigureVerdict
from ledger.figures.keeping import Reporting, figures_of_project, report
from ledger.figures.placing.where import derived_code
from ledger.figures.reach import REPORT, reach_of
from ledger.figures.withdrawal.undoing import TakenBack, take_back
from ledger.figures.withdrawal.withdrawing import withdraw
from ledger.mongo.connection import Store
from ledger.registry.days import CHINA
from ledger.registry.files.loading import load_catalogue
from mobile_schema.reports.figure import Kind, NewFigure

CATALOGUE = load_catalogue(samples=True)
AT = datetime(2019, 9, 5, tzinfo=UTC)
FIRST, SECOND = "ab" * 32, "cd" * 32
PLACE = "140400"
ROAD = derived_code("路", (PLACE,))


def said(file: str | None = None, **over: Any) -> NewFigure:
    """A figure of August with nothing odd about it, from the third row of a file or typed in."""
    told = {"name": "路", "month": "2019-08", "plan_year": 100, "done_year": 50, "regions": (PLACE,)}
    source = {} if file is None else {"source": {"sha256": file, "filename": "a.xlsx", "sheet": "一", "row": 3}}
    return NewFigure(**{**told, "kind": Kind.CARRIED_OVER, **source, **over})


def who(at: datetime = AT, person: str | None = None) -> Reporting:
    """Who reports or takes back; a person of the registry within that one's reach, else everywhere."""
    within = None if person is None else reach_of(CATALOGUE.persons[person], REPORT, CATALOGUE)
    return Reporting(person or "someone", at, CATALOGUE, CHINA, within=within)


def brought(store: Store, *figures: NewFigure, at: datetime = AT) -> list[FigureVerdict]:
    """What became of each."""
    return [one.verdict for one in report(store, figures, who(at))]


def gone(store: Store, month: str = "2019-08", at: datetime = AT, project: str = ROAD) -> Figure:
    """The version by which a month is withdrawn."""
    return withdraw(store, project, month, "报错了月份", who(at))


def undone(store: Store, file: str, at: datetime = AT, person: str | None = None) -> TakenBack:
    """What came of taking a file back."""
    return take_back(store, file, who(at, person))


def versions(store: Store, project: str = ROAD) -> list[Figure]:
    """All of a project."""
    return figures_of_project(store, project)
