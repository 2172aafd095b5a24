"""Knows how the index is made anew from the ledger: whole, or not at all."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ledger.mongo.connection import Store
from ledger.search.changes import changes
from ledger.search.reading import all_entries
from ledger.search.shelf import Written, forget
from ledger.store.archive.places import ISSUES, count_everywhere

_TELL_SECONDS: Final = 10.0
_log = logging.getLogger(__name__)


def make(store: Store, folder: Path, after_each: Callable[[int, int, float], bool]) -> bool:
    """Make it, in the place of any other; whether it was finished. Nobody can ask meanwhile.

    What changes meanwhile it does not have, and its position is from before. After some issues `after_each` is told how
    many are in, of how many about, and the seconds that these took, and says whether to go on.
    Raises OSError, ValueError (`shelf.FAULTS`) and pymongo.errors.PyMongoError; there is no index then.
    """
    forget(folder)
    with changes(store) as now:
        position = now.position
    written, total, done = Written(folder), count_everywhere(store, ISSUES), 0
    began = told = time.monotonic()
    entries = all_entries(store)
    while True:
        at = time.monotonic()
        some = next(entries, None)
        if some is None:
            break
        written.add(some)
        done += len(some)
        if not after_each(done, total, time.monotonic() - at):
            return False
        if time.monotonic() - told > _TELL_SECONDS:
            told = time.monotonic()
            _log.info("the search index is being made: %d of about %d issues", done, total)
    written.finish(position)
    _log.info("the search index is made: %d issues in %.0f s", done, time.monotonic() - began)
    return True
