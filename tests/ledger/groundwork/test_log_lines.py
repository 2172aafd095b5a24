"""On request a log is one JSON object a line, whatever it says, with the request that was worked on."""

import json
import logging
import sys
from contextvars import copy_context
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ledger.groundwork.log_lines import JsonLines, TextLines, request_id
from ledger.groundwork.seen_text import hides


def line(message: str, *arguments: object, fault: bool = False) -> str:
    caught = sys.exc_info() if fault else None
    return JsonLines().format(logging.LogRecord("streams.relay", logging.ERROR, "", 0, message, arguments, caught))


@given(st.text())
def test_whatever_is_said_stays_on_its_line(said: str) -> None:
    written = line("%s", said)
    assert "\n" not in written
    assert written.isascii()
    told: dict[str, Any] = json.loads(written)
    assert (told["says"], told["level"], told["source"]) == (said, "ERROR", "streams.relay")
    assert set(told) == {"at", "level", "source", "says"}


@given(st.text())
def test_nothing_that_is_said_forges_a_line_or_reaches_the_terminal(said: str) -> None:
    record = logging.LogRecord("streams.relay", logging.ERROR, "", 0, "refused: %s", (said,), None)
    written = TextLines("%(levelname)s %(name)s: %(message)s").format(record)
    assert written.startswith("ERROR streams.relay: refused: ")
    assert not hides(written)


def test_a_trace_has_its_own_lines_and_what_an_error_says_is_set_in_with_them() -> None:
    try:
        raise KeyError
    except KeyError:
        caught = sys.exc_info()
    forged = "x\n2026-03-02 ERROR all is lost\x1b[2J\u202e"
    trace = TextLines().formatException((ValueError, ValueError(forged), caught[2]))
    assert all(line.startswith("  ") and not hides(line) for line in trace.split("\n"))
    assert "all is lost" in trace


def test_the_request_is_named_where_one_is_worked_on_and_a_fault_comes_with_its_trace() -> None:
    def said() -> dict[str, Any]:
        request_id.set("abc")
        try:
            raise KeyError("missing")
        except KeyError:
            told: dict[str, Any] = json.loads(line("broken", fault=True))
        return told

    told = copy_context().run(said)
    assert told["request"] == "abc"
    assert "KeyError: 'missing'" in told["trace"]
