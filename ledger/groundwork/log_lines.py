"""Knows what a line of a log looks like: words for a person, or one JSON object a line for a machine that asked for it.

`request_id` is the request that this task or thread works on, if any.
"""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Literal

from ledger.groundwork.seen_text import one_line

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
Kind = Literal["text", "json"]
_TEXT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"

request_id: ContextVar[str] = ContextVar("request_id", default="")


class JsonLines(logging.Formatter):
    """`at` (UTC), `level`, `source`, `says`; `request` where one is worked on, `trace` where an error was caught."""

    def format(self, record: logging.LogRecord) -> str:
        """One object on one line, whatever the message holds."""
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "source": record.name,
            "says": record.getMessage(),
        }
        if request := request_id.get():
            said["request"] = request
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        return json.dumps(said)


class TextLines(logging.Formatter):
    """A line for a person. What others wrote can forge none: a message is one line, a trace has those of its own."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """The line, without what a terminal would not show as text."""
        return one_line(super().formatMessage(record))

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - logging's name
        """The trace; what an error says on more lines than one is set in like the rest of it."""
        return "\n".join(f"  {one_line(line)}" for line in super().formatException(ei).split("\n"))


def to_standard_error(kind: Kind) -> logging.Handler:
    """A handler that writes lines of this kind."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if kind == "json" else TextLines(_TEXT))
    return handler
