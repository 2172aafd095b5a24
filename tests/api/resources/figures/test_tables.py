"""A desk drops its own table of projects: each row has a verdict and its cell, nothing is written before it says so."""

import base64
import io
from typing import Any

import httpx
import python_calamine

from api.resources.figures.tables.asked import BODY_BYTES, FILE_BYTES
from exchange.workbooks.writing import Written, workbook_of
from tests.api.parts import Scene, paths, slug

HEAD = ("项目名称", "属地", "建设性质", "年度计划投资", "1-2月累计完成投资", "项目状态", "备忘")
BRIDGE = ("新桥", "太原市小店区", "新建", "410", "20.5", "在建", "甲")
TUNNEL = ("隧道", "太原市小店区", "续建", "300", "30", "在建", "乙")
ELSEWHERE = ("云冈路", "大同市", "续建", "300", "30", "在建", "")


def table(*rows: tuple[str, ...], title: str = "2026年1-2月重点工程  单位:万元", head: Any = HEAD) -> bytes:
    padded = [title, *[""] * (len(head) - 1)]
    return workbook_of([Written("重点工程", padded, [head, *rows])])


def sent(client: httpx.Client, raw: bytes, path: str = "", *, keep: bool = False, **mapping: Any) -> httpx.Response:
    body = {"filename": "报表.xlsx", "content": base64.b64encode(raw).decode(), "mapping": mapping}
    return client.post(f"/v1/figures/table{path}", json=body if path else body | {"keep": keep})


def judged(client: httpx.Client, raw: bytes, *, keep: bool = False, **mapping: Any) -> dict[str, Any]:
    answer = sent(client, raw, keep=keep, **mapping)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def verdicts(told: dict[str, Any]) -> dict[str, int]:
    return {name: count for name, count in told["counts"].items() if count and name != "rows"}


def test_what_was_read_as_what_is_told_and_nothing_is_written(county: httpx.Client) -> None:
    told = judged(county, table(BRIDGE, TUNNEL))
    (only,) = told["tables"]
    assert (only["sheet"], only["head"], only["month"]) == ("重点工程", [2, 2], "2026-02")
    plan = only["columns"][3]
    assert (plan["column"], plan["field"], plan["money"], plan["samples"]) == ("D", "plan_year", "万元", ["410", "300"])
    assert (told["kept"], verdicts(told), told["projects_new"]) == (False, {"new": 2}, 2)
    assert {each["name"] for each in told["fields"]} > {"plan_year", "done_year", "plan_01"}
    assert verdicts(judged(county, table(BRIDGE, TUNNEL))) == {"new": 2}


def test_what_may_come_in_does_and_the_same_file_again_changes_nothing(county: httpx.Client) -> None:
    rows = [(f"工程{place}标", *TUNNEL[1:]) for place in range(1, 4)]
    assert verdicts(judged(county, table(*rows, ELSEWHERE), keep=True)) == {"new": 3, "fault": 1}
    again = judged(county, table(*rows, ELSEWHERE), keep=True)
    assert (again["kept"], verdicts(again)) == (True, {"same": 3, "fault": 1})
    assert [(each["name"], each["faults"][0]["slug"]) for each in again["items"][:1]] == [("云冈路", "elsewhere")]


def test_what_the_person_says_of_a_table_goes_before_what_it_says(county: httpx.Client) -> None:
    bare = table(BRIDGE, title="重点工程")
    (row,) = judged(county, bare)["items"]
    assert {fault["slug"] for fault in row["faults"]} == {"money-unit", "no-month"}
    assert verdicts(judged(county, bare, month="2026-02", money="亿元")) == {"new": 1}
    noted = judged(county, table(BRIDGE), columns={"备忘": "note", "年度计划投资": None})
    fields = {each["path"]: each["field"] for each in noted["tables"][0]["columns"]}
    assert (fields["备忘"], fields["年度计划投资"]) == ("note", None)


def test_how_a_template_is_read_is_remembered_for_the_office_that_brought_it_in(
    county: httpx.Client, province: httpx.Client
) -> None:
    bare = table(("渠", *BRIDGE[1:]), title="重点工程", head=(*HEAD[:-1], "附言"))
    said = {"money": "万元", "columns": {"附言": "note"}}
    assert judged(county, bare, month="2026-01", **said)["mapping"] == said | {"month": "2026-01"}
    assert judged(county, bare)["mapping"] == {}
    judged(county, bare, keep=True, month="2026-01", **said)
    again = judged(county, bare)
    assert (again["mapping"], again["tables"][0]["columns"][-1]["field"]) == (said, "note")
    body = {"filename": "报表.xlsx", "content": base64.b64encode(bare).decode(), "remembered": False}
    assert county.post("/v1/figures/table", json=body).json()["mapping"] == {}
    assert judged(province, bare)["mapping"] == {}


def test_a_table_of_which_nothing_came_in_teaches_nothing(county: httpx.Client) -> None:
    bare = table(ELSEWHERE, title="重点工程", head=(*HEAD[:-1], "批注"))
    assert verdicts(judged(county, bare, keep=True, month="2026-01", money="亿元")) == {"fault": 1}
    assert judged(county, bare)["mapping"] == {}


def test_what_is_brought_in_is_judged_as_it_was_shown_however_long_the_file(county: httpx.Client) -> None:
    head = (*HEAD[:-1], "月份")
    later = [(f"长表{place}号", *TUNNEL[1:-1], "2026-02") for place in range(501)]
    earlier = [(f"长表{place}号", *TUNNEL[1:4], "40", "在建", "2026-01") for place in range(20)]
    raw = table(*later, *earlier, title="重点工程 单位:万元", head=head)
    shown, kept = judged(county, raw), judged(county, raw, keep=True)
    back = [[each["name"] for each in told["items"] if "progress-back" in each["flags"]] for told in (shown, kept)]
    assert (len(back[0]), back[0]) == (20, back[1])


def test_a_note_comes_in_with_its_row(county: httpx.Client) -> None:
    judged(county, table(("备注桥", *BRIDGE[1:-1], "征地未完成"), head=(*HEAD[:-1], "备注")), keep=True)
    again = {"name": "备注桥", "regions": ["太原市小店区"], "month": "2026-02"}
    (one,) = county.post("/v1/figures?dry_run=true", json=again).json()["items"]
    (figure,) = county.get(f"/v1/projects/{one['project']}/figures").json()["items"]
    assert figure["note"] == "征地未完成"


def test_rows_that_stay_out_come_back_ready_to_be_brought_in(county: httpx.Client) -> None:
    wrong = ("渠", "太原市小店区", "新建", "四百", "20.5", "在建", "")
    answer = sent(county, table(BRIDGE, wrong), "/faults")
    assert answer.status_code == 200, answer.text
    sheet = python_calamine.load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0)
    head, row = sheet.to_python()
    assert (row[0], "四百" in row[-1], row[head.index("月份")]) == ("渠", True, "2026-02")
    corrected = [*row[:3], "400", *row[4:]]
    again = workbook_of([Written("错误", [str(each) for each in head], [[str(each) for each in corrected]])])
    assert verdicts(judged(county, again)) == {"new": 1}


def test_a_file_that_is_none_is_refused_with_the_cure(county: httpx.Client) -> None:
    refused = sent(county, b"<html>not a workbook</html>")
    assert (refused.status_code, slug(refused)) == (422, "file-refused")
    assert refused.json()["reason"]
    letter = sent(county, table(("甲", "乙"), title="通讯录", head=("姓名", "电话")))
    assert (slug(letter), letter.json()["reason"]) == ("file-refused", "no-table")
    assert slug(sent(county, table(BRIDGE), sheets={"include": ["没有这张"]})) == "file-refused"


def test_what_is_said_wrongly_is_told_where(county: httpx.Client) -> None:
    refused = sent(county, table(BRIDGE), month="二月", columns={"备忘": "memo"})
    assert refused.status_code == 422
    assert {path.rpartition("mapping.")[2] for path in paths(refused)} == {"month", "columns['备忘']"}
    assert sent(county, b"").status_code == 422
    assert sent(county, table(BRIDGE), header=[5, 2]).status_code == 422


def test_a_file_that_is_too_large_is_refused_with_the_limit(county: httpx.Client) -> None:
    for size in (FILE_BYTES + 1, BODY_BYTES):
        refused = sent(county, b"0" * size)
        assert (refused.status_code, slug(refused)) == (413, "too-large")


def test_of_many_rows_those_that_stay_out_are_shown_first(county: httpx.Client) -> None:
    rows = [(f"标段{place}号", *TUNNEL[1:]) for place in range(520)]
    told = judged(county, table(*rows, ELSEWHERE))
    assert (len(told["items"]), told["more"], told["counts"]["rows"]) == (500, 21, 521)
    assert [each["name"] for each in told["items"] if each["faults"]] == ["云冈路"]


def test_a_unit_brings_in_no_other_units_projects(staff: httpx.Client, scene: Scene) -> None:
    told = judged(staff, table(BRIDGE), keep=True)
    assert (verdicts(told), told["items"][0]["faults"][0]["slug"]) == ({"fault": 1}, "elsewhere")
    with scene.client() as inspector:
        assert sent(inspector, table(BRIDGE)).status_code == 403
