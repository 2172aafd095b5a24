"""POST of projects' figures: taken by the broker under the project's code, answered by a receipt, judged later."""

from typing import Any

import httpx
import pytest

from mobile_schema.cloudevents import CREDENTIAL, FIGURE, FIGURE_BATCH, REPORTER, decode
from mobile_schema.reports.sync import split_reports
from mobile_schema.topics import FIGURES
from tests import factories
from tests.api.parts import PROJECT, Scene, slug
from tests.ledger.factories import COUNTY, INSPECTOR
from tests.signing import signatures


def figure(**over: Any) -> dict[str, Any]:
    return factories.figure(**{"project": PROJECT} | over)


def sent(client: httpx.Client, *figures: dict[str, Any]) -> list[dict[str, Any]]:
    answer = client.post("/v1/figures", content=factories.as_bytes({"figures": list(figures)}))
    assert answer.status_code == 202, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    assert [each["index"] for each in results] == list(range(len(figures)))
    return results


def receipt(client: httpx.Client, said: dict[str, Any]) -> dict[str, Any]:
    answer = client.get(f"/v1/receipts/{said['report_id']}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_figure_goes_out_as_it_came_signed_under_its_project(scene: Scene, county: httpx.Client) -> None:
    scene.skip()
    body = factories.as_bytes(figure())
    answer = county.post("/v1/figures", content=body)
    assert (answer.status_code, answer.json()["status"]) == (202, "waiting")
    (message,) = scene.published()
    assert (message.topic, message.key, message.value) == (FIGURES.name, PROJECT.encode(), body)
    assert decode(message.headers).type == FIGURE
    said = dict(message.headers)
    assert said[REPORTER] == COUNTY.encode()
    assert said[CREDENTIAL]
    assert signatures().hold(message.headers, FIGURES.name, body)
    scene.skip()


def test_the_receipt_waits_and_then_tells_the_verdict(scene: Scene, county: httpx.Client) -> None:
    scene.skip()
    first, other = figure(), figure(done_year=41)
    taken = county.post("/v1/figures", content=factories.as_bytes(first))
    assert taken.headers["location"] == f"/v1/receipts/{first['report_id']}"
    assert (receipt(county, first)["status"], receipt(county, first)["figure"]) == ("waiting", None)
    county.post("/v1/figures", content=factories.as_bytes(other))
    again = figure(done_year=41)
    county.post("/v1/figures", content=factories.as_bytes(again))
    scene.settle()
    told = [receipt(county, each) for each in (first, other, again)]
    assert [each["status"] for each in told] == ["in_ledger"] * 3
    assert [each["figure"]["verdict"] for each in told] == ["new", "changed", "same"]
    kept = county.get(f"/v1/projects/{PROJECT}/figures").json()["items"]
    assert [(each["id"], each["done_year"]) for each in kept] == [
        (told[0]["figure"]["id"], 40),
        (told[1]["figure"]["id"], 41),
    ]


def test_the_same_bytes_again_are_no_second_figure_and_other_bytes_a_conflict(
    scene: Scene, county: httpx.Client
) -> None:
    scene.skip()
    said = figure(month="2025-11")
    body = factories.as_bytes(said)
    assert [county.post("/v1/figures", content=body).status_code for _ in range(2)] == [202, 200]
    assert scene.settle() == 1
    with scene.another() as client:
        client.headers["Authorization"] = f"Bearer {scene.tokens[COUNTY]}"
        again = client.post("/v1/figures", content=body)
        assert (again.status_code, again.json()["status"]) == (200, "in_ledger")
        conflict = client.post("/v1/figures", content=factories.as_bytes(said | {"done_year": 1}))
    assert (conflict.status_code, slug(conflict)) == (409, "report-id-conflict")


def test_several_go_out_in_one_record_a_project_and_a_bad_one_spoils_no_other(
    scene: Scene, county: httpx.Client
) -> None:
    scene.skip()
    good = [figure(month=f"2025-0{number}") for number in range(1, 5)]
    named = figure(project=None, name="新渠", regions=["140105"])
    bad = [figure(month="2025-13"), figure(regions=["火星"]), figure(regions=["140200"]), figure(project=None)]
    results = sent(county, *good, named, *bad)
    assert [each["status"] for each in results] == ["accepted"] * 5 + ["refused"] * 4
    assert [each["report_id"] for each in results] == [each["report_id"] for each in (*good, named, *bad)]
    faults = [each["problem"]["faults"] for each in results[5:]]
    assert [[fault["path"] for fault in each] for each in faults] == [["$.month"], ["$.regions"], [], ["$.project"]]
    assert results[7]["problem"]["type"].endswith(":not-permitted")
    messages = {message.key[:5]: message for message in scene.published()}
    assert messages.keys() == {b"0000-", PROJECT[:5].encode()}
    batch = messages[PROJECT[:5].encode()]
    assert decode(batch.headers).type == FIGURE_BATCH
    assert split_reports(batch.value) == [factories.as_bytes(each) for each in good]
    scene.skip()


def test_what_cannot_be_is_refused_by_the_ledger_and_its_receipt_says_why(scene: Scene, county: httpx.Client) -> None:
    scene.skip()
    first, wrong, other = figure(unit="甲", month="2025-12"), figure(done_year=-1), figure(unit="乙", month="2025-12")
    sent(county, first, wrong, other)
    scene.settle()
    told = [receipt(county, each) for each in (wrong, other)]
    assert [(each["status"], each["reason"], each["figure"]["verdict"]) for each in told] == [
        ("refused", "figure-fault", "fault"),
        ("refused", "figure-conflict", "conflict"),
    ]
    assert [each["faults"][0]["path"] for each in told] == ["$.done_year", "$.unit"]


def test_a_dry_run_sends_nothing_and_judges_what_would_be_sent(scene: Scene, county: httpx.Client) -> None:
    scene.skip()
    one, several = figure(month="2024-01"), {"figures": [figure(month="2024-01"), figure(month="2024-01")]}
    for body, expected in ((one, ["new"]), (several, ["new", "same"])):
        answer = county.post("/v1/figures?dry_run=true", content=factories.as_bytes(body))
        assert [each["verdict"] for each in answer.json()["items"]] == expected, answer.text
    assert scene.published() == []


def test_a_desks_file_is_kept_when_it_is_answered(scene: Scene, county: httpx.Client) -> None:
    scene.skip()
    row = {"project": PROJECT, "month": "2024-03", "plan_year": 100, "done_year": 10}
    elsewhere = row | {"regions": ["140200"]}
    answer = county.post("/v1/figures/import", json={"figures": [row, elsewhere]})
    assert [(each["verdict"], each["slug"]) for each in answer.json()["items"]] == [("new", ""), ("fault", "elsewhere")]
    assert "2024-03" in {each["month"] for each in county.get(f"/v1/projects/{PROJECT}/figures").json()["items"]}
    assert scene.published() == []


@pytest.mark.parametrize(
    "body",
    [b"", b"7", b"[]", b"{", b'{"figures": []}', b'{"figures": [{}], "registered": true}', b'{"month": "2025-01"}'],
)
def test_what_is_no_figure_is_refused(county: httpx.Client, body: bytes) -> None:
    answer = county.post("/v1/figures", content=body)
    assert (answer.status_code, slug(answer)) == (422, "invalid")


def test_who_may_not_report_figures_sends_none(scene: Scene, inspector: httpx.Client) -> None:
    scene.skip()
    answer = inspector.post("/v1/figures", content=factories.as_bytes(figure()))
    assert (answer.status_code, slug(answer)) == (403, "not-permitted"), INSPECTOR
    assert scene.published() == []
