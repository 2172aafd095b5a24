"""Knows how far each partition of each topic has been taken into the ledger."""

from collections.abc import Iterable, Mapping

from pymongo import UpdateOne

from ledger.mongo.connection import Store


def position_id(topic: str, partition: int) -> str:
    """The id of a partition's position."""
    return f"{topic}/{partition}"


def stored_offsets(store: Store, beginnings: Mapping[tuple[str, int], int]) -> dict[tuple[str, int], int]:
    """The next offset to take from each (topic, partition), never before what the broker still has.

    `beginnings` are the partitions asked for with the broker's first offset. A position that does not exist yet,
    or that retention has overtaken, is put there.
    """
    store["positions"].bulk_write(
        [
            UpdateOne({"_id": position_id(*place)}, {"$max": {"offset": first}}, upsert=True)
            for place, first in beginnings.items()
        ]
    )
    return read_offsets(store, beginnings)


def read_offsets(store: Store, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """The stored offsets of these (topic, partition); a missing one is left out."""
    ids = {position_id(*place): place for place in places}
    found = store["positions"].find({"_id": {"$in": list(ids)}})
    return {ids[document["_id"]]: document["offset"] for document in found}
