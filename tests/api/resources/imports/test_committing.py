"""Rows that were judged get onto the ledger in the background, once each, and come off it again."""

from typing import Any

import httpx

from tests import factories
from tests.api.parts import slug
from tests.api.resources.imports.test_imports import at, begun, ledger, sent
from tests.streams.parts import until

ROWS: list[list[Any]] = [
    [1, "2026-01-05", "样例项目一（小店区）", "北门便道未通", "2026-12-20", "", "整改中", "晴"],
    [2, "2026-01-06", "样例项目一（小店区）", "南门土地证未办", "2026-12-21", "", "已销号", "阴"],
    [3, "2026-02-30", "样例项目一（小店区）", "日期写错了", "2026-12-22", "", "整改中", "雨"],
]


def committed(client: httpx.Client, one: dict[str, Any]) -> dict[str, Any]:
    """The import once all is written."""
    key = {"Idempotency-Key": factories.report_id()}
    assert client.post(at(one, "/commit"), headers=key).status_code == 202
    until(lambda: client.get(at(one)).json()["state"] == "committed")
    return dict(client.get(at(one)).json())


def test_what_was_not_checked_is_not_committed(county: httpx.Client) -> None:
    one = begun(county, *ROWS)
    assert slug(county.post(at(one, "/commit"))) == "wrong-state"
    assert slug(county.post(at(one, "/undo"))) == "wrong-state"


def test_rows_come_onto_the_ledger_once_and_come_off_again(county: httpx.Client, city: httpx.Client) -> None:
    one = county.post(at(begun(county, *ROWS), "/check")).json()
    assert slug(city.post(at(one, "/commit"))) == "not-permitted"
    done = committed(county, one)
    assert (done["counts"]["new"], done["done"], done["counts"]["fault"]) == (2, 2, 1)
    issues = {each["description"]: each for each in county.get("/v1/issues", params={"limit": 200}).json()["items"]}
    assert {"北门便道未通", "南门土地证未办"} <= set(issues)
    assert "日期写错了" not in issues
    assert county.post(at(one, "/commit")).status_code == 200
    again = county.post(at(begun(county, *ROWS), "/check")).json()
    assert (again["counts"]["same"], again["counts"]["new"], again["counts"]["fault"]) == (2, 0, 1)
    undone = city.post(at(one, "/undo")).json()
    assert (undone["withdrawn"], undone["left"]) == (2, [])
    assert city.post(at(one, "/undo")).json() == undone
    assert county.get(at(one)).json()["state"] == "undone"


def test_a_check_is_thrown_away_until_it_is_on_the_ledger(county: httpx.Client, city: httpx.Client) -> None:
    one = county.post(at(begun(county, *ROWS), "/check")).json()
    assert slug(city.delete(at(one))) == "not-permitted"
    assert county.delete(at(one)).status_code == 204
    for asked in (county.get(at(one)), county.get(at(one, "/rows")), county.delete(at(one))):
        assert slug(asked) == "unknown-import"
    assert one["id"] not in {each["id"] for each in county.get("/v1/imports").json()["items"]}
    done = committed(county, county.post(at(begun(county, *ROWS), "/check")).json())
    refused = county.delete(at(done))
    assert (refused.status_code, slug(refused), refused.json()["state"]) == (409, "wrong-state", "committed")
    assert "请撤销导入" in refused.json()["detail"]
    assert county.post(at(done, "/undo")).json()["withdrawn"] == 2


def test_what_an_undo_took_back_is_called_no_false_report(county: httpx.Client) -> None:
    one = committed(county, county.post(at(begun(county, *ROWS), "/check")).json())
    assert county.post(at(one, "/undo")).json()["withdrawn"] == 2
    asked = {"import": one["id"], "state": "voided"}
    line = county.get("/v1/issues", params=asked).json()["items"][0]
    assert (line["void_cause"], line["names"]["state"]["name_zh"]) == ("import_undone", "导入已撤销")
    issue = county.get(f"/v1/issues/{line['id']}").json()
    assert (issue["voiding"]["cause"], issue["state"]) == ("import_undone", "voided")
    told = county.get(f"/v1/issues/{line['id']}/explain").json()
    assert any("导入已于" in each for each in told["sentences_zh"])
    said = county.get("/v1/issues", params={**asked, "form": "csv"}).text
    assert ("误报" in said, "导入已撤销" in said) == (False, True)
    story = county.get(f"/v1/issues/{line['id']}/history", params={"form": "csv"}).text
    assert ("认定误报" in story, "导入已撤销" in story) == (False, True)


def test_a_template_that_came_in_is_known_again(county: httpx.Client) -> None:
    first = begun(county, *ROWS)
    mapping = first["mapping"] | {"columns": first["mapping"]["columns"] | {"天气": "note"}}
    assert county.put(at(first, "/mapping"), json=mapping).is_success
    committed(county, county.post(at(first, "/check")).json())
    second = begun(county, *ROWS)
    assert second["remembered"]["columns"]["天气"] == "note"


def test_a_template_that_is_called_otherwise_this_month_has_the_same_rows(county: httpx.Client) -> None:
    row = [1, "2026-01-05", "样例项目一（小店区）", "东门围挡缺失", "2026-12-20", "", "整改中", "晴"]
    committed(county, county.post(at(begun(county, row, filename="三月.xlsx"), "/check")).json())
    again = county.post(at(begun(county, row, filename="四月.xlsx"), "/check")).json()
    assert (again["counts"]["new"], again["counts"]["same"]) == (0, 1)


def test_the_same_file_in_other_hands_has_the_same_rows(county: httpx.Client, city: httpx.Client) -> None:
    raw = ledger([1, "2026-01-05", "样例项目一（小店区）", "西门围挡缺失", "2026-12-20", "", "整改中", "晴"])
    committed(county, county.post(at(sent(county, raw, "小店.xlsx").json(), "/check")).json())
    again = city.post(at(sent(city, raw, "市里收到的.xlsx").json(), "/check")).json()
    assert (again["counts"]["new"], again["counts"]["same"]) == (0, 1)
