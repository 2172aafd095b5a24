"""A worker takes every good report in once, and sets every bad record aside with its reason."""

import pytest

from ledger.groundwork.brokers import brokers_at
from ledger.intake.letters import NobodyVouches, UnknownDeadLetter, show_dead_letter
from mobile_schema.cloudevents import FIGURE, INCIDENT, SITE_VISIT, SITE_VISIT_BATCH
from mobile_schema.reports.sync import join_reports
from mobile_schema.signatures import SIGNATURE
from mobile_schema.topics import SITE_VISITS
from streams.relay.deadletters import list_dead_letters, replay_dead_letter
from tests import factories
from tests.ledger.parts import enter_project
from tests.signing import signatures
from tests.streams.parts import PROJECTS, Scene, until


def test_each_finding_and_each_incident_becomes_an_issue(working: Scene) -> None:
    visit = working.visit(findings=[factories.finding(), factories.finding(category="funding")])
    incident = factories.incident(project_code=PROJECTS[1])
    ids = [working.send(visit), working.send(incident, INCIDENT)]
    until(lambda: working.taken_in(ids))
    receipts = {receipt["_id"]: receipt for receipt in working.store["receipts"].find({"_id": {"$in": ids}})}
    assert [len(receipts[report_id]["issues"]) for report_id in ids] == [2, 1]
    serial = receipts[ids[1]]["issues"][0]["serial"]
    issue = working.store["issues"].find_one({"serial": serial})
    assert issue is not None
    assert issue["unit_id"] == "140106-public-security"


def test_a_projects_figure_is_kept_once_and_one_that_cannot_be_is_set_aside(working: Scene) -> None:
    right, headers = factories.figure(project=PROJECTS[0]), working.headers(FIGURE, "supervisor-140105")
    wrong = factories.as_bytes(right | {"report_id": factories.report_id(), "done_year": -1})
    places = [working.send_raw(factories.as_bytes(right), FIGURE, headers=headers) for _ in range(2)]
    place = working.send_raw(wrong, FIGURE, headers=headers)
    letter = until(lambda: working.dead_letter(place))
    assert (letter["reason"], letter["faults"][0]["path"]) == ("figure-fault", "$.done_year")
    assert not any(working.dead_letter(each) for each in places)
    kept = working.store["figures"].find({"project": PROJECTS[0]}).to_list()
    assert [(each["version"], each["done_year"]) for each in kept] == [(1, right["done_year"])]
    receipt = working.store["receipts"].find_one({"_id": right["report_id"]})
    assert receipt is not None
    assert receipt["figure"]["id"] == kept[0]["_id"]


def test_a_phones_queue_in_one_record_becomes_its_reports(working: Scene) -> None:
    visits = [working.visit() for _ in range(50)]
    reports = [factories.as_bytes(visit) for visit in visits]
    spoilt = [*reports[:20], b'{"report_id": 7}', *reports[20:]]
    place = working.send_raw(join_reports(spoilt), SITE_VISIT_BATCH)
    until(lambda: working.taken_in(visit["report_id"] for visit in visits))
    letter = working.dead_letter(f"{place}/20")
    assert letter is not None
    assert letter["raw"] == b'{"report_id": 7}'


def test_a_report_that_comes_again_is_taken_in_once(working: Scene) -> None:
    visit = working.visit()
    places = [working.send_raw(factories.as_bytes(visit)) for _ in range(3)]
    last = working.send(working.visit())
    until(lambda: working.taken_in([last]))
    issues = working.store["events"].count_documents({"data.report_id": visit["report_id"], "version": 1})
    assert issues == 1
    assert not any(working.dead_letter(place) for place in places)


def test_the_same_id_with_other_bytes_is_set_aside(working: Scene) -> None:
    visit = working.visit()
    working.send(visit)
    place = working.send_raw(factories.as_bytes(visit | {"captured_at": "2026-03-02T10:15:00+08:00"}))
    letter = until(lambda: working.dead_letter(place))
    assert letter["reason"] == "conflict"
    assert letter["report_id"] == visit["report_id"]


BAD = {
    "no-json": (b"\x00\xff{{{", "invalid"),
    "lone-surrogate": (factories.as_bytes(factories.site_visit()).replace(b"K12", b"\\ud800"), "invalid"),
    "unknown-version": (factories.as_bytes(factories.site_visit(schema_version="9.0")), "invalid"),
    "unknown-project": (factories.as_bytes(factories.site_visit()), "unknown-project"),
    "no-value": (None, "invalid"),
    "deep": (b"[" * 100_000, "invalid"),
}


def test_poison_between_good_records_harms_none_of_them(working: Scene) -> None:
    good, places = [working.send(working.visit())], {}
    for name, (value, _) in BAD.items():
        places[name] = working.send_raw(value)
        good.append(working.send(working.visit()))
    until(lambda: working.taken_in(good))
    letters = {name: until(lambda place=place: working.dead_letter(place)) for name, place in places.items()}
    assert {name: letter["reason"] for name, letter in letters.items()} == {
        name: reason for name, (_, reason) in BAD.items()
    }
    assert {name: letter["raw"] for name, letter in letters.items()} == {
        name: value or b"" for name, (value, _) in BAD.items()
    }


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ([("ce_specversion", b"1.0")], "unreadable"),
        ([("ce_specversion", b"1.0"), ("ce_id", b"\xff"), ("ce_source", b"/x"), ("ce_type", b"x")], "unreadable"),
        ([("ce_specversion", b"1.0"), ("ce_id", b"1"), ("ce_source", b"/x"), ("ce_type", b"other")], "unknown-type"),
    ],
)
def test_a_record_with_wrong_headers_is_set_aside(
    working: Scene, headers: list[tuple[str, bytes]], reason: str
) -> None:
    place = working.send_raw(b"{}", headers=headers)
    letter = until(lambda: working.dead_letter(place))
    assert letter["reason"] == reason
    assert [tuple(header) for header in letter["headers"]][:-1] == headers
    assert letter["headers"][-1][0] == SIGNATURE


def test_what_the_api_did_not_sign_is_set_aside_and_answers_no_phone(working: Scene) -> None:
    headers = working.headers(SITE_VISIT)
    visit, other = (factories.as_bytes(working.visit()) for _ in range(2))
    ours = signatures().sign(headers, SITE_VISITS.name, visit)
    another = [(name, b"inspector-140213-1" if name == "ce_reporter" else text) for name, text in ours]
    forged = {
        "no signature": working.send_raw(visit, headers=headers, signed=False),
        "another's reporter": working.send_raw(visit, headers=another, signed=False),
        "other bytes": working.send_raw(other, headers=ours, signed=False),
        "another topic": working.send_raw(visit, INCIDENT, headers=ours, signed=False),
    }
    letters = {name: until(lambda place=place: working.dead_letter(place)) for name, place in forged.items()}
    assert {name: (letter["reason"], letter["report_id"]) for name, letter in letters.items()} == dict.fromkeys(
        forged, ("unsigned", None)
    )
    assert letters["no signature"]["detail"].startswith("没有本系统的签名")


def test_what_came_unsigned_is_taken_once_an_operator_answers_for_it(working: Scene) -> None:
    visit = working.visit()
    place = working.send_raw(factories.as_bytes(visit), signed=False)
    letter = until(lambda: working.dead_letter(place))
    with pytest.raises(NobodyVouches):
        replay_dead_letter(working.store, brokers_at(working.bootstrap), letter["_id"], letter["at"], signatures())
    replay_dead_letter(
        working.store,
        brokers_at(working.bootstrap),
        letter["_id"],
        letter["at"],
        signatures(),
        vouched_by="wang@office",
    )
    until(lambda: working.taken_in([visit["report_id"]]))
    assert show_dead_letter(working.store, letter["_id"])["vouched_by"] == "wang@office"


def test_a_dead_letter_is_replayed_once_its_cause_is_gone(working: Scene) -> None:
    code = "2021-140105-30-03-700001"
    visit = factories.site_visit(project_code=code)
    place = working.send_raw(factories.as_bytes(visit), key=code)
    letter_id = until(lambda: working.dead_letter(place))["_id"]
    assert letter_id in [letter["_id"] for letter in list_dead_letters(working.store)]
    enter_project(working.store, code)
    at = working.store["dead_letters"].find_one({})["at"]  # type: ignore[index]

    def replayed() -> bool:
        replay_dead_letter(working.store, brokers_at(working.bootstrap), letter_id, at, signatures())
        return working.taken_in([visit["report_id"]])

    until(replayed)
    assert show_dead_letter(working.store, letter_id)["replayed"] is True
    assert letter_id not in [letter["_id"] for letter in list_dead_letters(working.store)]
    assert letter_id in [letter["_id"] for letter in list_dead_letters(working.store, replayed=True)]


def test_an_unknown_dead_letter_is_told(working: Scene) -> None:
    with pytest.raises(UnknownDeadLetter):
        show_dead_letter(working.store, "nowhere/0/0")


def test_what_is_committed_to_kafka_is_the_stored_position(working: Scene) -> None:
    topic, partition, _ = working.send_raw(factories.as_bytes(working.visit())).split("/")
    place = (topic, int(partition))
    until(lambda: working.committed().get(place) == working.positions()[place] == working.ends()[place])
