"""Knows what a worker or a relay says: lines with time, level and source; of the client libraries, what matters."""

import logging
import time
from typing import Final

from ledger.groundwork.log_lines import Kind, to_standard_error

# These say the same thing a hundred times a second while a broker is away.
_NOISY: Final = ("aiokafka", "faust", "mode", "kafka", "pymongo")
_SAME_SECONDS: Final = 10.0


class _NotAgain(logging.Filter):
    """Lets the same message of the same logger through once in a while."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(_NOISY):
            return True
        now = time.monotonic()
        key = (record.name, str(record.msg))
        if now - self._last.get(key, -_SAME_SECONDS) < _SAME_SECONDS:
            return False
        self._last[key] = now
        return True


def set_up(kind: Kind) -> None:
    """Log to standard error: our own information, the libraries' warnings, none of them in a storm."""
    handler = to_standard_error(kind)
    handler.addFilter(_NotAgain())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
