"""Knows what is kept of an import for who looks at it: the sheets as seen, the last check, and its rows in order."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

from ledger.mongo.connection import Document, Store
from ledger.mongo.pages import Page, page_from

LOOKS: Final = "import_looks"
LINES: Final = "import_lines"
_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Look:
    """`seen` is what was found of the file; `check` (None until there is one) what a check found beside its rows."""

    seen: Mapping[str, Any]
    check: Mapping[str, Any] | None = None


def keep_seen(store: Store, import_id: str, seen: Mapping[str, Any]) -> None:
    """What was found of a file anew; a check of before holds no more."""
    store[LOOKS].update_one({"_id": import_id}, {"$set": {"seen": seen, "check": None}}, upsert=True)


def keep_check(store: Store, import_id: str, check: Mapping[str, Any], lines: Iterable[Document]) -> None:
    """A check and its rows, in the place of the one before; each row has `verdict`. Of two at once the last holds; of
    an import that was thrown away meanwhile none does.

    What they expire by is the machine's own time.
    """
    turn, at = secrets.token_hex(8), datetime.now(UTC)
    numbered = (
        line | {"_id": f"{import_id}:{turn}:{place:06d}", "import_id": import_id, "turn": turn, "n": place, "at": at}
        for place, line in enumerate(lines)
    )
    while batch := list(islice(numbered, _AT_ONCE)):
        store[LINES].insert_many(batch, ordered=False)
    there = store[LOOKS].update_one({"_id": import_id}, {"$set": {"check": {**check, "turn": turn}}}).matched_count
    store[LINES].delete_many({"import_id": import_id, **({"turn": {"$ne": turn}} if there else {})})


def forget(store: Store, import_id: str) -> None:
    """Nothing is kept of an import any more."""
    store[LOOKS].delete_one({"_id": import_id})
    store[LINES].delete_many({"import_id": import_id})


def look_of(store: Store, import_id: str) -> Look:
    """What is kept of an import; nothing seen where nothing is."""
    found = store[LOOKS].find_one({"_id": import_id}) or {}
    return Look(found.get("seen") or {}, found.get("check"))


def lines_of(store: Store, import_id: str, turn: str, verdicts: Iterable[str] = ()) -> Iterator[Document]:
    """The rows of a check in order, of these verdicts where any are named."""
    yield from store[LINES].find(_query(import_id, turn, verdicts), sort=[("n", 1)])


def page_of_lines(  # noqa: PLR0917 - which rows of which check, from where
    store: Store, import_id: str, turn: str, verdicts: Iterable[str], limit: int, after: str
) -> Page[Document]:
    """A page of them; `after` is the number of the last one of the page before, empty on the first."""
    query = _query(import_id, turn, verdicts)
    if after:
        query["n"] = {"$gt": int(after)}
    # A few faults of many rows: without being told, the planner may read every row in order.
    by_verdict = ["import_id", "turn", "verdict", "n"] if "verdict" in query else None
    found = store[LINES].find(query, sort=[("n", 1)], limit=limit + 1, hint=by_verdict)
    return page_from(found, limit, lambda line: str(line["n"]))


def _query(import_id: str, turn: str, verdicts: Iterable[str]) -> Document:
    some = list(verdicts)
    return {"import_id": import_id, "turn": turn, **({"verdict": {"$in": some}} if some else {})}
