"""What users of like systems complained of, of who told: each complaint a test, named after its thread."""

from ledger.registry.entries import Duty, Person
from mobile_schema.vocabulary import Level, Role, State
from people.throttle import REVEALS_A_DAY
from tests.access.asking import asked, ids
from tests.access.test_every_operation import ways_of_reading
from tests.access.world import HOME, World, informant_of, lead_of
from tests.api.openapi import document
from tests.api.parts import slug


def test_fixmystreet_1343_the_unit_that_is_told_of_never_learns_who_told(made: World) -> None:
    """It sees that somebody did. `asked` looks every answer through for the words of every informant."""
    case = made.case(HOME, State.ASSIGNED)
    names = {"issue_id": case.id, "report_id": case.report_id, "sha256": case.sha256}
    names |= {"kind": "file", "suffix": "docx"}
    of_the_issue = sorted(path for path, _ in ways_of_reading() if path.startswith("/v1/issues"))
    assert len(of_the_issue) > 8
    with made.client("unit_staff") as client:
        for path in of_the_issue:
            asked(made, client, "unit_staff", "GET", path.format_map(names))
        whole = client.get(f"/v1/issues/{case.id}")
        assert (whole.json()["informant"], client.get(f"/v1/issues/{case.id}").status_code) == ({"given": True}, 200)
        assert ids(client, q=informant_of(case)["name"]) == set()
        refused = client.post(f"/v1/issues/{case.id}/informant/reveal", json={"reason": "核实"})
    assert (refused.status_code, slug(refused)) == (403, "separation-of-duties")


def test_fixmystreet_1343_who_is_of_the_unit_too_learns_it_in_no_other_post(made: World) -> None:
    case = made.case(HOME, State.ASSIGNED)
    staff = Duty(Role.UNIT_STAFF, HOME, lead_of(HOME))
    made.enter(Person("also-of-the-unit", "兼职", Role.SUPERVISOR, None, HOME, Level.COUNTY, also=(staff,)))
    with made.client("also-of-the-unit") as client:
        for method, end, body in (("PUT", "", informant_of(case)), ("POST", "/reveal", {"reason": "核实"})):
            answer = client.request(method, f"/v1/issues/{case.id}/informant{end}", json=body)
            assert (answer.status_code, slug(answer)) == (403, "separation-of-duties")


def test_fixmystreet_1343_whoever_reads_the_database_without_the_keys_reads_no_informant(made: World) -> None:
    said = [word.encode() for word in made.informants]
    for name in made.store.database.list_collection_names():
        stored = b"".join(made.store[name].find_raw_batches())
        assert [word for word in said if word in stored] == [], name


def test_fixmystreet_1343_without_its_key_it_is_told_to_nobody_and_no_line_says_it_was(made: World) -> None:
    case = made.case(HOME, State.DECLINED)
    lines = made.store["reveals"].count_documents({})
    made.store["informants"].update_one({"_id": case.id}, {"$inc": {"key": 7}})
    with made.client("county") as client:
        answer = client.post(f"/v1/issues/{case.id}/informant/reveal", json={"reason": "核实"})
    made.store["informants"].update_one({"_id": case.id}, {"$inc": {"key": -7}})
    assert (answer.status_code, slug(answer)) == (503, "informant-key-away")
    assert made.store["reveals"].count_documents({}) == lines


def test_digit_core_15_unmasking_asks_for_a_reason_and_leaves_a_line_without_the_name(made: World) -> None:
    case, made_by = (
        made.case(HOME, State.ASSIGNED),
        Person("curious", "好奇", Role.SUPERVISOR, None, HOME, Level.COUNTY),
    )
    made.enter(made_by)
    path = f"/v1/issues/{case.id}/informant"
    with made.client("curious") as client, made.client("auditor") as auditor:
        before = auditor.get(f"{path}/reveals").json()["items"]
        for body in ({}, {"reason": " "}, {"reason": "…"}):
            assert client.post(f"{path}/reveal", json=body).status_code == 422
        ways = document()["paths"]
        assert ways["/v1/issues/{issue_id}/informant"].keys() == {"put"}
        assert ways["/v1/issues/{issue_id}/informant/reveal"].keys() == {"post"}
        shown = client.post(f"{path}/reveal", json={"reason": "核实阻工经过"})
        assert (shown.json()["name"], shown.headers["cache-control"]) == (informant_of(case)["name"], "no-store")
        assert client.put(path, json=informant_of(case)).status_code == 200
        lines = asked(made, auditor, "auditor", "GET", f"{path}/reveals").json()["items"]
    mine = [each for each in lines if each["person_id"] == "curious"]
    assert len(lines) == len(before) + len(mine)
    assert {(each["what"], each["reason"]) for each in mine} == {("looked", "核实阻工经过"), ("given", None)}
    assert all(each["credential"].startswith("token:") for each in mine)


def test_digit_core_15_nobody_unmasks_a_whole_ledger_in_a_day(made: World) -> None:
    case = made.case(HOME, State.ASSIGNED)
    made.enter(Person("collector", "收集", Role.SUPERVISOR, None, HOME, Level.COUNTY))
    with made.client("collector") as client:
        path = f"/v1/issues/{case.id}/informant/reveal"
        assert client.post(path, json={"reason": "核实"}).status_code == 200
        made.store["tries"].update_one({"_id": "reveals/collector"}, {"$set": {"tries": REVEALS_A_DAY}})
        lines = made.store["reveals"].count_documents({})
        refused = client.post(path, json={"reason": "核实"})
    assert (refused.status_code, slug(refused), refused.json()["most"]) == (429, "too-many-reveals", REVEALS_A_DAY)
    assert int(refused.headers["retry-after"]) > 80_000
    assert made.store["reveals"].count_documents({}) == lines


def test_digit_core_15_that_there_is_an_informant_is_news_to_who_had_read_the_issue(made: World) -> None:
    case = made.case(HOME, State.IN_PROGRESS)
    path = f"/v1/issues/{case.id}"
    with made.client("county") as client:
        first = client.get(path)
        said = {"name": "后来者", "phone": "13800001234"}
        for _ in range(2):
            assert client.put(f"{path}/informant", json=said).json() == {"given": True}
        again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (first.json()["informant"], again.status_code) == (None, 200)
        assert again.json() == first.json() | {"informant": {"given": True}}
        seen = {"If-Match": again.headers["etag"]}
        assert client.post(f"{path}/comment", json={"note": "请核实"}, headers=seen).status_code == 200
