"""Dead letters, health, vacancies, devices on a desk: what is wrong, in words, and what is done about it."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from kafka import KafkaProducer
from playwright.sync_api import expect

from ledger.groundwork.process_settings import key_file_in
from ledger.intake.signing import Signatures
from mobile_schema.cloudevents import SITE_VISIT, CloudEvent, encode
from mobile_schema.topics import SITE_VISITS
from streams.by_county import ByCounty
from tests import factories
from tests.api.resources.people.parts import SAME_ORIGIN, register
from tests.people.phones import Phone
from tests.plain_http import PLAIN
from tests.web.conftest import Devices
from tests.web.looks import fits, looks_well
from tests.web.site import PEOPLE, PROJECT, Site

ADMIN, SECURITY = "admin-140000", "security-140000"
HEAD = "code,name_zh,name_en,level,regions\n"


@pytest.fixture
def letter(site: Site) -> Callable[[str], dict[str, Any]]:
    """A report about a project that the registry lacks, which has become a dead letter: the API refuses one at its
    door, so that it comes past it, signed as the API signs."""

    def one(project: str) -> dict[str, Any]:
        report = factories.site_visit(project_code=project, findings=[factories.finding()])
        raw, sender = factories.as_bytes(report), PEOPLE["inspector"]
        said = encode(CloudEvent(report["report_id"], "/test", SITE_VISIT, "", sender))
        signed = Signatures(key_file_in(site.stack.data)).sign(said, SITE_VISITS.name, raw)
        producer = KafkaProducer(bootstrap_servers=site.stack.state["kafka"], acks="all", partitioner=ByCounty())
        producer.send(SITE_VISITS.name, value=raw, key=project.encode(), headers=signed).get(20)
        producer.close()
        site.stack.wait_for(lambda: report["report_id"] in _letters(site), "the report is a dead letter")
        return report

    return one


def _letters(site: Site) -> set[str]:
    return {each["report_id"] for each in site.ask("province", "dead-letters")["items"]}


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_dead_letter_whose_cause_is_mended_is_sent_again_and_reaches_the_ledger(
    device: Devices, site: Site, letter: Callable[[str], dict[str, Any]], locale: str
) -> None:
    project = f"2026-140105-48-01-00002{1 if locale == 'en' else 2}"
    report = letter(project)
    desk = device("province", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/dead-letters")
    page.get_by_role("link", name=re.compile("没有这个项目|no such project")).first.click()
    expect(page.get_by_text(project)).to_be_visible()
    looks_well(desk)
    with site.client(ADMIN) as client:
        file = f"{HEAD}{project},杏花岭道路,Xinghualing road,county,140105\n"
        params = {"reason": "补登项目"}
        answer = client.post(
            "/v1/registry/import", content=file.encode(), headers={"Content-Type": "text/csv"}, params=params
        )
        assert answer.is_success, answer.text
    page.get_by_role("button", name=re.compile("^原样重发|^Send again")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    looks_well(desk)
    dialog.get_by_role("button", name=re.compile("^原样重发|^Send again")).click()
    expect(page.get_by_text(re.compile("^已入台账$|^In the ledger$"))).to_be_visible()
    looks_well(desk)
    receipt = site.ask("inspector", f"receipts/{report['report_id']}")
    expect(page.get_by_role("link", name=receipt["issues"][0]["serial"])).to_be_visible()
    fits(desk, 390)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_report_that_is_wrong_is_mended_once_and_what_came_is_kept(
    device: Devices, site: Site, letter: Callable[[str], dict[str, Any]], locale: str
) -> None:
    wrong = f"2026-140105-48-01-00004{1 if locale == 'en' else 2}"
    report = letter(wrong)
    desk = device("province", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/dead-letters")
    page.get_by_role("link", name=re.compile("没有这个项目|no such project")).first.click()
    page.get_by_role("button", name=re.compile("^改正后重发|^Mend and send")).click()
    editor = page.get_by_role("textbox", name=re.compile("^报告内容|^What it says"))
    line = page.get_by_role("button", name=re.compile("^第 \\d+ 行|^Line"))
    expect(line).to_have_count(1)
    expect(page.get_by_text("$.project_code").last).to_be_visible()
    looks_well(desk)
    editor.fill("{")
    expect(page.get_by_text(re.compile("不是有效的 JSON|Invalid JSON"))).to_be_visible()
    editor.fill(json.dumps(report | {"project_code": PROJECT}, ensure_ascii=False, indent=2))
    expect(line).to_have_count(0)
    send = page.get_by_role("button", name=re.compile("^改正后重发$|^Mend and send$"))
    expect(send).to_have_attribute("aria-disabled", "true")
    page.get_by_label(re.compile("^为什么改|^Why it is mended")).fill("已电话向报告人核实,项目代码写错")
    expect(send).not_to_have_attribute("aria-disabled", "true")
    looks_well(desk)
    send.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    looks_well(desk)
    dialog.get_by_role("button", name=re.compile("^改正后重发|^Mend and send")).dblclick()
    expect(page.get_by_text(re.compile("^已入台账$|^In the ledger$"))).to_be_visible()
    expect(page.get_by_text("已电话向报告人核实")).to_be_visible()
    expect(page.get_by_label(re.compile("^原来的内容|^What came"))).to_contain_text(wrong)
    looks_well(desk)
    fits(desk, 390)
    (kept,) = site.stack.store()["dead_letters"].find({"report_id": report["report_id"]})
    assert kept["mended"]["by"] == PEOPLE["province"]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_health_tells_each_part_by_word_and_what_to_do_about_dead_letters(
    device: Devices, letter: Callable[[str], dict[str, Any]], locale: str
) -> None:
    letter(f"2026-140105-48-01-00003{1 if locale == 'en' else 2}")
    desk = device("province", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/health")
    expect(page.get_by_role("heading", name=re.compile("^数据库|^Database"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^去处理死信|^To the dead letters"))).to_be_visible()
    looks_well(desk)
    fits(desk, 390)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_vacancy_says_who_is_told_instead_and_leads_to_where_it_is_filled(device: Devices, locale: str) -> None:
    desk = device(ADMIN, "desk", signed_in=True, locale=locale)
    page = desk.open("/d/vacancies")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    looks_well(desk)
    fits(desk, 390)
    page.get_by_role("link", name=re.compile("^任命督办人|^Name a supervisor")).first.click()
    expect(page).to_have_url(re.compile("/d/organisation"))


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_security_revokes_a_phone_ends_a_session_and_issues_a_code(device: Devices, site: Site, locale: str) -> None:
    other = device("head", "desk", signed_in=True)
    with httpx.Client(base_url=site.url, headers=SAME_ORIGIN, **PLAIN) as client:
        phone = register(client, Phone().next(), PEOPLE["head"], password=site.password("head")).json()
    desk = device(SECURITY, "desk", signed_in=True, locale=locale)
    page = desk.open("/d/devices?person=head-140105-natural-resources")
    session = page.get_by_role("listitem").filter(has_text="Chrome")
    expect(session).to_have_count(1)
    looks_well(desk)
    end_now = page.get_by_role("button", name=re.compile("^立即停用|^End it now"))
    page.get_by_role("listitem").filter(has_text="HUAWEI P60").get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    looks_well(desk)
    end_now.click()
    expect(page.get_by_text(re.compile("^没有登录手机|^Signed in on no phone"))).to_be_visible()
    with httpx.Client(base_url=site.url, **PLAIN) as client:
        bearer = {"Authorization": f"Bearer {phone['access_token']}"}
        assert client.get("/v1/me", headers=bearer).status_code == 401
    session.get_by_role("button").click()
    end_now.click()
    expect(page.get_by_text(re.compile("^没有登录网页|^Signed in on no browser"))).to_be_visible()
    assert other.context.request.get("/v1/me").status == 401
    page.get_by_role("button", name=re.compile("^签发一次性码|^Issue a")).click()
    expect(page.get_by_text(re.compile("只显示这一次|shown this once"))).to_be_visible()
    page.get_by_text(re.compile("^登录记录|^Journal")).click()
    looks_well(desk)
    fits(desk, 390)


def test_who_may_not_is_told_so_on_each_page(device: Devices) -> None:
    desk = device("unit", "desk", signed_in=True)
    for path, said in (
        ("dead-letters", "您不能查看死信"),
        ("health", "您不能查看系统状况"),
        ("devices", "您不能查看他人的登录"),
        ("vacancies", "您不能查看空缺"),
    ):
        page = desk.open(f"/d/{path}")
        expect(page.get_by_text(said)).to_be_visible()
        looks_well(desk)
