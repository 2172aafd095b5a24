"""Every question that is asked of many documents is answered by an index, in its order; every index answers one."""

from collections.abc import Mapping
from typing import Any

import pytest
from bson import Timestamp
from pymongo.errors import DuplicateKeyError

from ledger.mongo.connection import ANSWER_SECONDS, Store, ensure_indexes
from ledger.mongo.documents import DOCUMENTS
from ledger.mongo.outbox import MARKS
from ledger.mongo.positions import stored_offsets
from ledger.mongo.slots import ALL_SLOTS
from mobile_schema.topics import SITE_VISITS
from tests.ledger.mongo.profiling import profiled
from tests.ledger.mongo.questions import ARCHIVED_THERE, OLD, QUESTIONS, SORTS_A_FEW
from tests.ledger.parts import Ledger, photo_sent_by_everybody

Entries = list[dict[str, Any]]
SMALL = frozenset({"calendars", "endpoints", "keys", "leases", "policies", "positions", "retention", "workers"})
"""Read whole: what is in them does not grow with the ledger."""


@pytest.fixture(scope="module")
def asked(database: Store) -> Mapping[str, Entries]:
    """Each question, asked of a ledger with some issues, and what MongoDB did for it."""
    stored_offsets(database, {(SITE_VISITS.name, 0): 0})
    photo_sent_by_everybody(database)
    marks = {str(slot): {"written": Timestamp(1, 0)} for slot in ALL_SLOTS}
    database["positions"].insert_one({"_id": MARKS, "slots": marks})
    database["issues_archived"].insert_one({"_id": OLD, "serial": "140105-2020-00001", **ARCHIVED_THERE})
    ledger = Ledger(database)
    ledger.opened(30)
    ledger.add_up()
    found = {}
    for name, ask in QUESTIONS.items():
        with profiled(database) as did:
            ask(ledger)
        found[name] = [entry for entry in did if _collection(entry) not in SMALL and "planSummary" in entry]
    return found


def _collection(entry: dict[str, Any]) -> str:
    return str(entry["ns"]).partition(".")[2]


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_is_answered_by_an_index_without_sorting(asked: Mapping[str, Entries], question: str) -> None:
    summaries = [(_collection(entry), entry["planSummary"]) for entry in asked[question]]
    assert summaries
    assert not [told for told in summaries if "COLLSCAN" in told[1]]
    if question not in SORTS_A_FEW:
        assert not [entry["planSummary"] for entry in asked[question] if entry.get("hasSortStage")]


def test_every_index_is_there_for_a_question(asked: Mapping[str, Entries], database: Store) -> None:
    used = [(_collection(entry), entry["planSummary"]) for entries in asked.values() for entry in entries]
    idle = [
        f"{name}: {keys}"
        for name in (document._get_collection_name() for document in DOCUMENTS)
        for keys in _patterns(database, name)
        if not any(collection == name and keys in summary for collection, summary in used)
    ]
    assert idle == []


def _patterns(database: Store, collection: str) -> list[str]:
    """The keys of a collection's indexes as a plan shows them; without that of ids, and of what expires by itself."""
    return [
        "{ " + ", ".join(f"{field}: {way}" for field, way in index["key"]) + " }"
        for name, index in database[collection].index_information().items()
        if name != "_id_" and "expireAfterSeconds" not in index
    ]


def test_making_the_indexes_again_changes_nothing(store: Store) -> None:
    before = {name: store[name].index_information() for name in ("issues", "events", "alerts", "dead_letters")}
    ensure_indexes(store)
    assert {name: store[name].index_information() for name in before} == before


def test_an_index_may_take_longer_to_build_than_any_answer(store: Store) -> None:
    store["uploads"].drop_indexes()
    store.database.command("profile", 2)
    ensure_indexes(store)
    store.database.command("profile", 0)
    (built,) = store["system.profile"].find({"command.createIndexes": "uploads"})
    assert built["command"]["maxTimeMS"] > 1000 * ANSWER_SECONDS


def test_a_number_is_given_once(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    with pytest.raises(DuplicateKeyError):
        ledger.store["issues"].insert_one({"_id": "another", "serial": issue.serial})
