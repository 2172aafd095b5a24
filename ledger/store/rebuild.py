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

    As in `differences` it is read again, and written where it stands then: a command or an archive run may be at work.
    One at a later version than its events is left alone (the last one is lost), and so is one that stands twice.
    """
    mended = 0
    for issue, (issue_id, made) in _side_by_side(store, rules):
        if made is not None and _compare(issue, issue_id, made) is not None:
            mended += _mend(store, issue_id, rules)
    return mended


def _mend(store: Store, issue_id: str, rules: Rules) -> bool:
    def write(session: ClientSession) -> bool:
        issues, events = _standing(store, issue_id, session)
        made, issue = _made_of(events, rules), next(iter(issues.values()), None)
        if made is None or len(issues) > 1 or _compare(issue, issue_id, made) is None:
            return False
        if issue is not None and issue["version"] > made["version"]:
            return False
        place = next(iter(issues), None) or _place_of_lost(store, made, session)
        store[place].replace_one({"_id": issue_id}, made, upsert=True, session=session)
        return True

    try:
        return store.transaction(write)
    except DuplicateKeyError:  # of its 编号
        return False


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
    issues, events = store.transaction(lambda session: _standing(store, issue_id, session))
    if len(issues) > 1:
        return Difference(issue_id, ("on the ledger and in the archive",))
    return _compare(next(iter(issues.values()), None), issue_id, _made_of(events, rules))


def _standing(store: Store, issue_id: str, session: ClientSession) -> tuple[dict[str, Document], list[Document]]:
    """The issue by the collection that it stands in, which is one if all is well, and its events in order."""
    found = {name: store[name].find_one({"_id": issue_id}, session=session) for name in (ISSUES, ARCHIVED[ISSUES])}
    events = [
        event for name in (EVENTS, ARCHIVED[EVENTS]) for event in store[name].find(events_of(issue_id), session=session)
    ]
    return {name: issue for name, issue in found.items() if issue is not None}, sorted(events, key=itemgetter("_id"))


def _place_of_lost(store: Store, made: Document, session: ClientSession) -> str:
    """Where an issue should stand that is lost: on the ledger, unless its last event is archived."""
    last = {"_id": event_id(made["_id"], made["version"])}
    archived = store[ARCHIVED[EVENTS]].find_one(last, {"_id": 1}, session=session)
    return ISSUES if archived is None else ARCHIVED[ISSUES]


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
