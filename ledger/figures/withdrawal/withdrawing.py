"""Knows how a project's month is withdrawn in MongoDB: its next version says why, and nothing of it is deleted."""

from ledger.figures.figure import Figure
from ledger.figures.keeping import Reporting, appended, last_of_months
from ledger.figures.withdrawal.taken_back import may_withdraw
from ledger.figures.withdrawal.versions import withdrawn
from ledger.mongo.connection import Store


class NoSuchMonth(Exception):
    """The ledger has no figure of the project's month."""


class AlreadyWithdrawn(Exception):
    """The month counts as not reported already."""


class OutOfReach(Exception):
    """Who asks may not report what the month says, which `last` does."""

    def __init__(self, last: Figure) -> None:
        super().__init__(last.id)
        self.last = last


def withdraw(store: Store, project: str, month: str, reason: str, reporting: Reporting) -> Figure:
    """The version by which a month counts as not reported from now on.

    Raises NoSuchMonth, OutOfReach, AlreadyWithdrawn; Conflict when races do not end; pymongo.errors.PyMongoError.
    """

    def planned() -> tuple[Figure, list[Figure]]:
        last = last_of_months(store, {project: [month]}).get(project, {}).get(month)
        if last is None:
            raise NoSuchMonth(month)
        if not may_withdraw(last, reporting.within):
            raise OutOfReach(last)
        if last.withdrawn:
            raise AlreadyWithdrawn(month)
        said = withdrawn(last, reason, reporting.at, reporting.by)
        return said, [said]

    return appended(store, planned)
