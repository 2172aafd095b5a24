"""A file is the list: row for row, within the scope of who asks, as of one moment, with nothing in it that runs."""

import csv
import io
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from python_calamine import CalamineWorkbook

from api.exporting.values import TELLS
from api.resources.exports import at_once
from exchange.exports.columns import COLUMNS
from ledger.imports.records import ImportRecord, begin
from tests.api.parts import LAND_STAFF, Scene, done, give, slug

COMMA = ","


def rows_of(answer: httpx.Response) -> list[dict[str, Any]]:
    """The lines of a workbook, by what the head says."""
    assert answer.status_code == 200, answer.text
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("台账").to_python()
    head = next(number for number, row in enumerate(rows) if row[0] == "序号" or "编号" in row)
    return [dict(zip(map(str, rows[head]), row, strict=True)) for row in rows[head + 1 :]]


def text_rows(answer: httpx.Response, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode(encoding), newline="")))


def said(client: httpx.Client) -> tuple[str, bytes]:
    """What a workbook says of its moment and position, and its bytes."""
    content = client.get("/v1/issues.xlsx").content
    return str(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("台账").to_python()[1][0]), content


def listed(client: httpx.Client, query: str) -> list[dict[str, Any]]:
    return list(client.get(f"/v1/issues?limit=200&{query}").json()["items"])


@pytest.mark.parametrize(
    "query", ["", "light=green&sort=serial", "category=land&sort=reported", "unit=none&sort=region"]
)
def test_a_file_has_the_rows_of_the_list_in_its_order(scene: Scene, county: httpx.Client, query: str) -> None:
    for category in ("land", "other", "land"):
        scene.issue(category=category)
    expected = [line["serial"] for line in listed(county, query)]
    assert expected
    assert [row["编号"] for row in rows_of(county.get(f"/v1/issues.xlsx?{query}"))] == expected
    assert [row["编号"] for row in text_rows(county.get(f"/v1/issues.csv?{query}"))] == expected


def test_nobody_gets_a_row_that_the_list_does_not_show_them(
    scene: Scene, staff: httpx.Client, county: httpx.Client, province: httpx.Client
) -> None:
    scene.issue(category="land")
    scene.issue(category="funding")
    for client in (staff, county, province):
        serials = [line["serial"] for line in listed(client, "")]
        assert [row["编号"] for row in rows_of(client.get("/v1/issues.xlsx"))] == serials
    assert len(listed(staff, "")) < len(listed(county, ""))


def test_every_column_says_what_the_issue_says(scene: Scene, county: httpx.Client, staff: httpx.Client) -> None:
    assert TELLS.keys() == COLUMNS.keys()
    issue = scene.issue(category="land", description="=便道被阻断")
    done(give(staff, issue, "accept", person_id=LAND_STAFF))
    done(give(staff, issue, "report-progress", note="已清运", measures="清运渣土", percent=40))
    query = f"issue={issue['id']}"
    (line,) = listed(county, query)
    (row,) = rows_of(county.get(f"/v1/issues.xlsx?{query}&columns={COMMA.join(COLUMNS)}"))
    assert (row["序号"], row["灯色"], row["进展"], row["进度(%)"]) == (1, "绿", "办理中", 40)
    assert (row["问题描述"], row["整改措施"]) == ("=便道被阻断", "清运渣土")
    assert (row["标识"], row["版本"], row["项目代码"]) == (issue["id"], line["version"], issue["project_code"])
    names = line["names"]
    assert [row[head] for head in ("属地", "项目", "牵头单位", "类别")] == [
        names[name]["name_zh"] for name in ("region", "project", "unit", "category")
    ]
    assert row["责任人"] == line["person_name"]
    due = datetime.fromisoformat(line["due_at"]).astimezone(ZoneInfo("Asia/Shanghai"))
    assert f"{row['时限']:%F %R}" == f"{due:%F %R}"
    assert line["next_step"]["title_zh"] in row["下一步"]
    assert row["余时"].startswith("余 ")


def test_csv_guards_what_a_spreadsheet_would_run_and_says_the_rest_as_it_is(scene: Scene, county: httpx.Client) -> None:
    issue = scene.issue(category="land", description="=cmd|'/c calc'!A0")
    query = f"issue={issue['id']}&columns=serial,description,percent"
    (row,) = text_rows(county.get(f"/v1/issues.csv?{query}"))
    assert row["问题描述"] == "'=cmd|'/c calc'!A0"
    (again,) = text_rows(county.get(f"/v1/issues.csv?{query}&encoding=gb18030"), "gb18030")
    assert again == row


def test_above_the_rows_it_says_of_what_and_as_of_when(scene: Scene, county: httpx.Client) -> None:
    scene.issue(category="land")
    answer = county.get("/v1/issues.xlsx?category=land&light=green")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("台账").to_python()
    assert rows[2][0] == "范围：灯色 绿；类别 用地"
    assert "事件位置" in rows[1][0]
    assert "filename*=UTF-8''%E9%97%AE%E9%A2%98%E5%8F%B0%E8%B4%A6-" in answer.headers["content-disposition"]


def test_at_one_position_and_moment_it_is_the_same_bytes(scene: Scene, county: httpx.Client) -> None:
    scene.issue(category="land")
    first, second = said(county), said(county)
    if first[0] != second[0]:  # a minute ended between them
        first, second = second, said(county)
    assert first == second
    scene.issue(category="land")
    assert said(county)[0] != first[0]


def test_a_longer_list_is_a_job(scene: Scene, county: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.issue(category="land")
    monkeypatch.setattr(at_once, "MOST_AT_ONCE", 0)
    answer = county.get("/v1/issues.csv")
    assert slug(answer) == "too-many-lines"
    assert answer.json()["most"] == 0


@pytest.mark.parametrize(
    "query", ["columns=serials", "template=nothing", "light=purple", "form=csv", "limit=3", "cursor=x", "encoding=big5"]
)
def test_what_it_does_not_know_is_refused(county: httpx.Client, query: str) -> None:
    assert county.get(f"/v1/issues.csv?{query}").status_code == 422


def test_the_template_of_supervision_has_its_own_heads(scene: Scene, county: httpx.Client) -> None:
    scene.issue(category="land")
    (row, *_) = rows_of(county.get("/v1/issues.xlsx?template=supervision"))
    assert list(row)[:5] == ["序号", "灯色", "督办编号", "督办事项", "办理要求"]


def test_one_import_goes_out_in_the_columns_in_which_it_came_in(scene: Scene, county: httpx.Client) -> None:
    issue, other = scene.issue(category="land"), scene.issue(category="land")
    file = {"import_id": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57", "sheet": "台账", "row": 5}
    said = [["编号", "老-7"], ["隐患问题描述", "=便道"], ["复查结果", "待复查"], ["气温", "5℃"]]
    recheck = {"result": "solved", "by": "supervisor-140105", "at": datetime.now(UTC), "on_site": True}
    kept = {"imported": {"file": file, "said": said, "claims": None, "free": []}, "recheck": recheck}
    scene.store["issues"].update_one({"_id": issue["id"]}, {"$set": kept})
    query = f"import={file['import_id']}"
    (row,) = rows_of(county.get(f"/v1/issues.xlsx?{query}"))
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    assert {name: row[name] for name in ("编号", "隐患问题描述", "复查结果", "气温")} == {
        "编号": "老-7",
        "隐患问题描述": "=便道",
        "复查结果": "已解决",
        "气温": "5℃",
    }
    assert row["复查日期"] == today
    assert list(row)[-1] == "复查人"
    (line,) = text_rows(county.get(f"/v1/issues.csv?{query}&template=supervision"))
    assert line["督办编号"] == issue["serial"] != other["serial"]
    scene.store["issues"].update_one({"_id": issue["id"]}, {"$unset": {"imported": ""}})


def test_the_rows_of_one_import_stand_as_in_its_file_with_its_blank_columns(scene: Scene, county: httpx.Client) -> None:
    import_id, issues = "0195551a-9b20-7c31-8f4e-2a6d1b9c0e58", [scene.issue(category="land") for _ in range(3)]
    mapping = "columns: {序号: seq, 问题描述: description, 备注: note, 气温: null}"
    at = datetime.now(UTC)
    begin(scene.store, ImportRecord(import_id, "supervisor-140105", "0" * 64, "台账.xlsx", 1, at, at, mapping=mapping))
    for issue, row in zip(issues, (12, 3, 7), strict=True):
        file = {"import_id": import_id, "filename": "台账.xlsx", "sheet": "台账", "row": row}
        said = [["序号", str(row)], ["问题描述", "便道"], ["气温", "5℃"]]
        kept = {"imported": {"file": file, "said": said, "claims": None, "free": []}}
        scene.store["issues"].update_one({"_id": issue["id"]}, {"$set": kept})
    rows = text_rows(county.get(f"/v1/issues.csv?import={import_id}&sort=serial"))
    assert [row["序号"] for row in rows] == ["3", "7", "12"]
    assert list(rows[0])[:4] == ["序号", "问题描述", "备注", "气温"]
    for issue in issues:
        scene.store["issues"].update_one({"_id": issue["id"]}, {"$unset": {"imported": ""}})
