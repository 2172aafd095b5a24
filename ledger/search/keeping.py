"""Knows how the index of a machine is kept: by one of its processes, which follows what is written, for ever.

What is told of is read, and put in as it stands then: read twice it is the same. After a crash it goes on from the
position that was committed, and does some again; when that is gone the index is made anew.
"""

import logging
import time
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Final

from pymongo.errors import PyMongoError

from ledger.mongo.connection import Store
from ledger.mongo.tailing import HistoryLost
from ledger.mongo.waiting import say_indexed, unsay_indexed
from ledger.search.changes import Changes, changes
from ledger.search.making import make
from ledger.search.reading import AT_ONCE, entries_of
from ledger.search.shelf import FAULTS, NotBuilt, Position, Shelf, Written, alone, forget

_GATHER_SECONDS: Final = 1.0
_POSITION_SECONDS: Final = 60.0
"""How often the position is committed though nothing changed: it must not fall out of the oplog."""
_SAY_SECONDS: Final = 1.0
_REST_SECONDS: Final = 2.0
_LONG_RESTS: Final = 15
"""After what a person has to put right, such as a full disk."""
_log = logging.getLogger(__name__)


def keep(store: Store, folder: Path, stop: Event, rest_seconds: float = _REST_SECONDS) -> None:
    """Keep the index in a folder until told to stop, or wait while another process of this machine does.

    Whatever happens it begins again, after a rest.
    """
    while not stop.is_set():
        try:
            with alone(folder) as name:
                if name is not None:
                    _Keeper(store, folder, name, stop).run()
        except PyMongoError as error:
            _log.warning("the search index waits for MongoDB: %s", error)
        except FAULTS as error:
            _log.error("the search index in %s cannot be kept: %s", folder, error)
            stop.wait(rest_seconds * _LONG_RESTS)
        except Exception:
            _log.exception("the search index failed, and is begun with again")
        stop.wait(rest_seconds)


class _Keeper:
    """One process's time of keeping it."""

    def __init__(self, store: Store, folder: Path, name: str, stop: Event) -> None:
        self._store = store
        self._folder = folder
        self._name = name
        self._stop = stop
        self._said_at = -_SAY_SECONDS
        self._behind_since: datetime | None = None

    def run(self) -> None:
        """Until told to stop. Raises what `make` does."""
        position = self._position()
        if position is None:
            if not make(self._store, self._folder, self._made):
                return
            position = Shelf(self._folder).position
        try:
            with changes(self._store, position) as following:
                _log.info("the search index in %s follows what is written", self._folder)
                self._follow(following, Written(self._folder))
        except HistoryLost as lost:
            _log.error("the search index is made anew: %s", lost)
            forget(self._folder)
        if self._stop.is_set():
            unsay_indexed(self._store, self._name)

    def _position(self) -> Position | None:
        try:
            return Shelf(self._folder).position
        except NotBuilt as missing:
            _log.info("there is no search index in %s yet: %s", self._folder, missing)
            return None

    def _made(self, done: int, total: int, seconds: float) -> bool:
        """It rests as long as it works: whoever asks this process something meanwhile comes first."""
        self._behind_since = self._behind_since or datetime.now(UTC)
        self._say((done, total))
        return not self._stop.wait(seconds)

    def _follow(self, following: Changes, written: Written) -> None:
        """What comes together is put in together, and committed once a second, or when there is no more of it."""
        waiting: dict[str, None] = {}
        committed = time.monotonic() - _GATHER_SECONDS
        self._behind_since, changed = None, False
        while not self._stop.is_set():
            change = following.next()
            if change is not None:
                waiting[change.issue_id] = None
                self._behind_since = self._behind_since or change.at
            since = time.monotonic() - committed
            due = change is None or since >= _GATHER_SECONDS
            if waiting and (due or len(waiting) >= AT_ONCE):
                self._put(written, list(waiting))
                waiting.clear()
                changed = True
            if due and (changed or since >= _POSITION_SECONDS):
                written.commit(following.position)
                committed, changed, self._behind_since = time.monotonic(), False, None
            self._say()

    def _put(self, written: Written, ids: list[str]) -> None:
        """What is nowhere on the ledger any more, by somebody's hand, goes from the index too."""
        entries = entries_of(self._store, ids)
        written.drop(set(ids) - {entry.id for entry in entries})
        written.put(entries)

    def _say(self, made: tuple[int, int] | None = None) -> None:
        if time.monotonic() - self._said_at >= _SAY_SECONDS:
            say_indexed(self._store, self._name, self._behind_since, made)
            self._said_at = time.monotonic()
