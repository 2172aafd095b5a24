"""Knows how entries are read of the ledger: issues, wherever they stand, with what was said on them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Final

from ledger.mongo.connection import Document, Store
from ledger.search.entries import READ, SAID, Entry, entry_of
from ledger.store.archive.places import ARCHIVED, EVENTS, ISSUES
from ledger.store.records import event_id

AT_ONCE: Final = 500
_NOTE: Final = ("issue_id", "data.note")


def entries_of(store: Store, ids: Collection[str]) -> list[Entry]:
    """The entries of these issues; one that is nowhere has none. Raises pymongo.errors.PyMongoError.

    One that is brought back from the archive meanwhile is found all the same.
    """
    found: dict[str, tuple[Document, bool]] = {}
    for name in (ISSUES, ARCHIVED[ISSUES], ISSUES):
        left = [each for each in ids if each not in found]
        if left:
            for document in store.as_sent(name).find({"_id": {"$in": left}}, READ):
                found[document["_id"]] = document, name != ISSUES
    return _entries(store, list(found.values()))


def all_entries(store: Store) -> Iterator[list[Entry]]:
    """The entries of all issues, those on the ledger first, some at a time. Raises pymongo.errors.PyMongoError.

    Of what is moved meanwhile one may come twice or not at all: the changes since tell of it.
    """
    for name in (ISSUES, ARCHIVED[ISSUES]):
        after = ""
        while page := list(store.as_sent(name).find({"_id": {"$gt": after}}, READ, sort=[("_id", 1)], limit=AT_ONCE)):
            after = page[-1]["_id"]
            yield _entries(store, [(document, name != ISSUES) for document in page])


def _entries(store: Store, documents: Sequence[tuple[Document, bool]]) -> list[Entry]:
    said = _said(store, [document for document, _ in documents])
    return [entry_of(document, said[document["_id"]], archived=archived) for document, archived in documents]


def _said(store: Store, documents: Sequence[Document]) -> defaultdict[str, list[str]]:
    """What was said on these issues, in order. Of one that was brought back the events stay in the archive."""
    talked_of = [each for each in documents if each.get("comments") or each.get("instructed") or each.get("replies")]
    events = (event_id(each["_id"], number) for each in talked_of for number in range(1, each["version"] + 1))
    said: defaultdict[str, list[str]] = defaultdict(list)
    while some := list(islice(events, AT_ONCE)):
        wanted = {"_id": {"$in": some}, "type": {"$in": SAID}}
        found = [e for name in (EVENTS, ARCHIVED[EVENTS]) for e in store.as_sent(name).find(wanted, _NOTE)]
        for event in sorted(found, key=lambda each: str(each["_id"])):
            said[event["issue_id"]].append(event["data"]["note"])
    return said
