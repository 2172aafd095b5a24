"""An office keeps its registry by API: entries read, added, changed, retired; refused in the order of all answers."""

from typing import Any

import httpx
import pytest

from api.changes import ChangePage
from api.resources.organisation.views import PAGE
from ledger.registry.own_files.kinds import KINDS
from tests.api.parts import paths, slug
from tests.api.resources.organisation.parts import HOUSING, Office

ABSENT = "140105-nothing"
ELSEWHERE = "140213-housing"


def added(client: httpx.Client, kind: str, reason: str | None = None, **entry: Any) -> httpx.Response:
    return client.post(f"/v1/registry/{kind}", json={"entry": entry, "reason": reason})


def changed(client: httpx.Client, kind: str, key: str, seen: str | None = None, **change: Any) -> httpx.Response:
    headers = {} if seen is None else {"If-Match": seen}
    return client.patch(f"/v1/registry/{kind}/{key}", json={"change": change, "reason": "变动"}, headers=headers)


def latest(client: httpx.Client, kind: str, key: str) -> dict[str, Any]:
    answer = client.get("/v1/registry/history", params={"kind": kind, "entry": key})
    ChangePage.model_validate_json(answer.content)
    return dict(answer.json()["items"][0])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_listed_as_documented_and_each_entry_is_there_by_itself(made: Office, kind: str) -> None:
    with made.client("admin-140000") as client:
        answer = client.get(f"/v1/registry/{kind}", params={"limit": 3})
        PAGE[kind].model_validate_json(answer.content)
        for item in answer.json()["items"]:
            one = client.get(f"/v1/registry/{kind}/{item['id']}")
            assert one.json() == item
            assert one.headers["etag"] == f'"{item["tag"]}"'
            known = client.get(f"/v1/registry/{kind}/{item['id']}", headers={"If-None-Match": one.headers["etag"]})
            assert known.status_code == 304
        assert client.delete(f"/v1/registry/{kind}").status_code == 405


def test_a_unit_is_added_changed_retired_and_restored_and_each_says_who_and_from_what_to_what(made: Office) -> None:
    with made.client() as client:
        first = added(client, "units", "新设", id="140105-new", region="140105", name_zh="新城管委会")
        assert first.status_code == 201, first.text
        entry = first.json()["entry"]
        assert (entry["level"], entry["bureau"], entry["retired_on"]) == ("county", "", None)
        assert client.get("/v1/registry/units/140105-new").json() == first.json()
        renamed = changed(client, "units", "140105-new", first.headers["etag"], name_zh="新城办", phone="0351-1")
        assert renamed.status_code == 200, renamed.text
        event = latest(client, "units", "140105-new")
        assert (event["what"], event["reason"], event["actor"]["person_id"]) == ("changed", "变动", "admin-140105")
        assert event["actor"]["credential"].startswith("token:")
        assert event["changes"] == [
            {"field": "name_zh", "from": "新城管委会", "to": "新城办"},
            {"field": "phone", "from": None, "to": "0351-1"},
        ]
        assert changed(client, "units", "140105-new", retired_on="2026-01-01").status_code == 200
        assert latest(client, "units", "140105-new")["what"] == "retired"
        ended = client.get("/v1/registry/units", params={"ended": "true"}).json()["items"]
        assert [item["id"] for item in ended] == ["140105-new"]
        assert changed(client, "units", "140105-new", retired_on=None).json()["entry"]["retired_on"] is None
        assert latest(client, "units", "140105-new")["what"] == "restored"


def test_a_person_a_post_and_a_rule_are_entered(made: Office) -> None:
    with made.client() as client:
        person = {"id": "feng", "name": "冯", "role": "unit_staff", "unit_id": HOUSING, "region": "140105"}
        assert added(client, "persons", **person, title="科长").status_code == 201
        held = changed(client, "posts", f"unit_head:{HOUSING}", holders=["feng"])
        assert held.status_code == 200, held.text
        assert held.json()["entry"]["holders"][0]["person_id"] == "feng"
        rule = {"id": "ours", "lead": "own", "supervise": "own", "source": "纪要", "order": -1, "within": "140105"}
        rule |= {"severity": "ordinary", "level": "county"}
        assert added(client, "routes", **rule, categories=["land"], bureau="housing").status_code == 201


def test_the_answers_come_in_their_order(made: Office) -> None:
    """Shape, then what is not there, then what was changed meanwhile, then whether one may, then the rules."""
    with made.client() as admin, made.client("auditor-140105") as auditor, made.client("inspector-x") as inspector:
        for client in (admin, auditor, inspector):
            for odd in ({"name": 1}, {"id": "other"}, {"nonsense": "x"}):
                answer = changed(client, "units", ABSENT, **odd)
                assert (answer.status_code, slug(answer)) == (422, "invalid")
            assert slug(client.patch(f"/v1/registry/units/{HOUSING}", json={"change": {}})) == "invalid"
        for client in (admin, auditor):
            foreign, absent = (changed(client, "units", key, '"0"', parent="no") for key in (ELSEWHERE, ABSENT))
            assert (foreign.status_code, slug(foreign)) == (404, "unknown-entry")
            assert foreign.content == absent.content
            assert changed(client, "units", HOUSING, '"0"', parent="no").status_code == 412
        assert slug(changed(auditor, "units", HOUSING, parent="no")) == "not-permitted"
        for key in (HOUSING, ELSEWHERE, ABSENT):
            assert changed(inspector, "units", key, '"0"', phone="1").status_code == 403
        unsound = changed(admin, "units", HOUSING, parent="no")
        assert (unsound.status_code, slug(unsound)) == (422, "registry-refused")
        assert "没有" in unsound.text or "不存在" in unsound.text


def test_an_id_is_taken_once_and_that_is_told_to_those_alone_who_may_use_it(made: Office) -> None:
    with made.client() as client:
        taken = added(client, "units", id=HOUSING, region="140105", name_zh="甲", parent="no")
        assert (taken.status_code, slug(taken)) == (409, "entry-exists")
        foreign = added(client, "units", id=ELSEWHERE, region="140213", name_zh="甲")
        assert (foreign.status_code, slug(foreign)) == (403, "not-permitted")


@pytest.mark.parametrize(
    ("kind", "key", "change"),
    [
        ("units", HOUSING, {"region": "140106"}),
        ("persons", "staff-x", {"also": [{"role": "security", "region": "140105"}]}),
        ("persons", "admin-140105", {"also": [{"role": "supervisor", "region": "140105", "level": "county"}]}),
        ("persons", "away", {"name": "王五"}),
        ("persons", "staff-x", {"unit_id": "140106-housing"}),
        ("persons", "staff-x", {"also": [{"role": "inspector", "region": "140105", "unit_id": "140100-housing"}]}),
        ("persons", "auditor-140105", {"left_on": "2026-03-02"}),
        ("persons", "admin-140105", {"left_on": "2026-03-02"}),
        ("routes", "major", {"supervise": "county"}),
        ("posts", "supervisor:140105", {"holders": ["admin-140105"]}),
        ("categories", "land", {"evidence": ["site_photo"]}),
        ("evidence", "site_photo", {"name_zh": "照片"}),
    ],
)
def test_nobody_gives_what_they_lack_or_changes_what_is_not_theirs(
    made: Office, kind: str, key: str, change: dict[str, Any]
) -> None:
    events = made.store["registry_events"].count_documents({})
    with made.client() as client:
        answer = changed(client, kind, key, **change)
    assert (answer.status_code, slug(answer)) == (403, "not-permitted"), answer.text
    assert made.store["registry_events"].count_documents({}) == events


def test_one_sees_the_entries_of_ones_own_regions_and_what_holds_everywhere(made: Office) -> None:
    with made.client() as client:
        units = client.get("/v1/registry/units", params={"limit": 200}).json()["items"]
        assert {item["entry"]["region"] for item in units} == {"140105"}
        assert client.get("/v1/registry/persons/away").status_code == 200
        assert client.get("/v1/registry/persons/supervisor-140213").status_code == 404
        assert client.get("/v1/registry/categories").json()["items"] != []
        found = client.get("/v1/registry/persons", params={"q": "郑"}).json()["items"]
        assert [item["id"] for item in found] == ["staff-x"]
    with made.client("admin-140100") as city:
        wider = city.get("/v1/registry/units", params={"limit": 200, "region": "140106"}).json()["items"]
        assert {item["entry"]["region"] for item in wider} == {"140106"}


def test_the_history_of_another_region_is_not_there_and_who_moved_stays_readable_where_they_were(made: Office) -> None:
    with made.client("admin-140000") as province, made.client() as county:
        assert changed(province, "units", ELSEWHERE, phone="0352-1").status_code == 200
        moved = changed(province, "persons", "away", also=[])
        assert moved.status_code == 200, moved.text
        asked = {"kind": "units", "entry": ELSEWHERE}
        assert county.get("/v1/registry/history", params=asked).json()["items"] == []
        assert latest(county, "persons", "away")["changes"][0]["to"] == []
        assert changed(province, "persons", "away", phone="1").status_code == 200
        assert latest(county, "persons", "away")["changes"][0]["field"] == "also"
        pages = [county.get("/v1/registry/history", params={"limit": 2}).json()]
        while pages[-1]["next_cursor"]:
            pages.append(
                county.get("/v1/registry/history", params={"limit": 2, "cursor": pages[-1]["next_cursor"]}).json()
            )
        ids = [item["id"] for page in pages for item in page["items"]]
        assert ids == sorted(set(ids), reverse=True)


def test_people_to_choose_from_are_those_of_ones_unit_or_regions_without_their_telephones(made: Office) -> None:
    with made.client("staff-x") as staff, made.client("county-140105") as county:
        mine = staff.get("/v1/persons").json()["items"]
        assert {person["unit_id"] for person in mine} == {HOUSING}
        assert "0351-1234" not in staff.get("/v1/persons").text
        found = county.get("/v1/persons", params={"unit": HOUSING, "role": "unit_staff"}).json()["items"]
        assert found == mine
        assert county.get("/v1/persons", params={"q": "supervisor-140213"}).json()["items"] == []
    with made.client("inspector-x") as inspector:
        assert slug(inspector.get("/v1/persons")) == "not-permitted"


@pytest.mark.parametrize("reason", [None, "", "x" * 501, "a\u0000b", 7])
def test_a_change_says_why(made: Office, reason: Any) -> None:
    with made.client() as client:
        answer = client.patch(f"/v1/registry/units/{HOUSING}", json={"change": {"phone": "1"}, "reason": reason})
    assert (answer.status_code, paths(answer)) == (422, ["$.reason"])


@pytest.mark.parametrize("region", ["", "999999", "小店区"])
def test_what_is_in_no_region_is_refused_whoever_says_it(made: Office, region: str) -> None:
    rule = {"id": "odd", "lead": "own", "supervise": "own", "source": "x", "within": region}
    with made.client("admin-140000") as province, made.client() as county:
        for kind, entry in (("routes", rule), ("units", {"id": "odd", "region": region, "name_zh": "甲"})):
            assert added(county, kind, **entry).status_code == 403
            answer = added(province, kind, **entry)
            assert (answer.status_code, slug(answer)) == (422, "registry-refused")
            assert "no region" in answer.text or "unknown region" in answer.text


def test_a_category_that_the_office_retired_is_none_to_choose_and_is_readable_still(made: Office) -> None:
    with made.client("admin-140000") as province, made.client("inspector-x") as inspector:
        assert changed(province, "categories", "acceptance", retired_on="2020-01-01").status_code == 200
        assert latest(province, "categories", "acceptance")["what"] == "retired"

        def named(**params: str) -> dict[str, str]:
            items = inspector.get("/v1/categories", params=params).json()["items"]
            return {each["code"]: each["name_zh"] for each in items}

        assert "acceptance" not in named()
        assert named(ended="true") == named() | {"acceptance": "竣工验收"}
        refused = changed(province, "categories", "obstruction", retired_on="2020-01-01")
        assert (refused.status_code, slug(refused)) == (422, "registry-refused")
        assert changed(province, "categories", "acceptance", retired_on=None).status_code == 200
        assert "acceptance" in named()
