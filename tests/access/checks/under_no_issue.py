"""Knows how what is under no issue is held to the table: a post's lists, reports, files."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import httpx

from ledger.evidence.uploads import note_upload
from mobile_schema.vocabulary import State
from tests import factories as phone
from tests.access.asking import NO_REPORT, PHOTO, TABLE, asked, stands, told_apart
from tests.access.world import HOME, PERSONAS, World
from tests.api.parts import slug
from tests.ledger.factories import visit


def check_the_rest(made: World, persona: str, only: str | None = None) -> None:
    """Reports, receipts, files, rules, registry and clock."""
    sha256 = hashlib.sha256(PHOTO).hexdigest()
    note_upload(made.store, phone.SHA, PERSONAS[persona].id, 1, phone_time())
    report = phone.as_bytes(visit(project=f"2026-{HOME}-30-03-880001"))
    nothing = {"policy": "nobody@1", "from": "2026-03-01", "to": "2026-03-02"}
    ways: dict[str, tuple[str, str, dict[str, Any], set[int]]] = {
        "report.send": ("POST", "/v1/site-visits", {"content": report}, {200, 202}),
        "attachment.put": (
            "PUT",
            f"/v1/attachments/{sha256}",
            {"content": PHOTO, "headers": {"Content-Type": "image/jpeg"}},
            {200, 201},
        ),
        "policy.simulate": ("POST", "/v1/policies/simulate", {"json": nothing}, {404}),
        "policy.adopt": (
            "POST",
            "/v1/policies/adopt",
            {"json": {"policy": "nobody@1", "reason": "省办〔2026〕3号"}},
            {404},
        ),
        "policy.read": ("GET", "/v1/policies", {}, {200}),
        "registry.read": ("GET", "/v1/units?limit=1", {}, {200}),
        "registry.entries": ("GET", "/v1/registry/units?limit=1", {}, {200}),
        "registry.change": (
            "POST",
            "/v1/registry/import",
            {"content": b"units: []", "headers": {"Content-Type": "application/yaml"}},
            {200},
        ),
        "person.list": ("GET", "/v1/persons?limit=1", {}, {200}),
        "vacancy.list": ("GET", "/v1/vacancies?limit=1", {}, {200}),
        "channel.read": ("GET", "/v1/channels", {}, {200}),
        "channel.try": ("POST", "/v1/channels/nothing/try", {}, {404}),
        "project.read": ("GET", f"/v1/projects/2026-{HOME}-30-03-880001", {}, {200}),
        "figure.report": (
            "POST",
            "/v1/figures?dry_run=true",
            {"json": {"figures": [{"name": "路", "month": "2019-08", "regions": [HOME]}]}},
            {200},
        ),
        "figure.read": ("GET", "/v1/rankings/shanxi-province-level/rows", {}, {200}),
        "permit.read": ("GET", "/v1/permits", {}, {200}),
        "permit.report": (
            "POST",
            f"/v1/projects/2026-{HOME}-30-03-880009/permits",
            {"json": {"report_id": phone.report_id(), "kind": "land", "state": "required", "unit": "nobody"}},
            {404},
        ),
        "complaint.read": ("GET", "/v1/complaints", {}, {200}),
        "complaint.enter": (
            "POST",
            f"/v1/complaints/{phone.report_id()}/withdrawal",
            {"json": {"report_id": phone.report_id(), "reason": "重复登记"}},
            {404},
        ),
        "ranking.read": ("GET", "/v1/rankings", {}, {200}),
        "target.read": ("GET", "/v1/targets", {}, {200}),
        "target.report": (
            "POST",
            "/v1/targets/G9/figures",
            {"json": {"month": "2019-01", "value": 500, "source": "省统计局月报"}},
            {404},
        ),
        "bulletin.read": ("GET", "/v1/bulletins", {}, {200}),
        "deadletter.read": ("GET", "/v1/dead-letters", {}, {200}),
        "deadletter.replay": ("POST", "/v1/dead-letters/nothing/replay", {}, {404}),
        "deadletter.mend": (
            "POST",
            "/v1/dead-letters/nothing/mend",
            {"json": {"content": "{}", "reason": "改正"}},
            {404},
        ),
        "health.read": ("GET", "/v1/health", {}, {200}),
        "clock.read": ("GET", "/v1/clock", {}, {200}),
        "clock.move": ("PUT", "/v1/clock", {"json": {"now": "2020-01-01T00:00:00Z"}}, {409}),
        "me.read": ("GET", "/v1/me", {}, {200}),
        "me.notices": ("GET", "/v1/me/notices", {}, {200}),
        "view.keep": ("GET", "/v1/views", {}, {200}),
        "inbox.see": ("POST", "/v1/inbox/seen", {"json": {"until": "2020-01-01T00:00:00Z"}}, {200}),
        "credential.read": ("GET", "/v1/journal", {}, {200}),
        "credential.change": ("DELETE", f"/v1/tokens/{'0' * 16}", {}, {404}),
    }
    with made.client(persona) as client:
        for action, (method, path, how, good) in ways.items():
            if only in (None, action):
                answer = asked(made, client, persona, method, path, **how)
                expected = good if TABLE[action][persona] else {403}
                assert answer.status_code in expected, (action, answer.status_code, answer.text)
        if only in (None, "inbox.read"):
            for path in ("/v1/inbox", "/v1/inbox/sign", "/v1/notices"):
                answer = asked(made, client, persona, "GET", path)
                assert answer.status_code == (200 if TABLE["inbox.read"][persona] else 403), (path, answer.text)
        if only in (None, "attachment.read"):
            mine = client.get(f"/v1/attachments/{phone.SHA}").status_code
            assert mine == (200 if TABLE["attachment.read"][persona] else 404)
            others = made.case("140213", State.ASSIGNED).sha256
            assert slug(client.get(f"/v1/attachments/{others}")) == "unknown-attachment"
        if only in (None, "receipt.read"):
            for case in made.cases:
                answer = asked(made, client, persona, "GET", f"/v1/receipts/{case.report_id}")
                good_one = stands(persona, case, TABLE["receipt.read"][persona])
                assert answer.status_code == (200 if good_one else 404), (case.county, answer.text)
            assert client.get(f"/v1/receipts/{NO_REPORT}").status_code == 404
        if only in (None, "report.read"):
            check_reports(made, client, persona)
        if only in (None, "report.withdraw"):
            check_withdrawing(made, client, persona)


def check_withdrawing(made: World, client: httpx.Client, persona: str) -> None:
    """A report of one's own, twelve days after it came: too late for who may, and for nobody else to do at all."""
    of = made.store["receipts"].find_one({"_id": made.case(HOME, State.ASSIGNED).report_id})
    assert of is not None
    own = phone.report_id()
    made.store["receipts"].insert_one(of | {"_id": own, "reporter": PERSONAS[persona].id, "scopes": []})
    answer = asked(made, client, persona, "POST", f"/v1/reports/{own}/withdraw", json={"reason": "误报"})
    assert answer.status_code == (409 if TABLE["report.withdraw"][persona] else 403), answer.text
    made.store["receipts"].delete_one({"_id": own})
    other = made.case("140213", State.ASSIGNED)
    path = f"/v1/reports/{other.report_id}/withdraw"
    known = stands(persona, other, TABLE["report.read"][persona])
    assert asked(made, client, persona, "POST", path, json={"reason": "误报"}).status_code == (403 if known else 404)


def check_reports(made: World, client: httpx.Client, persona: str) -> None:
    """Each report, and those of each project, which are those that can be opened."""
    words = TABLE["report.read"][persona]
    absent = client.get(f"/v1/reports/{NO_REPORT}")
    assert absent.status_code == 404
    for case in made.cases[::3]:
        answer = asked(made, client, persona, "GET", f"/v1/reports/{case.report_id}")
        if stands(persona, case, words):
            assert answer.status_code == 200, answer.text
        else:
            assert told_apart(answer, case.report_id) == told_apart(absent, NO_REPORT), case.county
    for county in (HOME, "140106", "140213"):
        params = {"project": f"2026-{county}-30-03-880001", "limit": "200"}
        answer = asked(made, client, persona, "GET", "/v1/reports", params=params)
        if not words:
            assert answer.status_code == 403
            continue
        found = {each["report_id"] for each in answer.json()["items"]}
        wanted = [case for case in made.cases if case.county == county and stands(persona, case, words)]
        assert found & {case.report_id for case in made.cases} == {case.report_id for case in wanted}


def phone_time() -> datetime:
    """A moment long ago: what was sent then is of no quota."""
    return datetime(2026, 1, 1, tzinfo=UTC)
