"""Knows when our own processes do their work: the API answers ready, the workers read their partitions."""

import http.client
import json
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from pymongo.errors import PyMongoError

from ledger.jobs.shares import holders
from ledger.mongo.connection import Document, Store
from mobile_schema.topics import BY_COUNTY
from stack.embedded.broker_state import Partition
from stack.processes.ports import LOOPBACK

INTAKE: Final = frozenset((topic.name, partition) for topic in BY_COUNTY for partition in range(topic.partitions))
_GONE_AFTER: Final = timedelta(seconds=10)
_LONGEST_ANSWER: Final = 64 * 1024


def api_ready(port: int, instance: str) -> bool:
    """Whether the API `instance`, and no other process that has its port, says here that the whole answers."""
    body = _answered(port, "/readyz")
    try:
        said = json.loads(body or b"")
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("instance") == instance


def answers_ok(port: int, path: str) -> bool:
    """Whether `path` answers 200."""
    return _answered(port, path) is not None


def _answered(port: int, path: str) -> bytes | None:
    """The body of a 200; None when it is anything else or nothing."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=2)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.read(_LONGEST_ANSWER) if response.status == http.HTTPStatus.OK else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def signs_of_life(store: Store) -> list[Document]:
    """What each living worker last said of itself in `workers`: {pid, partitions: ["topic/0", …], standing_still, …}.

    Raises pymongo.errors.PyMongoError when the database is away.
    """
    return list(store["workers"].find({"at": {"$gte": datetime.now(UTC) - _GONE_AFTER}}))


def worker_alive(store: Store, host: str) -> bool:
    """Whether a worker of this host has just said that it lives. Raises pymongo.errors.PyMongoError."""
    return any(sign["host"] == host for sign in signs_of_life(store))


def relay_alive(store: Store) -> bool:
    """Whether a relay, here or elsewhere, publishes now. Raises pymongo.errors.PyMongoError."""
    return bool(holders(store, "relay"))


def deliverer_alive(store: Store) -> bool:
    """Whether a deliverer, here or elsewhere, has the job now. Raises pymongo.errors.PyMongoError."""
    return _held(store, "deliver")


def _held(store: Store, job: str) -> bool:
    return store["leases"].find_one({"_id": job, "until": {"$gt": datetime.now(UTC)}}) is not None


def standing_still(signs: Iterable[Document]) -> list[Document]:
    """The partitions that these workers cannot read on: {place: "topic/0", offset, why} of each, once."""
    told = {each["place"]: each for sign in signs for each in sign.get("standing_still", ())}
    return [told[place] for place in sorted(told)]


def unread(signs: Iterable[Document]) -> frozenset[Partition]:
    """The partitions of reports that none of these workers reads, nor tells to stand still."""
    signs = list(signs)
    read = {place for sign in signs for place in sign["partitions"]} | {told["place"] for told in standing_still(signs)}
    return frozenset(place for place in INTAKE if f"{place[0]}/{place[1]}" not in read)


def workers_ready(store: Store, pids: Collection[int]) -> bool:
    """Whether the workers of these processes live, and with any others read every partition of reports."""
    try:
        signs = signs_of_life(store)
    except PyMongoError:
        return False
    ours = [sign for sign in signs if sign["pid"] in pids and (sign["partitions"] or standing_still([sign]))]
    return len(ours) == len(pids) and not unread(signs)
