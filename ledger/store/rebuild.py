"""Knows how to prove the ledger: every issue replayed from its events, compared with the issue stored.

The archive is proved with it: an issue or an event that stands in both, or in neither, is a difference.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError

from ledger.issue.projection import replay
from ledger.mongo.connection import Document, Store
from ledger.policy.rules import Rules
from ledger.store.archive.places import ARCHIVED, EVENTS, ISSUES, everywhere
from ledger.store.records import LOOK, event_from_document, event_id, events_of, issue_to_document


@dataclass(frozen=True, slots=True)
class Difference:
    """One issue that its events do not lead to; `fields` name what differs."""

    issue_id: str
    fields: tuple[str, ...]


def differences(store: Store, rules: Rules) -> Iterator[Difference | None]:
    """For each issue, in id order: what differs from its events, or None when nothing does.

    An issue without events, events without an issue and a gap in the versions are differences too. A ledger may be
    written meanwhile: what seems to differ is read again, issue and events in one snapshot.
    """
    for issue, (issue_id, made) in _side_by_side(store, rules):
        difference = _compare(issue, issue_id, made)
        yield difference and _look_again(store, issue_id, rules)


def repair(store: Store, rules: Rules) -> int:
    """Write every issue that differs anew, as its events make it; how many were mended.

    One that is at a later version than the events just read is left alone: someone has changed it meanwhile.
    """
    mended = 0
    for issue, (issue_id, made) in _side_by_side(store, rules):
        if made is None or _compare(issue, issue_id, made) is None:
            continue
        up_to = {"_id": issue_id, "version": {"$lte": made["version"]}}
        try:
            store[_place_of(store, made)].replace_one(up_to, made, upsert=True)
        except DuplicateKeyError:
            continue
        mended += 1
    return mended


def _rebuilt(store: Store, rules: Rules) -> Iterator[tuple[str, Document | None]]:
    events = everywhere(store, EVENTS, {})
    for issue_id, group in groupby(events, key=lambda event: event["issue_id"]):
        yield issue_id, _made_of(group, rules)


def _made_of(events: Iterable[Document], rules: Rules) -> Document | None:
    """The issue that these events make; None when they are none or have a gap."""
    try:
        issue = replay(event_from_document(event) for event in events)
    except ValueError:
        return None
    return issue_to_document(issue, rules)


def _look_again(store: Store, issue_id: str, rules: Rules) -> Difference | None:
    def read(session: ClientSession) -> tuple[list[Document], list[Document]]:
        issues = [*_in_both(store, ISSUES, {"_id": issue_id}, session)]
        return issues, sorted(_in_both(store, EVENTS, events_of(issue_id), session), key=itemgetter("_id"))

    issues, events = store.transaction(read)
    if len(issues) > 1:
        return Difference(issue_id, ("on the ledger and in the archive",))
    return _compare(issues[0] if issues else None, issue_id, _made_of(events, rules))


def _in_both(store: Store, name: str, query: Document, session: ClientSession) -> Iterator[Document]:
    for each in (name, ARCHIVED[name]):
        yield from store[each].find(query, session=session)


def _place_of(store: Store, made: Document) -> str:
    """Where an issue stands, or should if it is lost: on the ledger, unless its last event is archived."""
    if store[ARCHIVED[ISSUES]].find_one({"_id": made["_id"]}, {"_id": 1}) is not None:
        return ARCHIVED[ISSUES]
    if store[ISSUES].find_one({"_id": made["_id"]}, {"_id": 1}) is not None:
        return ISSUES
    last = store[ARCHIVED[EVENTS]].find_one({"_id": event_id(made["_id"], made["version"])}, {"_id": 1})
    return ISSUES if last is None else ARCHIVED[ISSUES]


def _side_by_side(store: Store, rules: Rules) -> Iterator[tuple[Document | None, tuple[str, Document | None]]]:
    """Issues stored and rebuilt in id order, merged; the missing side is None."""
    stored = everywhere(store, ISSUES, {})
    rebuilt = _rebuilt(store, rules)
    issue, made = next(stored, None), next(rebuilt, None)
    while issue is not None or made is not None:
        if made is None or (issue is not None and issue["_id"] < made[0]):
            yield issue, (issue["_id"] if issue else "", None)
            issue = next(stored, None)
        elif issue is None or made[0] < issue["_id"]:
            yield None, made
            made = next(rebuilt, None)
        else:
            yield issue, made
            issue, made = next(stored, None), next(rebuilt, None)


def _compare(issue: Document | None, issue_id: str, made: Document | None) -> Difference | None:
    if issue is None:
        return Difference(issue_id, ("issue missing",))
    if made is None:
        return Difference(issue_id, ("events missing or with a gap",))
    plain = _plain(made)
    if _looks_early(issue, plain):
        plain[LOOK] = issue[LOOK]
    fields = tuple(sorted(name for name in issue.keys() | plain.keys() if issue.get(name) != plain.get(name)))
    return Difference(issue_id, fields) if fields else None


def _looks_early(issue: Document, made: Document) -> bool:
    """Whether the sweep, interrupted before it set when to look again, will look earlier than it has to: no harm."""
    return LOOK in issue and (LOOK not in made or issue[LOOK] < made[LOOK])


def _plain(value: Any) -> Any:
    """A value as it comes back from MongoDB: tuples as lists."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
