"""One type for region codes and one for moments, in queries, bodies and commands alike."""

import json
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from ledger.issue.words.referring import LogReferral
from ledger.issue.words.timing import RequestExtension, Suspend
from ledger.registry.regions import RegionCode, level_of
from mobile_schema.fields import Day, UtcMoment
from tests.api.parts import CITY, PROVINCE, Scene, paths, slug

NO_REGIONS = ["140012", "140005", "040000", "000000", "1401", "1401055", "１４０１０５", "140105 "]
NO_MOMENTS = [
    "1700000000",
    "2026-01-01_00:00:00Z",
    "2026-01-01 00:00:00Z",
    "2026-01-01",
    "2026-01-01T00:00:00",
    "2026-01-01T00:00Z",
    "2026-13-01T00:00:00Z",
]
NO_DAYS = ["1700006400", "20260101", "2026-01-01T00:00:00Z", "2026_01_01", "2026-02-30"]


@pytest.mark.parametrize("path", ["issues", "alerts", "units", "projects", "vacancies", "stream"])
@pytest.mark.parametrize("code", NO_REGIONS)
def test_what_is_no_region_is_refused_in_every_query(scene: Scene, path: str, code: str) -> None:
    with scene.client(PROVINCE) as client:
        answer = client.get(f"/v1/{path}", params={"region": code})
    assert (answer.status_code, slug(answer), paths(answer)) == (422, "invalid", ["request.query.region"])


@pytest.mark.parametrize("who", [PROVINCE, CITY])
@pytest.mark.parametrize("code", ["149999", "999999", "140199"])
def test_a_region_that_nobody_registered_has_nothing_in_it_in_every_list(scene: Scene, code: str, who: str) -> None:
    with scene.client(who) as client:
        answers = [
            client.get(f"/v1/{path}", params={"region": code})
            for path in ("issues", "alerts", "units", "projects", "vacancies")
        ]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert [(answer.json()["items"], answer.json()["next_cursor"]) for answer in answers] == [([], None)] * 5


@pytest.mark.parametrize("code", NO_REGIONS)
def test_what_is_no_region_is_refused_in_a_body(scene: Scene, code: str) -> None:
    with scene.client(PROVINCE) as client:
        answer = client.post("/v1/policies/simulate", json={"policy": "13710@1", "region": code})
    assert (answer.status_code, slug(answer), paths(answer)) == (422, "invalid", ["$.region"])


@given(st.text("0123456789", min_size=6, max_size=6))
def test_what_the_type_takes_the_tree_of_regions_knows(code: str) -> None:
    try:
        TypeAdapter(RegionCode).validate_python(code)
    except ValidationError:
        return
    level_of(code)


@pytest.mark.parametrize("text", NO_MOMENTS)
def test_what_is_no_moment_is_refused_in_a_query_a_body_and_a_command(scene: Scene, text: str) -> None:
    with scene.client(PROVINCE) as client:
        asked = client.get("/v1/issues", params={"due_before": text})
        moved = client.put("/v1/clock", json={"now": text})
        told = client.post("/v1/issues/x/log-referral", json={"body": "police_110", "referred_at": text})
    assert [slug(each) for each in (asked, moved, told)] == ["invalid"] * 3
    assert [*paths(asked), *paths(moved), *paths(told)] == ["request.query.due_before", "$.now", "$.referred_at"]


@pytest.mark.parametrize("number", [1_700_000_000, 1.5, True])
def test_a_number_is_no_moment_either(number: float) -> None:
    with pytest.raises(ValidationError):
        LogReferral.model_validate_json(json.dumps({"body": "police_110", "referred_at": number}), strict=True)
    with pytest.raises(ValidationError):
        TypeAdapter(UtcMoment).validate_python(number)


def test_a_moment_is_read_the_same_strictly_or_not() -> None:
    for text in ("2026-03-02T09:15:00+08:00", "2026-03-02t01:15:00.000z"):
        for strict in (True, False):
            read = TypeAdapter(UtcMoment).validate_json(json.dumps(text), strict=strict)
            assert read == datetime(2026, 3, 2, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day_is_refused_in_bodies_and_commands(scene: Scene, text: str) -> None:
    with scene.client(PROVINCE) as client:
        answer = client.post("/v1/policies/simulate", json={"policy": "13710@1", "from": text})
    assert (slug(answer), paths(answer)) == ("invalid", ["$.from"])
    for command, name in ((RequestExtension, "due_on"), (Suspend, "resume_on")):
        with pytest.raises(ValidationError):
            command.model_validate_json(json.dumps({name: text, "reason": "x"}), strict=True)
    with pytest.raises(ValidationError):
        TypeAdapter(Day).validate_python(text)


@pytest.mark.parametrize("number", ["1_0", "1.0", "+10", " 10", "10 ", "1e1", "010", "１０", "", "0x10"])
def test_only_digits_are_a_number(inspector: httpx.Client, number: str) -> None:
    for path in ("issues", "alerts", "units", "projects"):
        answer = inspector.get(f"/v1/{path}", params={"limit": number})
        assert (slug(answer), paths(answer)) == ("invalid", ["request.query.limit"])
    wait = inspector.get("/v1/receipts/0195551a-9b20-7c31-8f4e-2a6d1b9c0e57", params={"wait": number})
    assert number == "1.0" or slug(wait) == "invalid"


@pytest.mark.parametrize("word", ["1", "0", "yes", "on", "t", "True", "FALSE", "", " true"])
def test_only_true_and_false_are_a_truth(inspector: httpx.Client, word: str) -> None:
    for path, name in (("issues", "archived"), ("alerts", "mine"), ("alerts", "acknowledged"), ("stream", "mine")):
        answer = inspector.get(f"/v1/{path}", params={name: word})
        assert (slug(answer), paths(answer)) == ("invalid", [f"request.query.{name}"])


@pytest.mark.parametrize("version", ["1.0", "1_0", "+1", "01", "%201"])
def test_only_digits_are_a_version(inspector: httpx.Client, version: str) -> None:
    assert slug(inspector.get(f"/v1/policies/13710/{version}")) == "invalid"


@pytest.mark.parametrize("first", ["0001-01-01", "0001-01-02", "1969-12-31"])
def test_a_simulation_may_begin_before_everything(scene: Scene, first: str) -> None:
    with scene.client(CITY) as client:
        answer = client.post("/v1/policies/simulate", json={"policy": "13710@1", "from": first, "to": "9999-12-31"})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_no_command_breaks_on_a_far_day(scene: Scene, day: str) -> None:
    issue = scene.issue()
    bodies = {
        "file-plan": {"milestones": [{"name": "x", "due_on": day}]},
        "request-extension": {"due_on": day, "reason": "x"},
        "request-suspension": {"resume_on": day, "reason": "x"},
        "log-referral": {"body": "police_110", "referred_at": f"{day}T00:00:00+08:00"},
    }
    with scene.client("staff-140105-natural-resources") as unit, scene.client(PROVINCE) as province:
        unit.post(f"/v1/issues/{issue['id']}/accept", json={"person_id": "staff-140105-natural-resources"})
        for name, body in bodies.items():
            assert unit.post(f"/v1/issues/{issue['id']}/{name}", json=body).status_code < 500, name
        suspended = province.post(f"/v1/issues/{issue['id']}/suspend", json={"resume_on": day, "reason": "x"})
    assert suspended.status_code < 500
