"""Knows how open issues go from one policy version to another: a `move-policy` command each, over the HTTP API."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from exchange.tables.faults import PlayError
from ledger.issue.issue import OPEN_STATES
from ledger.policy.policy import Facts, Scope
from mobile_schema.vocabulary import Category, Severity
from play.client.http import Answer, Api
from play.replay.replay import one_failure

CONNECTIONS: Final = 4
_ATTEMPTS: Final = 5


@dataclass(frozen=True, slots=True)
class Move:
    """From which version to which (name, version), and why."""

    old: tuple[str, int]
    new: tuple[str, int]
    reason: str


@dataclass(slots=True)
class Outcome:
    """What became of the issues: moved, ended or moved elsewhere by others meanwhile (`gone`), or refused and why."""

    moved: int = 0
    gone: int = 0
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """An issue as it was listed."""

    id: str
    serial: str
    state: str
    version: int
    facts: Facts


async def issues_under(api: Api, token: str, policy: tuple[str, int]) -> list[OpenIssue]:
    """Every open issue under a version, all listed before the first one moves. Raises PlayError."""
    name, version = policy
    found: dict[str, OpenIssue] = {}
    for state in sorted(OPEN_STATES):
        for line in await api.items("/v1/issues", token, state=state, policy=f"{name}@{version}"):
            found[line["id"]] = OpenIssue(line["id"], line["serial"], state, line["version"], _facts(line))
    return list(found.values())


def count_by_state(issues: Sequence[OpenIssue]) -> Counter[str]:
    """How many there are of each state."""
    return Counter(issue.state for issue in issues)


def outside(issues: Iterable[OpenIssue], scope: Scope) -> int:
    """How many of them a policy of this scope is not for: their move is refused."""
    return sum(not scope.covers(issue.facts) for issue in issues)


async def scope_of(api: Api, token: str, policy: tuple[str, int]) -> Scope:
    """For which issues a version is. Raises PlayError unless the API knows the version."""
    answer = await api.get(f"/v1/policies/{policy[0]}/{policy[1]}", token)
    if not answer.ok:
        raise PlayError(answer.problem)
    return Scope.model_validate_json(json.dumps(answer.body["applies_to"]))


async def move_all(api: Api, token: str, issues: Sequence[OpenIssue], move: Move, told: Callable[[], None]) -> Outcome:
    """Move each of them, a few at once; `told` is called after each. Raises PlayError when the API goes away."""
    outcome, waiting = Outcome(), iter(issues)

    async def work() -> None:
        for issue in waiting:
            await _move_one(api, token, issue, move, outcome)
            told()

    with one_failure():
        async with asyncio.TaskGroup() as group:
            for _ in range(CONNECTIONS):
                group.create_task(work())
    return outcome


async def _move_one(api: Api, token: str, issue: OpenIssue, move: Move, outcome: Outcome) -> None:
    path, version = f"/v1/issues/{issue.id}", issue.version
    body = {"policy": move.new[0], "version": move.new[1], "reason": move.reason}
    for _ in range(_ATTEMPTS):
        answer = await api.command_on(f"{path}/move-policy", token, version, body)
        if answer.ok:
            outcome.moved += 1
            return
        if answer.slug == "wrong-state":
            outcome.gone += 1
            return
        if answer.slug != "stale-version":
            outcome.refused[issue.serial] = answer.problem
            return
        seen = _seen(await api.get(path, token))
        under = seen["policy"], seen["policy_version"]
        if under != move.old:
            outcome.moved += under == move.new
            outcome.gone += under != move.new
            return
        version = seen["version"]
    outcome.refused[issue.serial] = answer.problem


def _facts(line: dict[str, Any]) -> Facts:
    return Facts(Category(line["category"]), Severity(line["severity"]), line["region"], line["works_stopped"])


def _seen(answer: Answer) -> dict[str, Any]:
    if not answer.ok:
        raise PlayError(answer.problem)
    return dict(answer.body)
