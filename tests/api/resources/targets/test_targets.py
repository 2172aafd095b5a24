"""A year's targets: everybody sees how each stands; its lead unit alone enters what was reached, and where from."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ledger.figures.keeping import Reporting, report
from ledger.registry.days import CHINA
from mobile_schema.reports.figure import NewFigure, Stage
from tests.api.parts import Scene, paths, slug

LEAD = "staff-140000-development-reform"
OTHER = "staff-140000-natural-resources"
CODE = "G3-investment"


@pytest.fixture
def lead(scene: Scene) -> Iterator[httpx.Client]:
    """Staff of the unit that leads most of them."""
    scene.tokens[LEAD] = scene.token(LEAD)
    with scene.client(LEAD) as client:
        yield client


def enter(client: httpx.Client, code: str = CODE, **over: Any) -> httpx.Response:
    said = {"month": "2019-08", "value": 4250.5, "source": "省统计局8月月报"}
    return client.post(f"/v1/targets/{code}/figures", json=said | over)


def board(client: httpx.Client, **asked: str) -> dict[str, dict[str, Any]]:
    answer = client.get("/v1/targets", params=asked)
    assert answer.status_code == 200, answer.text
    return {each["code"]: each for each in answer.json()["items"]}


def test_each_has_its_unit_and_what_nobody_entered_is_not_known(province: httpx.Client) -> None:
    targets = board(province)
    assert all(each["unit_name_zh"] != each["unit_id"] for each in targets.values())
    assert targets["G3-investment"]["unit_name_en"] == "Development and Reform, Shanxi Province"
    assert (targets["G2-signed"]["reached"], targets["G2-signed"]["light"]) == (None, None)
    assert targets["G2-signed"]["months"][5] == {"month": "2019-06", "due": 6000.0, "reached": None, "computed": False}
    assert slug(province.get("/v1/targets?year=2018")) == "no-targets"


def test_the_lead_unit_enters_corrects_and_the_past_stays_as_it_was(lead: httpx.Client, province: httpx.Client) -> None:
    first = enter(lead).json()
    assert enter(lead).json() == first
    assert board(lead)[CODE]["light"] == "yellow"
    second = enter(lead, value=4300).json()
    assert (second["version"], second["corrects"]) == (2, first["id"])
    assert CODE in lead.get("/v1/targets").json()["mine"]
    told = board(province)[CODE]
    assert (told["month"], told["due"], told["reached"], told["light"]) == ("2019-08", 4294.0, 4300.0, "green")
    assert board(province, as_of=first["at"])[CODE]["reached"] == 4250.5
    assert board(province, as_of="9999-12-31T23:59:59Z").keys() == board(province).keys()
    assert [each["version"] for each in province.get(f"/v1/targets/{CODE}/figures").json()["items"]] == [1, 2]


@pytest.mark.parametrize("person", [OTHER, "supervisor-140000", "inspector-140105-1"])
def test_nobody_else_enters_it(scene: Scene, person: str) -> None:
    scene.tokens.setdefault(person, scene.token(person))
    with scene.client(person) as client:
        assert (enter(client).status_code, slug(enter(client))) == (403, "not-permitted")
        assert CODE not in client.get("/v1/targets").json()["mine"]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"month": "2020-01"}, "other-year"),
        ({"month": "2019-13"}, "invalid"),
        ({"value": 1e30}, "invalid"),
        ({"value": 1.234}, "invalid"),
        ({"value": "many"}, "invalid"),
        ({"source": ""}, "invalid"),
        ({"by": "somebody"}, "invalid"),
    ],
)
def test_what_cannot_be_meant_is_refused(lead: httpx.Client, said: dict[str, Any], refused: str) -> None:
    answer = enter(lead, **said)
    assert (answer.status_code, slug(answer)) == (422, refused)


def test_a_total_is_not_below_zero_and_a_rate_may_be(lead: httpx.Client) -> None:
    answer = enter(lead, value=-5)
    assert (answer.status_code, slug(answer), paths(answer)) == (422, "invalid", ["$.value"])
    assert enter(lead, code="G3-growth", value=-0.5).status_code == 200


def test_a_target_that_there_is_not_is_told(lead: httpx.Client) -> None:
    assert slug(enter(lead, code="G9")) == "unknown-target"
    assert slug(lead.get("/v1/targets/G9/figures")) == "unknown-target"


def test_what_figures_say_is_computed_and_entered_where_they_do_not(scene: Scene, lead: httpx.Client) -> None:
    code, figures = "G1-conversion", [("reserve", "2019-02"), ("reserve", "2019-02"), ("started", "2019-04")]
    enter(lead, code, month="2019-01", value=20)
    said = [
        NewFigure(name=name, month=month, stage=Stage(stage), regions=("太原市",), plan_year=1, done_year=1)
        for name, (stage, month) in zip("路桥路", figures, strict=True)
    ]
    report(scene.store, said, Reporting("someone", scene.clock.now(), scene.rules().catalogue, CHINA))
    told = board(lead)[code]
    assert [each["reached"] for each in told["months"][:5]] == [20.0, 0.0, 0.0, 50.0, None]
    assert (told["month"], told["light"], told["computed"]) == ("2019-04", "green", True)
    assert "储备 2 个" in told["source"]
    assert [each["computed"] for each in told["months"][:5]] == [False, True, True, True, False]
    assert code in lead.get("/v1/targets").json()["mine"], "January, and what comes after April"
    assert code not in lead.get("/v1/targets", params={"as_of": "2018-12-31T00:00:00Z"}).json()["mine"]
    assert slug(enter(lead, code, month="2019-04", value=20)) == "computed-month"
    enter(lead, code, month="2019-05", value=20)
    assert board(lead)[code]["month"] == "2019-05"
