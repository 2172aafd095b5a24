"""Knows how a project's month is withdrawn in MongoDB: its next version says why, and nothing of it is deleted."""

from typing import Final

from pymongo.errors import DuplicateKeyError

from ledger.figures.figure import Figure
from ledger.figures.keeping import Reporting, append, last_of_months
from ledger.figures.withdrawal.taken_back import may_take_back
from ledger.figures.withdrawal.versions import withdrawn
from ledger.mongo.connection import Store
from ledger.store.commit import Conflict

_ATTEMPTS: Final = 20


class NoSuchMonth(Exception):
    """The ledger has no figure of the project's month."""


class AlreadyWithdrawn(Exception):
    """The month counts as not reported already."""


class OutOfReach(Exception):
    """Who asks may not report what the month says."""


def withdraw(store: Store, project: str, month: str, reason: str, reporting: Reporting) -> Figure:
    """The version by which a month counts as not reported from now on.

    Raises NoSuchMonth, OutOfReach, AlreadyWithdrawn; Conflict when races do not end; pymongo.errors.PyMongoError.
    """
    for _ in range(_ATTEMPTS):
        last = last_of_months(store, {project: [month]}).get(project, {}).get(month)
        if last is None:
            raise NoSuchMonth(month)
        if not may_take_back(last, reporting.within):
            raise OutOfReach(month)
        if last.withdrawn:
            raise AlreadyWithdrawn(month)
        said = withdrawn(last, reason, reporting.at, reporting.by)
        try:
            append(store, [said])
        except DuplicateKeyError:
            continue
        return said
    raise Conflict(f"{project} {month} met another writer {_ATTEMPTS} times")
