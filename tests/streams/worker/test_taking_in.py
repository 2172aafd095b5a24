"""A record at which the ledger itself fails is set aside alone; trouble that passes is not taken for one."""

from bson.errors import InvalidDocument
from pymongo.errors import AutoReconnect, BulkWriteError, DocumentTooLarge, OperationFailure, WTimeoutError

from ledger.intake.incoming import Record
from ledger.mongo.shared_clock import SharedClock
from ledger.policy.in_force import RulesSource
from mobile_schema.cloudevents import SITE_VISIT
from mobile_schema.topics import SITE_VISITS
from streams.worker.taking_in import Ledger, passes
from tests import factories
from tests.signing import signatures
from tests.streams.parts import PROJECTS, Scene


def test_a_record_that_mongodb_refuses_is_found_and_set_aside(scene: Scene) -> None:
    visits = [scene.visit() for _ in range(9)]
    refused = visits[5]["report_id"]
    scene.store.database.command("collMod", "receipts", validator={"_id": {"$ne": refused}})
    place = (SITE_VISITS.name, 1)
    start = scene.positions()[place]
    records = [
        Record(*place, start + n, PROJECTS[0].encode(), factories.as_bytes(visit), scene.headers(SITE_VISIT), True)
        for n, visit in enumerate(visits)
    ]
    Ledger(scene.store, SharedClock(scene.store), RulesSource(), signatures()).take_records(records)
    scene.assert_each_once(visit["report_id"] for visit in visits if visit["report_id"] != refused)
    letter = scene.dead_letter(f"{place[0]}/{place[1]}/{start + 5}")
    assert letter is not None
    assert (letter["reason"], letter["report_id"]) == ("not-processable", refused)
    assert scene.positions()[place] == start + 9


def test_trouble_that_passes_is_told_from_what_never_will() -> None:
    passing = [AutoReconnect("away"), WTimeoutError("slow"), OperationFailure("stepped down", 189)]
    lasting = [
        DocumentTooLarge("17 MB"),
        OperationFailure("too large", 10334),
        BulkWriteError({"writeErrors": [{"code": 121, "errmsg": "refused"}]}),
        InvalidDocument("cannot encode"),
        OverflowError("more than 8 bytes"),
        KeyError("a defect of ours"),
    ]
    assert all(passes(error) for error in passing)
    assert not any(passes(error) for error in lasting)
