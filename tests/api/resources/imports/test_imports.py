"""An office's own ledger over the API: looked at, mapped and judged, and nothing of it on the ledger before that."""

import hashlib
import io
from typing import Any

import httpx
import pytest
from python_calamine import CalamineWorkbook

from tests import factories
from tests.api.parts import COUNTY, LAND_STAFF, PROJECT, Scene, slug
from tests.exchange.workbooks.books import xlsx

HEAD = ["序号", "检查时间", "项目名称", "存在问题", "整改期限", "责任单位", "状态", "天气"]
LINES: list[list[Any]] = [
    [1, "2025-03-01", "样例项目一（小店区）", "便道未通", "2025-03-20", "", "整改中", "晴"],
    [2, "2025-03-02", "样例项目一（小店区）", "土地证未办", "2025-04-01", "", "差不多了", "阴"],
    [3, "2025-03-03", "没有的项目", "围挡缺失", "2025-04-02", "", "差不多了", "雨"],
    [4, "2025-03-04", "样例项目二（迎泽区）", "隔壁县的问题", "2025-04-02", "", "整改中", "雨"],
    ["合计", "", "", "", "", "", "", ""],
]


def ledger(*rows: list[Any], **how: Any) -> bytes:
    """A workbook with a title, the head below it, and these rows."""
    return xlsx([["小店区问题台账", *[""] * 7], HEAD, *rows], merged=["A1:H1"], **how)


def sent(client: httpx.Client, raw: bytes, filename: str = "问题台账.xlsx") -> httpx.Response:
    """The answer to a file that is sent, and begun to be brought in."""
    sha256 = hashlib.sha256(raw).hexdigest()
    kept = client.put(f"/v1/import-files/{sha256}", params={"filename": filename}, content=raw)
    if not kept.is_success:
        return kept
    return client.post("/v1/imports", json={"id": factories.report_id(), "sha256": sha256, "filename": filename})


def begun(client: httpx.Client, *rows: list[Any], filename: str = "问题台账.xlsx") -> dict[str, Any]:
    """An import of these rows."""
    answer = sent(client, ledger(*(rows or LINES)), filename)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def at(one: dict[str, Any], rest: str = "") -> str:
    """The address of an import."""
    return f"/v1/imports/{one['id']}{rest}"


def test_a_file_is_told_with_its_sheets_its_head_and_its_columns(county: httpx.Client) -> None:
    one = begun(county)
    (sheet,) = one["sheets"]
    assert (one["state"], one["kind"], one["check"], sheet["head"]["rows"]) == ("open", "xlsx", None, [2, 2])
    assert sheet["picture"][1] == HEAD
    columns = {column["path"]: column for column in sheet["head"]["columns"]}
    assert (columns["存在问题"]["field"], columns["存在问题"]["sure"]) == ("description", "certain")
    assert columns["存在问题"]["samples"] == ["便道未通", "土地证未办", "围挡缺失"]
    assert (columns["天气"]["field"], columns["天气"]["sure"]) == (None, "unknown")
    assert one["mapping"]["columns"]["项目名称"] == "project"
    assert county.get(at(one)).json() == one


def test_the_same_import_again_is_the_one_that_is_there(county: httpx.Client) -> None:
    one = begun(county)
    body = {name: one[name] for name in ("id", "sha256", "filename")}
    again = county.post("/v1/imports", json=body)
    assert (again.status_code, again.json()) == (200, one)


def test_an_import_whose_beginning_broke_off_is_there_and_begun_again(scene: Scene, county: httpx.Client) -> None:
    one = begun(county)
    scene.store["import_looks"].delete_one({"_id": one["id"]})
    assert county.get(at(one)).json()["sheets"] == []
    body = {name: one[name] for name in ("id", "sha256", "filename")}
    assert county.post("/v1/imports", json=body).json()["sheets"] == one["sheets"]


@pytest.mark.parametrize(
    ("raw", "filename", "reason", "cure"),
    [
        (b"<html><table></table></html>", "台账.xls", "in-disguise", "另存为 xlsx"),
        (b"", "台账.xlsx", "empty", "重新导出"),
        (b"PK\x03\x04cut", "台账.xlsx", "cut", "重新导出"),
        (b"\xff\xd8\xff\xe0", "照片.jpg", "unknown-kind", ""),
    ],
)
def test_a_file_that_is_no_ledger_is_refused_with_the_cure(
    county: httpx.Client, raw: bytes, filename: str, reason: str, cure: str
) -> None:
    answer = sent(county, raw, filename)
    assert (answer.status_code, slug(answer), answer.json()["reason"]) == (422, "file-refused", reason)
    assert cure in answer.json()["detail"]


def test_a_file_is_nobodys_to_bring_in_but_of_who_sent_it(scene: Scene, county: httpx.Client) -> None:
    one = begun(county)
    with scene.client("supervisor-140100") as city:
        body = {"id": factories.report_id(), "sha256": one["sha256"], "filename": "x.xlsx"}
        answer = city.post("/v1/imports", json=body)
    assert (answer.status_code, answer.json()["reason"]) == (422, "unknown-file")
    assert slug(county.get(f"/v1/attachments/{one['sha256']}")) == "unknown-attachment"


def test_every_row_is_judged_once_and_what_nobody_knows_is_asked_once(county: httpx.Client) -> None:
    one = county.post(at(begun(county), "/check")).json()
    assert one["state"] == "checked"
    assert one["counts"] == one["check"]["counts"] == {
        "rows": 5, "new": 1, "changed": 0, "same": 0, "duplicate": 0, "conflict": 0, "skipped": 1, "fault": 3,
    }  # fmt: skip
    asked = {(each["field"], each["text"]): each["count"] for each in one["check"]["values"]}
    assert asked == {("status", "差不多了"): 2, ("project", "没有的项目"): 1}
    faults = county.get(at(one, "/rows"), params={"verdict": "fault"}).json()["items"]
    assert [row["row"] for row in faults] == [4, 5, 6]
    assert faults[0]["faults"][0]["cell"] == "G4"
    assert faults[2]["faults"][0]["slug"] == "not-yours"
    assert {cell["path"]: cell["text"] for cell in faults[0]["cells"]}["存在问题"] == "土地证未办"


def test_a_new_row_is_told_as_it_will_be_on_the_ledger(county: httpx.Client) -> None:
    one = county.post(at(begun(county), "/check")).json()
    (row,) = county.get(at(one, "/rows"), params={"verdict": "new"}).json()["items"]
    values = {each["field"]: (each["value"], each["name"].partition(" / ")[0], each["said"]) for each in row["values"]}
    assert values["project"][:2] == (PROJECT, "样例项目一（小店区）")
    assert values["category"] == ("other", "其他", False)
    assert (values["severity"], values["status"]) == (("ordinary", "", False), ("open", "", True))
    assert (values["due_on"][0], values["lead_unit"]) == ("2025-03-20", ("", "", False))
    (fault, *_) = county.get(at(one, "/rows"), params={"verdict": "fault"}).json()["items"]
    assert fault["values"] == []


def test_a_deadline_by_which_clocks_are_to_run_is_told_as_such(county: httpx.Client) -> None:
    ahead = [
        [n, "2025-03-01", "样例项目一（小店区）", text, day, "", state, ""]
        for n, text, day, state in (
            (1, "便道未通", "2099-03-20", "整改中"),
            (2, "围挡缺失", "2025-03-20", "整改中"),
            (3, "土地证未办", "2099-03-20", "已销号"),
        )
    ]
    one = begun(county, *ahead)
    county.put(at(one, "/mapping"), json=one["mapping"] | {"clocks": "from-file"})
    one = county.post(at(one, "/check")).json()
    rows = county.get(at(one, "/rows"), params={"verdict": "new"}).json()["items"]
    runs, late, closed = [{each["field"]: each["value"] for each in row["values"]} for row in rows]
    assert runs["resolve_by"] == "2099-03-20"
    assert ("resolve_by" in late, late["due_on"]) == (False, "2025-03-20")
    assert (closed["status"], closed["due_on"], "lead_unit" in closed) == ("closed", "2099-03-20", False)


def test_rows_come_in_pages_each_of_them_once(county: httpx.Client) -> None:
    one = county.post(at(begun(county), "/check")).json()
    assert slug(county.get(at(begun(county), "/rows"))) == "wrong-state"
    rows, cursor = [], None
    while True:
        page = county.get(at(one, "/rows"), params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        rows += [row["row"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert rows == [3, 4, 5, 6, 7]
    assert slug(county.get(at(one, "/rows"), params={"cursor": "IngIt"})) == "invalid"


def test_a_corrected_mapping_is_what_the_next_check_goes_by(county: httpx.Client) -> None:
    one = county.post(at(begun(county), "/check")).json()
    values = {"status": {"差不多了": "done"}, "project": {"没有的项目": PROJECT}}
    corrected = county.put(at(one, "/mapping"), json=one["mapping"] | {"values": values}).json()
    assert (corrected["state"], corrected["check"]["stale"], corrected["counts"]) == ("open", True, None)
    checked = county.post(at(one, "/check")).json()
    assert (checked["counts"]["new"], checked["check"]["values"]) == (3, [])


def test_a_mapping_is_yaml_too_as_the_command_line_takes_it(county: httpx.Client) -> None:
    one = begun(county)
    text = county.get(at(one, "/mapping"), params={"as": "yaml"}).text
    assert "存在问题: description" in text
    corrected = text.replace("天气: null", "天气: note").encode()
    answer = county.put(at(one, "/mapping"), content=corrected, headers={"Content-Type": "application/yaml"})
    assert answer.json()["mapping"]["columns"]["天气"] == "note"


@pytest.mark.parametrize(
    ("body", "kind", "told"),
    [
        (b'{"name": "x", "columns": {"a": "projekt"}}', "application/json", "project"),
        (b"name: [", "application/yaml", "YAML"),
        (b"name: x\nname: y", "application/yaml", "name"),
        (b"name: x\nvalues: {status: {ok: fine}}", "application/yaml", "fine"),
    ],
)
def test_a_mapping_that_says_what_there_is_not_is_refused(
    county: httpx.Client, body: bytes, kind: str, told: str
) -> None:
    one = begun(county)
    answer = county.put(at(one, "/mapping"), content=body, headers={"Content-Type": kind})
    assert answer.status_code == 422
    assert told in answer.text


def test_a_head_that_somebody_points_at_is_the_one_that_is_read(county: httpx.Client) -> None:
    one = begun(county, ["分项", *HEAD[1:]], *LINES)
    moved = county.put(at(one, "/sheets"), json={"include": ["台账"], "header": [3, 3]}).json()
    head = moved["sheets"][0]["head"]
    assert (head["rows"], head["columns"][0]["path"]) == ([3, 3], "分项")
    assert "分项" in moved["mapping"]["columns"]
    assert county.put(at(one, "/sheets"), json={"include": ["台账"], "header": [4, 3]}).status_code == 422


def test_what_stays_out_goes_back_as_a_workbook_that_says_why(county: httpx.Client) -> None:
    one = county.post(at(begun(county), "/check")).json()
    book = CalamineWorkbook.from_filelike(io.BytesIO(county.get(at(one, "/faults.xlsx")).content))
    head, *rows = book.get_sheet_by_index(0).to_python()
    assert set(head) >= set(HEAD) - {"责任单位"}
    assert [row[-2] for row in rows] == ["台账!4", "台账!5", "台账!6"]
    assert all("差不多了" in str(row[-1]) for row in rows[:2])


def test_a_supervisor_above_sees_it_and_changes_nothing(scene: Scene, county: httpx.Client, city: httpx.Client) -> None:
    one = begun(county)
    assert one["id"] in {each["id"] for each in city.get("/v1/imports").json()["items"]}
    assert city.get(at(one)).json()["mine"] is False
    assert slug(city.post(at(one, "/check"))) == "not-permitted"
    assert slug(city.put(at(one, "/mapping"), json=one["mapping"])) == "not-permitted"


def test_whose_post_brings_nothing_in_is_told_so_and_sees_nothing(scene: Scene, county: httpx.Client) -> None:
    one = begun(county)
    with scene.client(LAND_STAFF) as staff:
        assert slug(sent(staff, ledger(*LINES))) == "not-permitted"
        assert slug(staff.get("/v1/imports")) == "not-permitted"
        assert slug(staff.get(at(one))) == "unknown-import"
        assert slug(staff.post(at(one, "/check"))) == "unknown-import"


def test_imports_come_the_latest_first_and_in_pages(county: httpx.Client) -> None:
    first, second = begun(county), begun(county)
    page = county.get("/v1/imports", params={"limit": 1}).json()
    assert page["items"][0]["id"] == second["id"]
    after = county.get("/v1/imports", params={"limit": 1, "cursor": page["next_cursor"]}).json()
    assert (after["items"][0]["id"], after["items"][0]["by"]["id"]) == (first["id"], COUNTY)


def test_the_colours_of_records_are_told_and_one_that_has_a_meaning_is_read(county: httpx.Client) -> None:
    lines = [[*line[:6], "已销号" if line[0] == 1 else "整改中", *line[7:]] for line in LINES[:2]]
    fills = {"D3": "FF0000", "E3": "C00000", "D4": "FFFF00", "A2": "00B050"}
    one = dict(sent(county, ledger(*lines, fills=fills)).json())
    (sheet,) = one["sheets"]
    assert sheet["head"]["colours"] == [
        {"name": "red", "fills": ["C00000", "FF0000"], "rows": 1},
        {"name": "yellow", "fills": ["FFFF00"], "rows": 1},
    ]
    mapping = one["mapping"] | {"colour": {"column": "severity", "red": "major", "yellow": None}, "clocks": "from-file"}
    assert county.put(at(one, "/mapping"), json=mapping).is_success
    checked = county.post(at(one, "/check")).json()
    assert (checked["check"]["closed"], checked["counts"]["new"]) == (1, 2)
    rows = county.get(at(one, "/rows"), params={"verdict": "new"}).json()["items"]
    grades = [each["value"] for row in rows for each in row["values"] if each["field"] == "severity"]
    assert grades == ["major", "ordinary"]
    assert county.put(at(one, "/mapping"), json=mapping | {"closed_rows": "skip"}).is_success
    checked = county.post(at(one, "/check")).json()
    assert (checked["check"]["closed"], checked["counts"]["new"], checked["counts"]["skipped"]) == (1, 1, 1)
