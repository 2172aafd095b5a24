"""Knows at which moment and position of a stored ledger a bulletin is frozen, and what it is made of there."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from ledger.calendar.deadlines import end_of_day
from ledger.figures.keeping import FIGURES
from ledger.mongo.connection import Document
from oversight.bulletins.basis import Basis
from oversight.ranking.periods import Period
from oversight.ranking.rule import Rule
from oversight.ranking.stored import Ledger, items_of, ranking_by


def basis_of(rule: Rule, period: Period, ledger: Ledger) -> Basis:
    """The basis of a bulletin as of the ledger's moment.

    It is frozen where the last of what it is made of was entered, so that building it again, later and with nothing
    new, makes the same bytes.
    """
    at, position = _frozen(rule, period, ledger)
    then = replace(ledger, as_of=at)
    items = items_of(rule, period, then)
    return Basis(rule, period, at, position, ledger.zone, ranking_by(rule, period, then, items), items)


def _frozen(rule: Rule, period: Period, ledger: Ledger) -> tuple[datetime, str]:
    """The moment, and how many reports of the month there were by then; of issues the moment itself."""
    if rule.source == "issues":
        at = min(ledger.as_of, end_of_day(period.last_day, ledger.zone))
        return at, f"{at.isoformat(timespec='milliseconds')}"
    grouped: list[Document] = [
        {"$match": {"month": period.month, "at": {"$lte": ledger.as_of}}},
        {"$group": {"_id": None, "last": {"$max": "$at"}, "count": {"$sum": 1}}},
    ]
    found: Iterable[Document] = ledger.store[FIGURES].aggregate(grouped)
    last = next(iter(found), None)
    return (ledger.as_of, f"{period.month}:0") if last is None else (last["last"], f"{period.month}:{last['count']}")
