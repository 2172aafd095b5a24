"""Knows how what was kept beside the ledger's writes is added to the counters: some at a time, each exactly once.

Documents of `counters`: {_id: "KEY|AXIS|VALUE", key, axis, value, states: {state: issues}, due: {day: issues}}; of
`periods`: {_id: "KEY|SPAN|UNIT", key, span, unit, n: {name: times}}. One process does it at a time (`LEASE`), which
only saves work: two would meet at what they delete, and one begins again.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pymongo import UpdateOne
from pymongo.client_session import ClientSession

from ledger.counting.cells import CATEGORY, Row, Sums, due_day
from ledger.counting.happened import Period
from ledger.counting.tally import Tally
from ledger.mongo.connection import Document, Store
from ledger.mongo.waiting import UNCOUNTED
from ledger.store.counted.uncounted import tally_from

COUNTERS: Final = "counters"
PERIODS: Final = "periods"
LEASE: Final = "counting"
POSITION: Final = "counters"
"""The position that says by which zone's days the ledger is counted, and before which day the past is put together."""
PAST: Final = 0
"""The day under which it is: the first there is."""
AT_ONCE: Final = 1_000
"""Documents of `uncounted`: a batch of reports makes one, so does a command."""
_DAYS: Final = {"$objectToArray": "$due"}
_MOST_BYTES: Final = 512 * 1024
"""Of these: some eight thousand cells, which a transaction adds up well within its time, on a busy machine too."""


class CountedMeanwhile(Exception):
    """Another process added them up; nothing was written."""


def add_up(store: Store, most: int = AT_ONCE) -> int:
    """Add up the oldest that wait; how many transactions they were of.

    Raises pymongo.errors.PyMongoError when MongoDB is away; nothing was counted then, or all.
    """
    waiting = _oldest(store, most)
    if not waiting:
        return 0
    ids, tally = [each["_id"] for each in waiting], tally_from(waiting)
    counters, periods = list(_counters(tally.rows())), list(_periods(tally.periods()))

    def write(session: ClientSession) -> None:
        if store[UNCOUNTED].delete_many({"_id": {"$in": ids}}, session=session).deleted_count != len(ids):
            raise CountedMeanwhile
        for name, writes in ((COUNTERS, counters), (PERIODS, periods)):
            if writes:
                store[name].bulk_write(writes, ordered=False, session=session)

    try:
        store.transaction(write)
    except CountedMeanwhile:
        return 0
    return len(ids)


def tidy(store: Store) -> None:
    """Forget the days on which nothing falls due any more, and put those long past together where none is asked for.

    Only by category one asks what fell due on which day. By unit and place it is enough that it is past: a board of the
    province reads thousands of these rows. The ledger's time never goes back behind an event.
    """
    _keep_days(store, {"axis": CATEGORY}, _DAYS)
    last = store["events"].find_one({}, {"at": 1}, sort=[("at", -1)])
    before = PAST if last is None else due_day(last["at"])
    store["positions"].update_one({"_id": POSITION, "zone": {"$exists": True}}, {"$set": {"past": before}})
    past = {"$lt": [{"$toInt": "$$this.k"}, before]}
    of_past = {"$map": {"input": {"$filter": {"input": _DAYS, "cond": past}}, "in": "$$this.v"}}
    others = {"$filter": {"input": _DAYS, "cond": {"$not": past}}}
    together = {"$concatArrays": [others, [{"k": str(PAST), "v": {"$sum": of_past}}]]}
    _keep_days(store, {"axis": {"$ne": CATEGORY}}, together)


def _keep_days(store: Store, rows: Document, days: Any) -> None:
    """Of these rows, those of these days on which something falls due; a row that has no others is left as it is."""
    left = {"$filter": {"input": days, "cond": {"$ne": ["$$this.v", 0]}}}
    store[COUNTERS].update_many(rows, [{"$set": {"due": {"$arrayToObject": left}}}])


def row_id(row: Row | Period) -> str:
    """The id of a row."""
    return "|".join(row)


def documents_of(tally: Tally) -> Mapping[str, list[Document]]:
    """The counters that a tally alone makes, by collection."""
    return {
        COUNTERS: [
            {"_id": row_id(row), **row._asdict(), "states": sums.states, "due": _by_text(sums.due)}
            for row, sums in tally.rows().items()
        ],
        PERIODS: [
            {"_id": row_id(period), **period._asdict(), "n": _nested(times)}
            for period, times in tally.periods().items()
        ],
    }


def paths(value: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, int]]:
    """The numbers of a document in a document, by the names that lead to them, with points between."""
    for name, part in value.items():
        if isinstance(part, Mapping):
            yield from paths(part, f"{above}{name}.")
        else:
            yield f"{above}{name}", part


def _oldest(store: Store, most: int) -> list[Document]:
    found: list[Document] = []
    size = 0
    for document in store[UNCOUNTED].find({}, sort=[("_id", 1)], limit=most):
        size += len(document["cells"]) + len(document["happened"])
        if found and size > _MOST_BYTES:
            break
        found.append(document)
    return found


def _counters(rows: Mapping[Row, Sums]) -> Iterator[UpdateOne]:
    for row, sums in sorted(rows.items()):
        added = {f"states.{state}": issues for state, issues in sums.states.items() if issues}
        added |= {f"due.{day}": issues for day, issues in sums.due.items() if issues}
        if added:
            yield UpdateOne({"_id": row_id(row)}, {"$inc": added, "$setOnInsert": row._asdict()}, upsert=True)


def _periods(periods: Mapping[Period, Mapping[str, int]]) -> Iterator[UpdateOne]:
    for period, times in sorted(periods.items()):
        added = {f"n.{name}": many for name, many in times.items() if many}
        if added:
            yield UpdateOne({"_id": row_id(period)}, {"$inc": added, "$setOnInsert": period._asdict()}, upsert=True)


def _by_text(counts: Mapping[int, int]) -> dict[str, int]:
    return {str(day): issues for day, issues in counts.items()}


def _nested(times: Mapping[str, int]) -> dict[str, Any]:
    """Names with points as MongoDB takes them: a document in a document."""
    found: dict[str, Any] = {}
    for name, many in times.items():
        *above, last = name.split(".")
        place = found
        for part in above:
            place = place.setdefault(part, {})
        place[last] = many
    return found
