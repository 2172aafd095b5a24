"""Knows which partitions of reports stand still because a record cannot be read, and what a person does about it."""

from collections.abc import Iterator

from ledger.mongo.connection import Document, Store
from stack.checkup.finding import Finding
from stack.supervisor import readiness

PART = "damaged records"


def standing_still(store: Store) -> Iterator[Finding]:
    """A finding for each partition that stands still. Raises pymongo.errors.PyMongoError when the database is away."""
    for told in readiness.standing_still(readiness.signs_of_life(store)):
        yield Finding(PART, _says(told), _do(told))


def damaged_records(store: Store) -> Iterator[Finding]:
    """The same, or that there is none."""
    found = list(standing_still(store))
    yield from found or [Finding(PART, "各分区均可读取 / every partition of reports can be read")]


def _says(told: Document) -> str:
    return (
        f"{told['place']} 停在 {told['offset']}，其余分区照常 / "
        f"{told['place']} stands still at offset {told['offset']}, the others go on: {told['why']}"
    )


def _do(told: Document) -> str:
    return (
        "能恢复就先恢复这份日志；不能则跳过 / restore the partition's log if you can; if not, skip what is damaged:  "
        f'xiaohao deadletters skip {told["place"]} {told["offset"]} --reason "…"'
    )
