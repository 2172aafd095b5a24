"""Knows how Schemathesis asks every operation of the API as a persona of the world, about what is there.

A refusal that the table, the state of an issue or a rule demands is no failure; it must be documented, as every other
answer, and never a fault of the server. Left out is what would end the run itself: the stream, which has no end, the
clock, and what would end the persona's own token. A queue is answered with what is wrong in it, report by report.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import schemathesis
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder

from tests.access.world import World

ALL_PHASES: Final = ("examples", "coverage", "fuzzing", "stateful")
_LEFT_OUT: Final = [
    "/v1/stream",
    "/v1/clock",
    "/v1/tokens/{token_id}",
    "/v1/persons/{person_id}/credentials",
    "/v1/persons/{person_id}/sessions/{session_id}",
    "/v1/persons/{person_id}/devices/{device_id}",
]
_MAY_BECOME: Final = ["2xx", "3xx", 401, 403, 404, 409, 412, 413, 422, 429, 503]
"""What may become of a request of the right shape: another's, in another state, stale, against a rule, too much."""
_LAX: Final = {
    "coverage": {"checks": {"positive_data_acceptance": {"expected-statuses": [*_MAY_BECOME, 400]}}},
}
"""The phase of coverage takes `0` for a list of tags, whatever pattern If-Match is said to have."""
_MAY_REFUSE: Final = [400, 401, 403, 404, 405, 406, 408, 409, 412, 413, 415, 422, 428, 429, 431, 503]
"""What may become of a request of the wrong shape."""
_READ: Final[dict[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is asked: examples of each operation, in which phases, without or with each case asked again as a
    stranger, and until when; with `seconds` the time is used up."""

    examples: int
    phases: tuple[str, ...]
    strangers: bool = True
    seconds: int | None = None


@dataclass(slots=True)
class Fuzzed:
    """What came of a run: how often each status was answered, and each failure, told once."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)


def fuzz(made: World, persona: str, bounds: Bounds, seed: int) -> Fuzzed:
    """Ask every operation as a persona. Raises what ended the run, if anything did."""
    found = Fuzzed()
    for event in from_schema(_schema(made.url, _config(made, persona, bounds, seed))).execute():
        if isinstance(event, events.ScenarioFinished):
            _note(found, event.recorder)
        elif isinstance(event, events.NonFatalError):
            found.failures[event.label] = str(event.info)
        elif isinstance(event, events.FatalError):
            raise event.exception
    return found


def _schema(url: str, config: schemathesis.Config) -> Any:
    """What the server says of itself; read once, as how to make each body is worked out then and kept."""
    if url not in _READ:
        _READ[url] = schemathesis.openapi.from_url(f"{url}/openapi.json", config=config, timeout=60)
    schema = _READ[url]
    schema.config = config.projects.get(schema.raw_schema)
    return schema


def _note(found: Fuzzed, recorder: ScenarioRecorder) -> None:
    for asked in recorder.interactions.values():
        if asked.response is not None:
            found.statuses[asked.response.status_code] += 1
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                answer = recorder.interactions[case_id].response if case_id in recorder.interactions else None
                said = "" if answer is None else f"{answer.status_code} {answer.text[:300]}"
                told = f"{check.failure_info.failure}\n{check.failure_info.code_sample[:1000]}\n{said}"
                found.failures.setdefault(f"{recorder.label}: {check.name}", told)


def _config(made: World, persona: str, bounds: Bounds, seed: int) -> schemathesis.Config:
    there: dict[str, list[Any]] = {
        "issue_id": [case.id for case in made.cases],
        "report_id": [case.report_id for case in made.cases],
        "sha256": [case.sha256 for case in made.cases],
        "alert_id": [alert["_id"] for alert in made.store["alerts"].find({}, {"_id": 1}).limit(50)],
        "person_id": ["worker-140213", "looker-140214"],
    }
    return schemathesis.Config.from_dict(
        {
            "seed": seed,
            "base-url": made.url,
            "headers": {"Authorization": f"Bearer {made.tokens[persona]}"},
            "request-timeout": 30,
            "continue-on-failure": True,
            "warnings": False,
            "generation": {"max-examples": bounds.examples, "no-shrink": True, "database": "none"},
            "phases": {name: {"enabled": name in bounds.phases} | _LAX.get(name, {}) for name in ALL_PHASES},
            "checks": {
                "positive_data_acceptance": {"expected-statuses": _MAY_BECOME},
                "negative_data_rejection": {"expected-statuses": _MAY_REFUSE},
                "ignored_auth": {"enabled": bounds.strangers},
                "max_response_time": 20.0,
            },
            "dictionaries": {name: {"values": values} for name, values in there.items()},
            "parameters": {name: {"dictionary": name, "probability": 0.9} for name in there},
            "operations": [
                {"include-path": _LEFT_OUT, "enabled": False},
                {"include-method": "HEAD", "enabled": False},
                {"include-path": "/v1/sync", "checks": {"negative_data_rejection": {"enabled": False}}},
                {"include-path": "/readyz", "checks": {"not_a_server_error": {"expected-statuses": [200, 405, 503]}}},
            ],
            **({} if bounds.seconds is None else {"max-time": bounds.seconds}),
        }
    )
