"""The papers of an issue: for whom it is there, the same while nothing happens; what people wrote is text."""

import hashlib
import io
import zipfile
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pypdfium2
import pytest

from tests.api.parts import COUNTY, LAND_STAFF, Scene, clock_of, done, give, slug
from tests.pictures import picture

HOSTILE = '#import "x": * 粗*体 $a+b$ @ref \\ <b>&amp; \u202eback 😀 #panic()'
LETTERS = {"supervision": "督办单", "assignment": "交办函", "reminder": "提醒函"}


def words(answer: httpx.Response) -> str:
    """The text of every page of an answered PDF, without what only its lines make."""
    assert answer.status_code == 200, answer.text
    pages = pypdfium2.PdfDocument(answer.content)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


@pytest.fixture(scope="module", name="issue")
def worked_on(scene: Scene) -> dict[str, Any]:
    """An issue that was accepted, whose description would be markup if it were read as that."""
    issue = scene.issue(category="land", description=HOSTILE)
    with scene.client(COUNTY) as county, scene.client(LAND_STAFF) as staff:
        done(give(staff, issue, "accept", person_id=LAND_STAFF))
        return done(give(county, issue, "instruct", note="三日内书面回复。\n不得延误。"))


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_goes_to_the_unit_with_the_matter_the_demand_and_the_deadline(
    county: httpx.Client, issue: dict[str, Any], kind: str
) -> None:
    said = words(county.get(f"/v1/issues/{issue['serial']}/papers/{kind}.pdf"))
    for word in (LETTERS[kind], issue["serial"], "代拟稿", "〔", "小店区", "解决", "自然资源", "未办结"):
        assert word in said, word
    if kind != "reminder":
        assert "三日内书面回复。" in said


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_of_what_is_overdue_says_since_when_and_asks_for_a_day_to_come(scene: Scene, kind: str) -> None:
    with scene.client(COUNTY) as county, scene.client(LAND_STAFF) as staff:
        late = done(give(staff, scene.issue(category="land"), "accept", person_id=LAND_STAFF))
        before = words(county.get(f"/v1/issues/{late['id']}/papers/{kind}.pdf"))
        assert "逾期，请立即办理" not in before
        scene.clock.move(scene.clock.now() + timedelta(days=40))
        said = words(county.get(f"/v1/issues/{late['id']}/papers/{kind}.pdf"))
    due = datetime.fromisoformat(clock_of(late)["due_at"]).astimezone(ZoneInfo("Asia/Shanghai"))
    assert f"该问题已于{due.year}年{due.month}月{due.day}日" in said
    assert "自收到之日起3个工作日内书面答复" in said
    assert "已逾期" in said


def test_what_people_wrote_is_text(county: httpx.Client, issue: dict[str, Any]) -> None:
    said = words(county.get(f"/v1/issues/{issue['id']}/papers/file.pdf"))
    assert '#import"x":*粗*体$a+b$@ref\\<b>&amp;' in said
    assert "‹U+202E›back‹U+1F600›#panic()" in said


def test_the_same_state_of_an_issue_is_the_same_file(scene: Scene, issue: dict[str, Any], county: httpx.Client) -> None:
    with scene.client(LAND_STAFF) as staff:
        for name in ("supervision.pdf", "file.docx"):
            answers = [client.get(f"/v1/issues/{issue['id']}/papers/{name}") for client in (county, county, staff)]
            assert len({answer.content for answer in answers}) == 1
            assert len({answer.headers["etag"] for answer in answers}) == 1


def test_it_is_saved_under_a_chinese_name(county: httpx.Client, issue: dict[str, Any]) -> None:
    answer = county.get(f"/v1/issues/{issue['id']}/papers/assignment.docx")
    said = answer.headers["content-disposition"]
    assert said.startswith('attachment; filename="assignment-140105-')
    assert "filename*=UTF-8''%E4%BA%A4%E5%8A%9E%E5%87%BD-140105-" in said
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        assert "粗*体" in parts.read("word/document.xml").decode()


def test_the_file_shows_the_photos_and_every_event(scene: Scene, inspector: httpx.Client, county: httpx.Client) -> None:
    photo = picture(size=(320, 240))
    sha256 = hashlib.sha256(photo).hexdigest()
    kind = {"Content-Type": "image/jpeg"}
    inspector.put(f"/v1/attachments/{sha256}", content=photo, headers=kind).raise_for_status()
    issue = scene.issue(category="land", attachments=[sha256])
    answer = county.get(f"/v1/issues/{issue['id']}/papers/file.pdf")
    said = words(answer)
    history = county.get(f"/v1/issues/{issue['id']}/history").json()["items"]
    assert f"第{issue['version']}版" in said
    assert len(history) == issue["version"]
    kinds = [each.type for page in pypdfium2.PdfDocument(answer.content) for each in page.get_objects()]
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE in kinds


def test_out_of_scope_there_is_no_paper(scene: Scene, issue: dict[str, Any]) -> None:
    with scene.client("staff-140105-public-security") as stranger:
        for name in ("supervision.pdf", "file.docx"):
            assert slug(stranger.get(f"/v1/issues/{issue['id']}/papers/{name}")) == "unknown-issue"


def test_an_unknown_paper_is_a_fault_of_shape(county: httpx.Client, issue: dict[str, Any]) -> None:
    for name in ("circular.pdf", "file.odt"):
        assert county.get(f"/v1/issues/{issue['id']}/papers/{name}").status_code == 422
