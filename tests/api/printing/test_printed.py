"""A list as a file: the same rows to the same people, for a spreadsheet or a printer, and nothing in it that runs."""

import csv
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from pymongo.errors import PyMongoError

from api.printing import printed
from api.printing.sheets import SHEETS
from api.reads.reads import Reads
from ledger.mongo.pages import Key
from ledger.store.wanted import IssueFilter, Sort
from tests.api.parts import LAND_STAFF, PROJECT, Scene, done, give, paths, slug
from tests.plain_http import PLAIN

BAD = '=HYPERLINK("http://x") <script>alert(1)</script>\u202e甲'

TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "h1",
    "p",
    "span",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


def rows_of(answer: httpx.Response) -> list[dict[str, str]]:
    """The rows of a CSV file, as a spreadsheet has them."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), strict=True))


class Page(HTMLParser):
    """A page as a browser takes it apart."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(answer.text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += "" if self.open[-1:] == ["style"] else data


def test_a_list_is_a_csv_file_with_chinese_headings_and_local_times(scene: Scene, county: httpx.Client) -> None:
    issue = scene.issue(category="land", description=BAD)
    answer = county.get("/v1/issues?form=csv&state=assigned")
    row = next(row for row in rows_of(answer) if row["编号"] == issue["serial"])
    listed = county.get("/v1/issues?state=assigned&limit=200").json()["items"]
    assert [row["编号"] for row in rows_of(answer)] == [line["serial"] for line in listed]
    assert row["问题描述"] == "'" + BAD.replace("\u202e", "‹U+202E›")
    assert (row["状态"], row["类别"], row["属地"]) == ("已交办", "用地", "太原市小店区")
    assert row["灯色"] in {"绿", "黄"}  # what is due at the end of the day
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", row["时限"])
    assert re.fullmatch(
        r"attachment; filename=\"\d{8}-\d{4}\.csv\"; filename\*=UTF-8''%E5%8F%B0%E8%B4%A6-\d{8}-\d{4}\.csv",
        answer.headers["content-disposition"],
    )
    assert answer.headers["cache-control"] == "private, no-store"


def test_a_list_is_a_page_that_runs_nothing_and_loads_nothing(scene: Scene, county: httpx.Client) -> None:
    issue = scene.issue(category="land", description=BAD)
    answer = county.get("/v1/issues?form=html&state=assigned")
    page = Page(answer)
    assert issue["serial"] in page.text
    assert BAD.replace("\u202e", "‹U+202E›") in page.text
    assert "状态:已交办" in page.text
    assert any(light in page.text for light in ("● 绿", "◆ 黄"))
    assert {tag for tag, _ in page.tags} <= TAGS
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "src"]
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_file_shows_what_the_list_shows_and_refuses_what_it_refuses(
    scene: Scene, county: httpx.Client, inspector: httpx.Client
) -> None:
    scene.issue(category="land")
    assert slug(inspector.get("/v1/vacancies?form=csv")) == "not-permitted"
    assert slug(county.get("/v1/issues/140105-2026-99999/history?form=html")) == "unknown-issue"
    assert paths(county.get("/v1/issues?form=csv&nope=1")) == ["request.query.nope"]
    assert paths(county.get("/v1/issues?form=csv&state=nope")) == ["request.query.state"]
    assert httpx.get(f"{scene.url}/v1/issues?form=csv", **PLAIN).status_code == 401
    assert rows_of(county.get("/v1/issues?form=csv&region=140213")) == []
    assert county.get("/v1/issues?form=json").json() == county.get("/v1/issues").json()
    assert county.get("/v1/issues?form=csv", headers={"If-None-Match": "*"}).status_code == 200


@pytest.mark.parametrize("form", ["xlsx", "", "CSV", "json,csv"])
def test_what_is_no_form_is_not_acceptable(county: httpx.Client, form: str) -> None:
    answer = county.get("/v1/issues", params={"form": form})
    assert (answer.status_code, slug(answer), answer.json()["known"]) == (406, "unknown-form", ["json", "csv", "html"])


def test_what_is_no_list_takes_no_form(county: httpx.Client) -> None:
    assert paths(county.get("/v1/me?form=csv")) == ["request.query.form"]


def test_a_long_list_is_read_page_by_page_and_says_where_it_goes_on(
    scene: Scene, county: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    while len(county.get("/v1/issues?limit=5").json()["items"]) < 5:
        scene.issue(category="land")
    whole = [line["serial"] for line in county.get("/v1/issues?limit=200").json()["items"]]
    monkeypatch.setattr(printed, "PAGE", 2)
    assert [row["编号"] for row in rows_of(county.get("/v1/issues?form=csv"))] == whole
    monkeypatch.setitem(printed.FORMS, "csv", replace(printed.FORMS["csv"], most=4))
    *first, last = rows_of(county.get("/v1/issues?form=csv&sort=due"))
    assert [row["编号"] for row in first] == whole[:4]
    assert last["编号"].startswith("未完")
    rest = [row["编号"] for row in rows_of(county.get(last["灯色"]))]
    assert rest[:1] == whole[4:5]
    one = rows_of(county.get("/v1/issues?form=csv&limit=1"))
    assert [row["编号"] for row in one[:1]] == whole[:1]
    assert one[1]["编号"].startswith("未完")


def test_a_file_that_breaks_off_does_not_come_to_its_end(
    scene: Scene, county: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    while len(county.get("/v1/issues?limit=3").json()["items"]) < 3:
        scene.issue(category="land")
    whole = Reads.issues

    def first_page(reads: Reads, wanted: IssueFilter, limit: int, after: Key | None, sort: Sort) -> Any:
        if after is not None:
            raise PyMongoError("away")
        return whole(reads, wanted, limit, after, sort)

    monkeypatch.setattr(printed, "PAGE", 2)
    monkeypatch.setattr(Reads, "issues", first_page)
    with pytest.raises(httpx.RemoteProtocolError):
        county.get("/v1/issues?form=csv")
    monkeypatch.undo()
    assert county.get("/v1/issues?form=csv").status_code == 200


def test_every_list_that_one_may_read_is_written_in_both_forms(scene: Scene) -> None:
    issue = scene.issue(category="land")
    with scene.client(LAND_STAFF) as client:
        done(give(client, issue, "accept", person_id=LAND_STAFF))
    nothing = "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57"
    said = {"issue_id": issue["id"], "what": "sign", "set_id": nothing, "import_id": nothing, "complaint_id": nothing}
    said |= {"name": "shanxi-province-level", "code": "2019-140200-53-01-900001"}
    written = 0
    for person in ("supervisor-140000", "inspector-140105-1"):
        with scene.client(person) as client:
            for path in SHEETS:
                address = path.format(**said)
                plain = client.get(address)
                for form in ("csv", "html"):
                    answer = client.get(address, params={"form": form})
                    assert answer.status_code == plain.status_code, (path, answer.text)
                    if answer.status_code == 200:
                        rows_of(answer) if form == "csv" else Page(answer)
                        written += 1
    assert written > 80


def test_a_history_a_board_and_a_projects_visits_read_as_people_say_it(scene: Scene, county: httpx.Client) -> None:
    issue = scene.issue(category="land")
    events = rows_of(county.get(f"/v1/issues/{issue['id']}/history?form=csv"))
    assert (events[0]["版本"], events[0]["事项"]) == ("1", "上报")
    visits = rows_of(county.get(f"/v1/reports?project={PROJECT}&form=csv"))
    assert issue["serial"] in "".join(row["问题编号"] for row in visits)
    page = Page(county.get("/v1/inbox?form=html"))
    assert "收件箱" in page.text
