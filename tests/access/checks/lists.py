"""Knows how a persona's lists, counts and alerts are held to the table: no more than opening allows."""

from mobile_schema.vocabulary import State
from tests.access.asking import TABLE, asked, stands
from tests.access.world import HOME, PERSONAS, World


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


def check_export(made: World, persona: str, only: str | None = None) -> None:
    """The list as a file has what the table says."""
    exported = {case.serial for case in made.cases if stands(persona, case, TABLE["issue.export"][persona])}
    with made.client(persona) as client:
        file = asked(made, client, persona, "GET", "/v1/issues.csv")
    assert file.status_code == (200 if TABLE["issue.export"][persona] else 403), file.text
    assert {case.serial for case in made.cases if case.serial in file.text} == exported


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
