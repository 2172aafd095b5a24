"""Knows how a client listens to the stream: server-sent events one by one, and the id to come back with."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from ledger.access.scopes import region_key
from ledger.registry.regions import ancestors
from tests.api.parts import Scene


@dataclass
class Told:
    """One block of the stream: an event, or a comment."""

    event: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    id: str = ""
    comment: str = ""


class Listener:
    """An open stream; `last_id` is what a browser would come back with."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.last_id = ""
        self._blocks = _blocks(answer)

    def __iter__(self) -> Iterator[Told]:
        for block in self._blocks:
            self.last_id = block.id or self.last_id
            yield block

    def next(self) -> Told:
        """The next event; comments are passed over."""
        return next(block for block in self if block.event)

    def ids(self, count: int) -> list[str]:
        """The alerts of the next events."""
        return [str(self.next().data["id"]) for _ in range(count)]

    def rest(self) -> list[Told]:
        """Every event until the server ends it."""
        return [block for block in self if block.event]


@contextmanager
def listening(client: httpx.Client, last_id: str = "", **params: Any) -> Iterator[Listener]:
    """An open stream that has begun: what happens from here on is told."""
    headers = {"Last-Event-ID": last_id} if last_id else {}
    with client.stream("GET", "/v1/stream", params=params, headers=headers) as answer:
        if answer.status_code != 200:
            raise AssertionError(f"{answer.status_code} {answer.read()!r}")
        listener = Listener(answer)
        if not last_id:
            next(iter(listener))  # the first heartbeat: from here on
        yield listener


def fire(scene: Scene, names: list[str], recipient: str, **over: Any) -> list[str]:
    """Alerts with these ids to someone, in one transaction; as the sweep leaves them."""
    made = [alert(name, recipient, **over) for name in names]
    scene.store.transaction(lambda session: scene.store["alerts"].insert_many(made, session=session))
    return names


def alert(
    name: str, recipient: str | None, *, text: str = "督办", region: str = "140105", **over: Any
) -> dict[str, Any]:
    """An alert as stored."""
    now = datetime.now(UTC)
    return {
        "_id": name,
        "issue_id": "00000000-0000-7000-8000-000000000000-1",
        "serial": "140105-2026-00001",
        "project_code": "2020-140105-30-03-990001",
        "obligation": "deploy",
        "round": 1,
        "policy": "13710",
        "policy_version": 1,
        "step": "red",
        "occurrence": 1,
        "light": "red",
        "light_zh": "红",
        "light_en": "red",
        "instrument": "reminder",
        "due_at": now,
        "late_ms": 0,
        "recipient_person_id": recipient,
        "recipient_post": "lead",
        "recipient_level": "county",
        "recipient_region": region,
        "text_zh": text,
        "text_en": "late",
        "vacant_posts": [],
        "channels": [],
        "deferred": None,
        "scopes": [region_key(code) for code in ancestors(region)],
        "ancestors": list(ancestors(region)),
        "fired_at": now,
        "acknowledged_at": None,
        "acknowledged_by": None,
        "acknowledged_note": None,
    } | over


def _blocks(answer: httpx.Response) -> Iterator[Told]:
    block = Told()
    for line in answer.iter_lines():
        name, _, value = line.partition(":")
        match name:
            case "event":
                block.event = value.strip()
            case "data":
                block.data = json.loads(value)
            case "id":
                block.id = value.strip()
            case "" if line:
                block.comment = value.strip()
            case "":
                yield block
                block = Told()
