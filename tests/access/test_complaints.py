"""What users of like systems complained of, of seeing what is another's: each complaint a test, named after its thread
(owner/repository#number).
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pytest

from api.stream.frames import Event
from ledger.access.matrix import MATRIX, Column, Relation
from ledger.access.scopes import scope_of
from ledger.evidence.uploads import note_upload
from ledger.registry.entries import Duty, Person
from ledger.store.alerts import AlertFilter, list_alerts
from mobile_schema.vocabulary import Level, Role, State
from tests.access.asking import ids
from tests.access.world import HOME, PERSONAS, World, lead_of
from tests.streams.parts import until

FOREIGN: Final = "140213"


@pytest.mark.parametrize(
    "filters",
    [
        {"region": FOREIGN},
        {"region": "140200"},
        {"unit": lead_of(FOREIGN)},
        {"project": f"2026-{FOREIGN}-30-03-880001"},
    ],
)
def test_onadata_1692_no_filter_finds_what_the_list_does_not_show(made: World, filters: dict[str, str]) -> None:
    for persona in ("unit_staff", "county", "city", "auditor"):
        with made.client(persona) as client:
            assert ids(client, **filters) == set()


def test_onadata_1692_words_find_what_the_list_shows_and_no_more(made: World) -> None:
    """Each issue has these words; the names of the unit and of the project are others' too."""
    for persona in ("inspector", "unit_staff", "county", "city", "province", "auditor"):
        with made.client(persona) as client:
            assert ids(client, q="描述") == ids(client)
            total = client.get("/v1/issues/marks", params={"q": "描述"}).json()["total"]
            assert total == len(ids(client))
            if persona not in ("inspector", "province"):
                for words in (f"描述-{FOREIGN}", FOREIGN, f"项目-{FOREIGN}"):
                    assert ids(client, q=words) == set()


def test_kpi_3389_who_reads_an_issue_opens_its_photo(made: World) -> None:
    case = made.case(HOME, State.ASSIGNED)
    for persona in ("unit_staff", "county", "auditor"):
        with made.client(persona) as client:
            path = f"/v1/issues/{case.id}/attachments/{case.sha256}"
            assert client.get(path).headers["content-type"] == "image/jpeg"


def test_kobocat_551_a_known_hash_opens_nothing(made: World) -> None:
    foreign, own = made.case(FOREIGN, State.ASSIGNED), made.case(HOME, State.ASSIGNED)
    with made.client("county") as client:
        for path in (
            f"/v1/attachments/{foreign.sha256}",
            f"/v1/issues/{foreign.id}/attachments/{foreign.sha256}",
            f"/v1/issues/{own.id}/attachments/{foreign.sha256}",
        ):
            assert client.get(path, headers={"If-None-Match": f'"{foreign.sha256}"'}).status_code == 404


def test_kobocat_261_naming_a_strangers_hash_makes_it_no_evidence_of_ones_own(made: World) -> None:
    """The event names it, but its actor never sent it."""
    foreign, own = made.case(FOREIGN, State.ASSIGNED), made.case(HOME, State.DECLINED)
    event = made.store["events"].find_one({"issue_id": own.id, "version": 1})
    assert event is not None
    named = {"$set": {"data.attachments": [*event["data"]["attachments"], foreign.sha256]}}
    made.store["events"].update_one({"_id": event["_id"]}, named)
    path = f"/v1/issues/{own.id}/attachments/{foreign.sha256}"
    try:
        with made.client("county") as client:
            assert client.get(path).status_code == 404
            note_upload(made.store, foreign.sha256, own.reporter, 1, datetime(2026, 1, 1, tzinfo=UTC))
            assert client.get(path).status_code == 200
    finally:
        made.store["events"].replace_one({"_id": event["_id"]}, event)


def test_fixmystreet_612_no_cache_keeps_a_photo_past_the_right_to_see_it(made: World) -> None:
    case = made.case(HOME, State.ASSIGNED)
    path = f"/v1/issues/{case.id}/attachments/{case.sha256}"
    with made.client("county") as client:
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (first.headers["cache-control"], again.status_code) == ("private, no-cache", 304)
    with made.client("admin") as client:
        assert client.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 404


def test_zammad_2757_errors_name_nothing_of_another_issue(made: World) -> None:
    own, foreign = made.case(HOME, State.IN_PROGRESS), made.case(FOREIGN, State.IN_PROGRESS)
    with made.client("county") as client:
        path = f"/v1/issues/{own.id}/merge"
        there = client.post(path, json={"into": foreign.id, "reason": "同一"})
        absent = client.post(path, json={"into": "nothing", "reason": "同一"})
        told = client.get("/v1/alerts", params={"mine": "false", "issue": foreign.serial}).json()
    assert there.text.replace(foreign.id, "ID") == absent.text.replace("nothing", "ID")
    assert there.status_code == 404
    assert told == {"items": [], "next_cursor": None}


def test_zammad_2215_an_inbox_tells_of_no_alert_that_the_list_of_alerts_does_not(made: World) -> None:
    """Each was once told of the same issue; who has another post by now is not told any more."""
    for persona in PERSONAS:
        with made.client(persona) as client:
            told = client.get("/v1/inbox", params={"limit": "200"}).json()["alerts"]
            listed = client.get("/v1/alerts", params={"limit": "200"})
        shown = {alert["id"] for alert in told["items"]}
        if Relation.OWN in MATRIX["alert.list"][Column(persona)]:
            assert f"to-{PERSONAS[persona].id}" in shown & {alert["id"] for alert in listed.json()["items"]}
        else:
            assert (told["count"], shown) == (0, set())


def test_kpi_4739_counts_of_a_scope_read_no_issue(made: World) -> None:
    """They come out of the index that holds the scope, however many issues there are."""
    database = made.store.database
    database.command("profile", 2)
    try:
        with made.client("county") as client:
            assert client.get("/v1/counts").json()["open"] > 0
    finally:
        database.command("profile", 0)
    asked = list(database["system.profile"].find({"ns": f"{database.name}.issues"}))
    assert {each["docsExamined"] for each in asked} == {0}


def test_zammad_6349_two_posts_show_what_each_shows_and_nothing_more(made: World) -> None:
    staff = Duty(Role.UNIT_STAFF, FOREIGN, lead_of(FOREIGN))
    made.enter(Person("two-posts", "二职", Role.INSPECTOR, None, "140106", also=(staff,)))
    with made.client("two-posts") as client:
        found = ids(client)
    region = {case.id for case in made.cases if case.county == "140106"}
    unit = {case.id for case in made.cases if case.county == FOREIGN and case.state is not State.REPORTED}
    assert found == region | unit


@pytest.mark.parametrize("persona", ["inspector", "unit_staff", "county", "city", "auditor"])
def test_glpi_4742_what_the_list_shows_opens_and_nothing_else_does(made: World, persona: str) -> None:
    some = made.cases[::3]
    with made.client(persona) as client:
        opened = {case.id for case in some if client.get(f"/v1/issues/{case.id}").status_code == 200}
        assert opened == {case.id for case in some} & ids(client)


def test_glpi_12967_the_right_to_do_something_shows_no_more_issues(made: World) -> None:
    for someone in PERSONAS.values():
        reads = scope_of(someone, "issue.read").keys
        assert [
            action for action in MATRIX if action.startswith("issue.") and scope_of(someone, action).keys - reads
        ] == []
    foreign = made.case(FOREIGN, State.REPORTED)
    with made.client("county") as client:
        answer = client.post(f"/v1/issues/{foreign.id}/assign", json={"unit_id": lead_of(HOME)})
    assert answer.status_code == 404


def test_cadasta_1036_a_right_is_looked_at_each_time_and_not_once(made: World) -> None:
    case = made.case(HOME, State.ASSIGNED)
    someone = Person("mover", "调任", Role.SUPERVISOR, None, HOME, Level.COUNTY)
    made.enter(someone)
    with made.client("mover") as client:
        path = f"/v1/issues/{case.id}/attachments/{case.sha256}"
        known = {"If-None-Match": client.get(path).headers["etag"]}
        assert client.get(path, headers=known).status_code == 304
        made.enter(replace(someone, region=FOREIGN))
        until(lambda: client.get(path, headers=known).status_code == 404)
        assert ids(client) == {case.id for case in made.cases if case.county == FOREIGN}


def test_central_792_who_voided_an_issue_is_seen_by_whoever_reads_it(made: World) -> None:
    case = made.case(HOME, State.VOIDED)
    for persona in ("unit_staff", "county", "city", "auditor"):
        with made.client(persona) as client:
            events = client.get(f"/v1/issues/{case.id}/history").json()["items"]
        (voided,) = [event for event in events if event["type"] == "issue.voided.v1"]
        assert voided["actor"]["person_id"] == f"decider-{HOME}"


def test_zammad_3437_a_deployment_of_one_county_grants_nothing_more() -> None:
    """Where there is one region, one unit and one inspector, the table is the same table."""
    for persona in ("admin", "security"):
        assert scope_of(PERSONAS[persona], "issue.read").empty
    assert scope_of(PERSONAS["unit_staff"], "issue.read").keys == {f"u:{lead_of(HOME)}"}


def test_glpi_5201_no_credential_is_in_any_answer(made: World) -> None:
    with made.client("province") as client:
        texts = [
            client.get(path).text for path in ("/v1/me", "/v1/units?limit=5", "/v1/channels", "/v1/issues?limit=50")
        ]
    assert not [token for token in made.tokens.values() for text in texts if token in text]


def test_central_736_an_auditor_reads_and_never_acts(made: World) -> None:
    case = made.case(HOME, State.ASSIGNED)
    with made.client("auditor") as client:
        assert client.get(f"/v1/issues/{case.id}").status_code == 200
        answer = client.post(f"/v1/issues/{case.id}/void", json={"reason": "误报"})
    assert answer.status_code == 403


def test_webprotege_294_list_catch_up_and_live_obey_one_predicate(made: World) -> None:
    """What the list asks of MongoDB and what the stream asks of each alert are the same for everybody."""
    stored = list(made.store["alerts"].find({}))
    for someone in PERSONAS.values():
        wanted = AlertFilter(scope_of(someone, "alert.stream"))
        listed = {alert["_id"] for alert in list_alerts(made.store, wanted, 500).items}
        told = {alert["_id"] for alert in stored if wanted.covers(Event("", alert, b"").alert)}
        assert listed == told
