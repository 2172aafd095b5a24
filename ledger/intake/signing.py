"""Knows how this deployment signs records of reports, and whom it believes: the keys of one file, as it is now.

The file is looked at once a second at most, so that a rotation needs no restart.
"""

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from ledger.groundwork.key_file import Key, KeysRefused, read_keys
from mobile_schema.cloudevents import Headers
from mobile_schema.signatures import SeenHeaders, is_signed, key_number, signed

_LOOK_SECONDS: Final = 1.0
_log = logging.getLogger(__name__)


class Signatures:
    """The keys of a file. Raises KeysRefused when they cannot be read at first; later those that were read count on."""

    def __init__(self, path: Path, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._elapsed = elapsed
        self._keys: Sequence[Key] = ()
        self._secrets: dict[int, bytes] = {}
        self._looked = elapsed()
        self._take(read_keys(path))

    def sign(self, headers: Headers, topic: str, value: bytes) -> Headers:
        """The headers of a record to a topic, signed by the newest key."""
        newest = self._now()[0]
        return signed(headers, topic, value, newest.number, newest.secret)

    def hold(self, headers: SeenHeaders, topic: str, value: bytes) -> bool:
        """Whether a key that counts signed a record, with these very headers and bytes, for this topic."""
        now = self._now()
        if is_signed(headers, topic, value, self._secrets):
            return True
        if (key_number(headers) or 0) <= now[0].number:
            return False
        self._look()  # the one who signed it may have seen a rotation first
        return is_signed(headers, topic, value, self._secrets)

    def _now(self) -> Sequence[Key]:
        if self._elapsed() - self._looked >= _LOOK_SECONDS:
            self._look()
        return self._keys

    def _look(self) -> None:
        self._looked = self._elapsed()
        try:
            self._take(read_keys(self._path))
        except KeysRefused as error:
            _log.warning("going on with the keys as they were: %s", error)

    def _take(self, keys: Sequence[Key]) -> None:
        self._keys = keys
        self._secrets = {key.number: key.secret for key in keys}
