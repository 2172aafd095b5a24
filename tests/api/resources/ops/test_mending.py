"""The report of a dead letter is mended once, by who may, for a reason; what came is kept beside it."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from api.resources.ops.dead_letters import WholeDeadLetter
from api.resources.ops.mending import CheckedText
from ledger.intake.incoming import DAMAGED, UNSIGNED
from mobile_schema.topics import SITE_VISITS
from tests import factories
from tests.api.parts import COUNTY, INSPECTOR, PROJECT, PROVINCE, Scene, paths, slug, visit
from tests.plain_http import PLAIN

WHY = "已电话向报告人核实,项目代码少一位"


@pytest.fixture
def province(scene: Scene) -> Iterator[httpx.Client]:
    with scene.client(PROVINCE) as client:
        yield client


@pytest.fixture
def report() -> dict[str, Any]:
    """One whose project code is cut."""
    return visit(project_code="2026-140105-48-01", findings=[factories.finding()])


@pytest.fixture
def letter(scene: Scene, report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    scene.store["dead_letters"].delete_many({})
    scene.put(SITE_VISITS, factories.as_bytes(report))
    scene.settle()
    found = scene.store["dead_letters"].find_one({})
    assert found is not None
    assert found["reason"] == "invalid"
    yield found
    scene.skip()


def mended(report: dict[str, Any], **over: Any) -> str:
    return json.dumps(report | {"project_code": PROJECT} | over, ensure_ascii=False, indent=2)


def mend(client: httpx.Client, letter: dict[str, Any], content: str, reason: str = WHY) -> httpx.Response:
    return client.post(f"/v1/dead-letters/{letter['_id']}/mend", json={"content": content, "reason": reason})


def test_a_mended_report_is_on_the_ledger_under_its_reporter_and_says_that_it_was_mended(
    scene: Scene, province: httpx.Client, letter: dict[str, Any], report: dict[str, Any]
) -> None:
    content = mended(report)
    answer = mend(province, letter, content)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["replayed"], answer.json()["mended"], answer.json()["replayable"]) == (True, True, False)
    assert scene.settle() == 1
    said = province.get(f"/v1/reports/{report['report_id']}").json()
    assert (said["reporter"], said["flags"]) == (letter["reporter"], ["words-mended"])
    (event,) = scene.store["events"].find({"_id": {"$regex": f"^{said['issues'][0]['id']}"}, "version": 1})
    assert event["actor"]["credential"] == f"mended:{PROVINCE}:{letter['_id']}"


def test_the_letter_keeps_what_came_and_who_mended_it_when_and_why(
    scene: Scene, province: httpx.Client, letter: dict[str, Any], report: dict[str, Any]
) -> None:
    content = mended(report)
    mend(province, letter, content).raise_for_status()
    whole = province.get(f"/v1/dead-letters/{letter['_id']}")
    WholeDeadLetter.model_validate_json(whole.content)
    told = whole.json()
    assert told["content"] == bytes(letter["raw"]).decode()
    assert (told["mending"]["by"], told["mending"]["reason"], told["mending"]["content"]) == (PROVINCE, WHY, content)
    assert told["unmendable"] == "mended"
    again = province.post(f"/v1/dead-letters/{letter['_id']}/replay")
    assert (again.status_code, slug(again)) == (409, "already-mended")


def test_pressed_twice_at_once_it_goes_once_and_other_words_are_refused(
    scene: Scene, province: httpx.Client, letter: dict[str, Any], report: dict[str, Any]
) -> None:
    content = mended(report)
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda _: mend(province, letter, content), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(scene.published()) == 1
    other = mend(province, letter, mended(report, findings=[factories.finding(description="另一种说法")]))
    assert (other.status_code, slug(other), other.json()["by"]) == (409, "already-mended", PROVINCE)


def test_what_the_brokers_did_not_confirm_is_sent_by_the_same_words_again(
    scene: Scene, province: httpx.Client, letter: dict[str, Any], report: dict[str, Any]
) -> None:
    content = mended(report)
    mend(province, letter, content).raise_for_status()
    assert len(scene.published()) == 1
    died = {"$set": {"replayed": False, "mended.until": datetime.now(UTC) - timedelta(seconds=1)}}
    scene.store["dead_letters"].update_one({"_id": letter["_id"]}, died | {"$unset": {"mended.sent_at": ""}})
    assert mend(province, letter, content).json()["replayed"] is True
    assert len(scene.published()) == 1


def test_a_mended_report_that_still_does_not_fit_is_a_letter_that_names_the_one_it_came_from(
    scene: Scene, province: httpx.Client, letter: dict[str, Any], report: dict[str, Any]
) -> None:
    """Its reporter has sent another meanwhile, which the ledger meets first."""
    scene.put(SITE_VISITS, factories.as_bytes(report | {"project_code": PROJECT}))
    mend(province, letter, mended(report)).raise_for_status()
    scene.settle()
    (line,) = province.get("/v1/dead-letters").json()["items"]
    whole = province.get(f"/v1/dead-letters/{line['id']}").json()
    assert (whole["reason"], whole["mended_from"], whole["unmendable"]) == ("conflict", letter["_id"], "taken")


@pytest.mark.parametrize("way", ["check", "mend"])
def test_words_are_checked_field_by_field(
    province: httpx.Client, letter: dict[str, Any], report: dict[str, Any], way: str
) -> None:
    wrong = mended(report, report_id=factories.report_id(), project_code="2026-140105-48-01-000999")
    for content, faulty in (
        (bytes(letter["raw"]).decode(), ["$.project_code"]),
        (wrong, ["$.report_id", "$.project_code"]),
        ("{", ["$ (line 1, column 1)"]),
    ):
        body = {"content": content} | ({"reason": WHY} if way == "mend" else {})
        answer = province.post(f"/v1/dead-letters/{letter['_id']}/{way}", json=body)
        if way == "mend":
            assert (answer.status_code, slug(answer), paths(answer)) == (422, "invalid", faulty)
        else:
            CheckedText.model_validate_json(answer.content)
            assert [each["path"] for each in answer.json()["faults"]] == faulty
    sound = province.post(f"/v1/dead-letters/{letter['_id']}/check", json={"content": mended(report)})
    assert sound.json() == {"faults": []}


@pytest.mark.parametrize("reason", [UNSIGNED, DAMAGED])
def test_what_nobody_signed_or_is_damaged_is_not_mended(
    scene: Scene, province: httpx.Client, letter: dict[str, Any], report: dict[str, Any], reason: str
) -> None:
    scene.store["dead_letters"].update_one({"_id": letter["_id"]}, {"$set": {"reason": reason}})
    answer = mend(province, letter, mended(report))
    assert (answer.status_code, slug(answer), answer.json()["reason"]) == (409, "not-mendable", reason)
    assert scene.published() == []


def test_what_the_ledger_has_its_reporter_corrects(
    scene: Scene, province: httpx.Client, letter: dict[str, Any], report: dict[str, Any]
) -> None:
    scene.put(SITE_VISITS, mended(report).encode())
    scene.settle()
    answer = mend(province, letter, mended(report))
    assert (answer.status_code, slug(answer), answer.json()["reason"]) == (409, "not-mendable", "taken")


def test_who_may_not_is_refused_after_the_shape_and_before_what_there_is(
    scene: Scene, province: httpx.Client, letter: dict[str, Any], report: dict[str, Any]
) -> None:
    path, body = f"/v1/dead-letters/{letter['_id']}/mend", {"content": mended(report), "reason": WHY}
    with httpx.Client(base_url=province.base_url, **PLAIN) as nobody:
        assert nobody.post(path, json={}).status_code == 401
    for person in (INSPECTOR, COUNTY):
        with scene.client(person) as client:
            assert client.post(path, json=body | {"reason": " "}).status_code == 422
            for asked in (path, "/v1/dead-letters/x/0/1/mend"):
                answer = client.post(asked, json=body)
                assert (answer.status_code, slug(answer)) == (403, "not-permitted")
    absent = province.post("/v1/dead-letters/x/0/1/mend", json=body)
    assert (absent.status_code, slug(absent)) == (404, "unknown-dead-letter")


def test_a_projects_figure_that_was_refused_is_mended_and_judged_anew(scene: Scene, province: httpx.Client) -> None:
    scene.store["dead_letters"].delete_many({})
    scene.skip()
    said = factories.figure(project=PROJECT, month="2023-05", done_year=-40)
    with scene.client(COUNTY) as client:
        client.post("/v1/figures", content=factories.as_bytes(said)).raise_for_status()
        scene.settle()
        letter = scene.store["dead_letters"].find_one({})
        assert letter is not None
        other = json.dumps(said | {"report_id": factories.report_id()})
        assert paths(mend(province, letter, other)) == ["$.report_id"]
        mend(province, letter, json.dumps(said | {"done_year": 40})).raise_for_status()
        scene.settle()
        receipt = client.get(f"/v1/receipts/{said['report_id']}").json()
    assert (receipt["status"], receipt["figure"]["verdict"]) == ("in_ledger", "new")
    assert "words-mended" in receipt["flags"]
