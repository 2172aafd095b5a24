"""Knows the figures of a month as of a moment: what is counted of each project, and no more.

A ranking reads tens of thousands at once, so that nothing of a document is decoded that nobody counts.
"""

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from typing import Final

from ledger.figures.figure import MonthFigure
from ledger.figures.keeping import FIGURES
from ledger.mongo.connection import Document, Store

_AT_ONCE: Final = 5_000


_IN_ORDER: Final = itemgetter(*MonthFigure.__struct_fields__)
_COUNTED: Final = dict.fromkeys(MonthFigure.__struct_fields__, 1) | {"_id": 0}


def figures_of(store: Store, month: str, as_of: datetime) -> Iterator[MonthFigure]:
    """The figure of each project for a month as it stood at a moment, by project."""
    query = {"month": month, "at": {"$lte": as_of}}
    found = store.as_sent(FIGURES).find(query, _COUNTED, batch_size=_AT_ONCE)
    last: Document | None = None
    for document in found.sort([("project", 1), ("version", 1)]):
        if last is not None and last["project"] != document["project"]:
            yield _from(last)
        last = document
    if last is not None:
        yield _from(last)


def _from(document: Document) -> MonthFigure:
    project, name, kind, stage, plan, done, total, due, started, resumed, count, unit, regions, flags = _IN_ORDER(
        document
    )
    return MonthFigure(
        project,
        name,
        kind,
        stage,
        _plain(plan),
        _plain(done),
        _plain(total),
        due,
        started,
        resumed,
        count,
        unit,
        tuple(regions),
        tuple(flags),
    )


def _plain(fen: int | None) -> int | None:
    """A number from 2³¹ on comes as `Int64`."""
    return None if fen is None else int(fen)


def months_reported(store: Store) -> list[str]:
    """The months of which anything was reported, the last first."""
    return sorted(store[FIGURES].distinct("month"), reverse=True)
