"""Each operation of each persona on each issue answers as docs/access.csv says, and shows nothing that is foreign."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import httpx
import pytest

from ledger.evidence.uploads import note_upload
from ledger.issue.commands import COMMANDS
from mobile_schema.vocabulary import State
from tests import factories as phone
from tests.access.asking import ABSENT, NO_REPORT, PHOTO, TABLE, asked, stands, told_apart
from tests.access.matters import check_entering, check_sets
from tests.access.world import ELSEWHERE, HOME, PERSONAS, World, informant_of
from tests.api.parts import slug
from tests.ledger.factories import visit


@pytest.mark.parametrize("persona", PERSONAS)
def test_one_issue_is_there_for_whom_the_table_says_and_for_others_not_at_all(made: World, persona: str) -> None:
    check_one_issue(made, persona)


def check_one_issue(made: World, persona: str, only: str | None = None) -> None:
    """Read, history, explanation and file of every issue, the file small too."""
    ways = [
        ("issue.read", "/v1/issues/{id}"),
        ("issue.history", "/v1/issues/{id}/history"),
        ("issue.explain", "/v1/issues/{id}/explain"),
        ("issue.evidence", "/v1/issues/{id}/attachments/{sha}"),
        ("issue.evidence", "/v1/issues/{id}/attachments/{sha}?size=small"),
        ("issue.report", "/v1/issues/{id}/report"),
        ("issue.similar", "/v1/issues/{id}/similar"),
        ("issue.slip", "/v1/issues/{id}/slip"),
    ]
    with made.client(persona) as client:
        for action, way in ways:
            if only not in (None, action):
                continue
            absent = client.get(way.format(id=ABSENT, sha="0" * 64))
            assert absent.status_code == 404
            # What an issue is in itself was read of all; what belongs to it, of each county and many a state.
            for case in made.cases if action == "issue.read" else made.cases[::5]:
                path = way.format(id=case.id, sha=case.sha256)
                answer = asked(made, client, persona, "GET", path)
                if stands(persona, case, TABLE[action][persona]):
                    assert answer.status_code == 200, (action, case.county, case.state, answer.text)
                    continue
                assert told_apart(answer, case.id) == told_apart(absent, ABSENT), (action, case.county, case.state)
                if case.state is State.ASSIGNED:
                    by_serial = client.get(way.format(id=case.serial, sha=case.sha256), headers={"If-None-Match": "*"})
                    assert by_serial.status_code == 404


@pytest.mark.parametrize("persona", PERSONAS)
def test_lists_and_counts_show_what_opening_allows(made: World, persona: str) -> None:
    check_lists(made, persona)


def check_lists(made: World, persona: str, only: str | None = None) -> None:
    """The list, page by page, is what can be opened; filters only narrow it; counts are of it."""
    wanted = {case.id for case in made.cases if stands(persona, case, TABLE["issue.list"][persona])}
    with made.client(persona) as client:
        if only in (None, "issue.list"):
            filters: list[dict[str, str]] = [
                {},
                {"state": "assigned"},
                {"region": HOME},
                {"region": "140200"},
                {"unit": f"{HOME}-natural-resources"},
                {"category": "land"},
                {"light": "red"},
                {"light": "green"},
                {"project": f"2026-{HOME}-30-03-880001"},
                {"q": "描述"},
                {"q": "自然资源局"},
            ]
            for params in filters:
                if not TABLE["issue.list"][persona]:
                    assert asked(made, client, persona, "GET", "/v1/issues", params=params).status_code == 403
                    continue
                found, cursor = [], {}
                while True:
                    page = asked(made, client, persona, "GET", "/v1/issues", params=params | cursor | {"limit": "7"})
                    assert page.status_code == 200, page.text
                    found += [item["id"] for item in page.json()["items"]]
                    if page.json()["next_cursor"] is None:
                        break
                    cursor = {"cursor": page.json()["next_cursor"]}
                assert len(found) == len(set(found))
                assert set(found) <= wanted
                if not params:
                    assert set(found) == wanted
            files = [
                asked(made, client, persona, "GET", "/v1/issues", params={"form": form}) for form in ("csv", "html")
            ]
            serials = {case.serial for case in made.cases if case.id in wanted}
            for file in files:
                assert file.status_code == (200 if TABLE["issue.list"][persona] else 403)
                assert {case.serial for case in made.cases if case.serial in file.text} == serials
        if only in (None, "issue.count"):
            answer = asked(made, client, persona, "GET", "/v1/counts")
            shown = {c for c in made.cases if stands(persona, c, TABLE["issue.count"][persona])}
            if not TABLE["issue.count"][persona]:
                assert answer.status_code == 403
            else:
                assert answer.status_code == 200, answer.text
                ended = (State.CLOSED, State.VOIDED, State.MERGED)
                assert answer.json()["open"] == len([case for case in shown if case.state not in ended])
            for path in ("/v1/boards/slowest", "/v1/boards/since"):
                board = asked(made, client, persona, "GET", path)
                assert board.status_code == (200 if TABLE["issue.count"][persona] else 403), board.text
                if path == "/v1/boards/slowest" and board.status_code == 200:
                    late = {item["id"] for item in board.json()["items"]}
                    assert late <= {case.id for case in shown}
                    assert late or not shown


@pytest.mark.parametrize("persona", PERSONAS)
def test_alerts_are_those_of_the_issues_that_one_may_read(made: World, persona: str) -> None:
    check_alerts(made, persona)


def check_alerts(made: World, persona: str, only: str | None = None) -> None:
    """The list of alerts, the stream, and acknowledging what is not one's business."""
    words = TABLE["alert.list"][persona]
    stored = list(made.store["alerts"].find({}))
    by_id = {case.id: case for case in made.cases}
    with made.client(persona) as client:
        if only in (None, "alert.list"):
            answer = asked(made, client, persona, "GET", "/v1/alerts", params={"mine": "false", "limit": "200"})
            wanted = {alert["_id"] for alert in stored if stands(persona, by_id[alert["issue_id"]], words - {"own"})}
            if not words:
                assert answer.status_code == 403
            else:
                assert wanted
                assert len(wanted) < 200
                assert answer.status_code == 200, answer.text
                assert {item["id"] for item in answer.json()["items"]} == wanted
        if only in (None, "alert.stream"):
            with client.stream("GET", "/v1/stream", params={"mine": "false"}) as stream:
                assert stream.status_code == (200 if TABLE["alert.stream"][persona] else 403)
        if only in (None, "alert.acknowledge"):
            events = made.store["events"].count_documents({})
            may, own_id, allowed = TABLE["alert.acknowledge"][persona], PERSONAS[persona].id, []
            for alert in stored:
                case = by_id[alert["issue_id"]]
                own = "own" in may and alert["recipient_person_id"] == own_id
                path = f"/v1/alerts/{alert['_id']}/acknowledge"
                if own or stands(persona, case, may - {"own"}):
                    allowed.append(path)
                    continue
                answer = asked(made, client, persona, "POST", path)
                known = stands(persona, case, words - {"own"})
                assert answer.status_code == (403 if known else 404), (case, answer.text)
            assert made.store["events"].count_documents({}) == events
            for path in allowed[-1:]:
                assert asked(made, client, persona, "POST", path).status_code == 200


@pytest.mark.parametrize("persona", PERSONAS)
def test_commands_are_refused_in_order_and_change_nothing(made: World, persona: str) -> None:
    check_commands(made, persona)


def check_commands(made: World, persona: str, only: str | None = None) -> None:
    """On an issue that is voided no command but a comment, a recheck and the undoing is possible: 404, 403, else 409.

    The undoing is tried on one that is struck off, a recheck on site without a visit, which shows nothing: 422.
    """
    events = made.store["events"].count_documents({})
    with made.client(persona) as client:
        for name in COMMANDS:
            action = f"issue.{name}"
            if only not in (None, action):
                continue
            for county in (HOME, "140106", "140213"):
                case = made.case(county, State.CLOSED if name == "unvoid" else State.VOIDED)
                body = BODIES[name](made, county)
                path = f"/v1/issues/{case.id}/{name}"
                seen = f'"{made.store["issues"].find_one({"_id": case.id})["version"]}"'  # type: ignore[index]
                answer = asked(made, client, persona, "POST", path, json=body, headers={"If-Match": seen})
                readable = stands(persona, case, TABLE["issue.read"][persona])
                allowed = stands(persona, case, TABLE[action][persona])
                # A comment is taken in any state: this one names a file that nobody here sent.
                possible = 422 if name == "comment" else REFUSED.get(name, 409)
                expected = 404 if not readable else possible if allowed else 403
                assert answer.status_code == expected, (name, county, answer.text)
                if not readable:
                    absent = client.post(f"/v1/issues/{ABSENT}/{name}", json=body, headers={"If-Match": seen})
                    assert told_apart(answer, case.id) == told_apart(absent, ABSENT)
                stale = client.post(path, json=body, headers={"If-Match": '"9999"'})
                assert stale.status_code == (412 if readable else 404)
                if county == HOME:
                    assert client.post(path, json={"x": 1}).status_code == 422
    assert made.store["events"].count_documents({}) == events


REFUSED: Final = {"record-recheck": 422, "answer-referral": 422}
"""What may be done in any state is refused for what it says."""
BODIES: Final[dict[str, Callable[[World, str], dict[str, Any]]]] = {
    "assign": lambda _, county: {"unit_id": f"{county}-natural-resources"},
    "accept": lambda _, county: {"person_id": f"worker-{county}"},
    "change-person": lambda _, county: {"person_id": f"worker-{county}", "reason": "调岗"},
    "change-support": lambda _, county: {"add": [f"{county}-transport"], "reason": "配合施工"},
    "transfer": lambda _, county: {"unit_id": f"{county}-transport", "reason": "属其职责"},
    "file-plan": lambda *_: {"milestones": [{"name": "组卷", "due_on": "2026-04-01"}]},
    "report-progress": lambda *_: {"note": "已办"},
    "request-closure": lambda *_: {"statement": "已办", "evidence": [{"kind": "site_photo", "sha256": "0" * 64}]},
    "record-recheck": lambda *_: {"result": "solved", "on_site": True},
    "answer-referral": lambda *_: {"place": 0, "state": "taken", "answered_at": "2026-03-04T10:10:00+08:00"},
    "judge-correction": lambda *_: {"report_id": NO_REPORT, "accepted": True},
    "approve-closure": lambda *_: {"grade": "good"},
    "return-closure": lambda *_: {"reasons": ["未办"]},
    "log-referral": lambda *_: {"body": "police_110", "referred_at": "2026-03-04T08:40:00+08:00"},
    "request-extension": lambda *_: {"due_on": "2026-06-01", "reason": "待批"},
    "approve-extension": lambda *_: {},
    "request-suspension": lambda *_: {"resume_on": "2026-06-01", "reason": "冬季"},
    "suspend": lambda *_: {"resume_on": "2026-06-01", "reason": "冬季"},
    "merge": lambda made, county: {"into": made.case(county, State.IN_PROGRESS).id, "reason": "同一"},
    "move-policy": lambda *_: {"policy": "before-due", "version": 1, "reason": "预警"},
    "comment": lambda *_: {"note": "请核实", "attachments": ["0" * 64]},
    "instruct": lambda *_: {"note": "限期回复"},
    "remind": lambda *_: {},
    "reply": lambda *_: {"note": "已办"},
    "tick-milestone": lambda *_: {"number": 1},
    "correct": lambda *_: {"severity": "major", "reason": "停工"},
    **dict.fromkeys(
        ("withdraw-closure", "withdraw-extension", "withdraw-suspension"),
        lambda *_: {"reason": "理由"},
    ),
    **dict.fromkeys(
        ("decline", "reopen", "void", "unvoid", "refuse-extension", "refuse-suspension", "resume", "part"),
        lambda *_: {"reason": "理由"},
    ),
}


@pytest.mark.parametrize("persona", PERSONAS)
def test_who_told_is_given_shown_and_accounted_for_as_the_table_says(made: World, persona: str) -> None:
    check_informants(made, persona)


def check_informants(made: World, persona: str, only: str | None = None) -> None:
    """Given again as it was, looked at, and the looks listed; whoever asks otherwise than by looking reads nothing."""
    events = made.store["events"].count_documents({})
    ways = {
        "issue.keep-informant": ("PUT", "", informant_of),
        "issue.reveal-informant": ("POST", "/reveal", lambda _: {"reason": "核实"}),
        "issue.reveals": ("GET", "/reveals", lambda _: None),
    }
    own = made.case("140213", State.DECLINED)
    cases = [own, made.case(HOME, State.ASSIGNED), *(made.case(each, State.VOIDED) for each in (HOME, "140106"))]
    with made.client(persona) as client:
        for action, (method, end, body) in ways.items():
            if only not in (None, action):
                continue
            absent = client.request(method, f"/v1/issues/{ABSENT}/informant{end}", json=body(own))
            for case in cases:
                path, said = f"/v1/issues/{case.id}/informant{end}", body(case)
                if not stands(persona, case, TABLE["issue.read"][persona]):
                    answer = asked(made, client, persona, method, path, json=said)
                    assert told_apart(answer, case.id) == told_apart(absent, ABSENT), (action, case.county)
                elif not stands(persona, case, TABLE[action][persona]):
                    assert asked(made, client, persona, method, path, json=said).status_code == 403, (action, case)
                elif action != "issue.reveal-informant":
                    assert asked(made, client, persona, method, path, json=said).status_code == 200, (action, case)
                else:
                    shown = client.request(method, path, json=said)
                    assert shown.status_code == 200, (case, shown.text)
                    assert informant_of(case).items() <= shown.json().items()
            if method != "GET":
                path = f"/v1/issues/{cases[-1].id}/informant{end}"
                assert client.request(method, path, json={"x": 1}).status_code == 422
    assert made.store["events"].count_documents({}) == events


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_is_under_no_issue_is_for_the_posts_that_the_table_says(made: World, persona: str) -> None:
    check_the_rest(made, persona)


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
        "project.read": ("GET", f"/v1/projects/2026-{HOME}-30-03-880001", {}, {200}),
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


@pytest.mark.parametrize("persona", PERSONAS)
def test_matters_are_entered_and_read_as_the_table_says(made: World, persona: str) -> None:
    check_matters(made, persona)


def check_matters(made: World, persona: str, only: str | None = None) -> None:
    """Matters that a supervisor enters, and the sets that they are part of."""
    if only in (None, "matter.enter"):
        check_entering(made, persona)
    if only in (None, "matter.read"):
        check_sets(made, persona)


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


def test_who_reported_elsewhere_reads_that_and_nothing_else(made: World) -> None:
    with made.client("afar") as client:
        found = {item["id"] for item in client.get("/v1/issues?limit=200").json()["items"]}
    assert found == {case.id for case in made.cases if case.reporter == ELSEWHERE.id}
    assert len(found) == 4
