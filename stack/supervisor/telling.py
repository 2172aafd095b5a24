"""Knows what a supervisor says of work that stands still while every process lives: each place, once."""

from collections.abc import Callable
from typing import Final

import pymongo
from pymongo.errors import PyMongoError

from ledger.groundwork.seen_text import one_line
from ledger.mongo.connection import connect
from stack.checkup.standing_still import standing_still

# Who keeps the parts running does not wait for one of them.
_PATIENCE_SECONDS: Final = 1.0


class Telling:
    """Says which partitions stand still, and what to do, as soon as a worker tells of it."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._said: set[str] = set()

    def look(self, mongo_url: str) -> None:
        """Say what is new; a database that is away is looked at again later."""
        store = connect(mongo_url)
        try:
            with pymongo.timeout(_PATIENCE_SECONDS):
                found = list(standing_still(store))
        except PyMongoError:
            return
        finally:
            store.close()
        for finding in found:
            if finding.says not in self._said:
                self._say(f"{one_line(finding.says)}\n  -> {one_line(finding.do)}")
        self._said = {finding.says for finding in found}
