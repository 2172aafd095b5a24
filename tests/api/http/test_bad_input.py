"""What bad input gets (issue §7): a problem that says where, at once, and nothing on any topic."""

import json
import time
from typing import Any

import httpx
import pytest

from tests import factories
from tests.api.parts import INSPECTOR, Scene, paths, raw_request, slug, visit


def post(client: httpx.Client, body: bytes, path: str = "/v1/site-visits") -> httpx.Response:
    return client.post(path, content=body)


def spoiled(**over: Any) -> bytes:
    return factories.as_bytes(visit(**over))


@pytest.fixture(autouse=True)
def nothing_published(scene: Scene) -> Any:
    """No bad report reaches a topic."""
    scene.skip()
    yield
    assert scene.published() == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe{}",
        b'{"report_id": NaN}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        spoiled() + b"{}",
        spoiled()[:-1],
    ],
    ids=["empty", "cut", "null", "list", "text", "not-utf8", "nan", "deep-lists", "deep-objects", "two", "short"],
)
def test_what_is_no_report_is_refused_with_a_fault(inspector: httpx.Client, body: bytes) -> None:
    answer = post(inspector, body)
    assert (answer.status_code, slug(answer)) == (422, "invalid")
    assert answer.json()["faults"]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (spoiled(surprise=1), "$.surprise"),
        (spoiled(no_problem_found="false"), "$.no_problem_found"),
        (spoiled(captured_at=1_700_000_000), "$.captured_at"),
        (spoiled(captured_at="2026-03-02T09:15:00"), "$.captured_at"),
        (spoiled(report_id="3f2c1e58-a258-4c39-9f5e-1a7d7f1c1371"), "$.report_id"),
        (spoiled(report_id={"$ne": ""}), "$.report_id"),
        (spoiled(project_code={"$gt": ""}), "$.project_code"),
        (spoiled(findings=[factories.finding(category="No sense")]), "$.findings[0].category"),
        (spoiled(findings=[factories.finding(description="a\x00b")]), "$.findings[0].description"),
        (spoiled(findings=[factories.finding(), factories.finding(severity=3)]), "$.findings[1].severity"),
        (spoiled(findings=[{"category": "land", "severity": "ordinary", "description": "x"}] * 10_000), "$.findings"),
        (spoiled(location={"status": "fixed"}), "$.location.latitude"),
    ],
)
def test_the_fault_says_where(inspector: httpx.Client, body: bytes, path: str) -> None:
    answer = post(inspector, body)
    assert (answer.status_code, slug(answer)) == (422, "invalid")
    assert path in paths(answer)
    assert len(answer.content) < 50_000


def test_a_lone_surrogate_is_refused(inspector: httpx.Client) -> None:
    body = spoiled(findings=[factories.finding(description="SPOT")]).replace(b"SPOT", rb"\ud800")
    assert slug(post(inspector, body)) == "invalid"


def test_ten_thousand_whole_findings_are_too_much(inspector: httpx.Client) -> None:
    answer = post(inspector, spoiled(findings=[factories.finding()] * 10_000))
    assert (answer.status_code, slug(answer)) == (413, "too-large")


def test_an_unknown_schema_version_says_which_are_known(inspector: httpx.Client) -> None:
    answer = post(inspector, spoiled(schema_version="9.0"))
    assert (answer.status_code, slug(answer)) == (422, "unknown-schema-version")
    assert answer.json()["known"] == ["1.0"]


def test_an_unknown_project_is_refused(inspector: httpx.Client) -> None:
    answer = post(inspector, spoiled(project_code="2020-140105-30-03-000000"))
    assert (answer.status_code, slug(answer)) == (422, "unknown-project")


def test_a_category_that_nobody_registered_is_refused_by_its_name(inspector: httpx.Client) -> None:
    answer = post(inspector, spoiled(findings=[factories.finding(), factories.finding(category="weather")]))
    assert (answer.status_code, slug(answer), answer.json()["category"]) == (422, "unknown-category", "weather")


def test_a_body_full_of_unknown_names_is_answered_soon_and_shortly(inspector: httpx.Client) -> None:
    body = json.dumps({f"n{number}": 0 for number in range(60_000)}).encode()
    began = time.monotonic()
    answer = post(inspector, body)
    assert slug(answer) == "invalid"
    assert len(answer.content) < 50_000
    assert time.monotonic() - began < 5


def test_a_body_that_is_no_json_by_its_own_word_is_refused(inspector: httpx.Client) -> None:
    form = inspector.post("/v1/site-visits", data={"report_id": "1"})
    assert (form.status_code, slug(form)) == (415, "not-json")
    packed = inspector.post("/v1/site-visits", content=b"x", headers={"Content-Encoding": "gzip"})
    assert (packed.status_code, slug(packed)) == (415, "compressed")


def test_fifty_megabytes_are_refused_before_they_are_read(scene: Scene) -> None:
    head = (
        f"POST /v1/site-visits HTTP/1.1\nHost: x\nAuthorization: Bearer {scene.tokens[INSPECTOR]}\n"
        "Content-Type: application/json\nContent-Length: 50000000\n"
    )
    began = time.monotonic()
    answer = raw_request(scene.url, head, b" " * 65536)
    assert b"413" in answer.partition(b"\r\n")[0]
    assert b"connection: close" in answer.lower()
    assert time.monotonic() - began < 4


def test_fifty_megabytes_in_chunks_are_cut_off(scene: Scene) -> None:
    head = (
        f"POST /v1/sync HTTP/1.1\nHost: x\nAuthorization: Bearer {scene.tokens[INSPECTOR]}\n"
        "Content-Type: application/json\nTransfer-Encoding: chunked\n"
    )
    chunk = b"%x\r\n" % 2**20 + b" " * 2**20 + b"\r\n"
    answer = raw_request(scene.url, head, *[chunk] * 50)
    assert b"413" in answer.partition(b"\r\n")[0]


@pytest.mark.parametrize(
    "head", ["Content-Length: ten\n", "Content-Length: -5\n", "Content-Length: 5\nContent-Length: 6\n"]
)
def test_a_length_that_is_none_is_refused(scene: Scene, head: str) -> None:
    start = f"POST /v1/site-visits HTTP/1.1\nHost: x\nAuthorization: Bearer {scene.tokens[INSPECTOR]}\n"
    assert b" 400 " in raw_request(scene.url, start + head, b"xxxxx").partition(b"\r\n")[0]


def test_a_slightly_too_large_body_is_read_off_so_that_its_sender_hears_the_answer(inspector: httpx.Client) -> None:
    answer = post(inspector, b" " * (1024 * 1024 + 1))
    assert (answer.status_code, slug(answer)) == (413, "too-large")
    assert answer.json()["limit"] == 1024 * 1024


@pytest.mark.parametrize(
    "query",
    [
        "state[$ne]=closed",
        "state[]=closed",
        "region[$gt]=",
        "state=%7B%22$ne%22:%22%22%7D",
        'region={"$ne":""}',
        "unit[$regex]=.*",
        "project[$in][]=a",
        'project={"$gt":""}',
        "category=%00",
        "light[$exists]=true",
        "due_before[$lt]=2026-01-01T00:00:00Z",
        'due_before={"$gt":0}',
        "limit[$gt]=0",
        "limit=1000",
        "limit=-1",
        'cursor={"$gt":""}',
        "cursor=eyIkZ3QiOiIifQ",
        "cursor=WzEsInvtoIAiXQ",
        "$where=sleep(1000)",
        "state=closed&state=assigned",
        "colour=red",
    ],
)
def test_no_operator_comes_in_by_a_query(inspector: httpx.Client, query: str) -> None:
    answer = inspector.get(f"/v1/issues?{query}")
    assert (answer.status_code, slug(answer)) == (422, "invalid")
    assert paths(answer)[0].startswith("request.query")


@pytest.mark.parametrize("unit", ["$where", '{"$gt":""}', "$ne"])
def test_the_id_of_a_unit_is_compared_as_the_text_that_it_is(inspector: httpx.Client, unit: str) -> None:
    """An office names its units as it likes: such an id is nobody's, and no operator."""
    answer = inspector.get("/v1/issues", params={"unit": unit})
    assert (answer.status_code, answer.json()["items"]) == (200, [])


@pytest.mark.parametrize(
    "path",
    [
        "/v1/alerts?mine[$ne]=true",
        "/v1/alerts?region[$ne]=",
        "/v1/alerts?issue=%24ne",
        "/v1/projects?q[$regex]=.",
        "/v1/units?region[$gt]=0",
        "/v1/me?x=1",
        "/v1/clock?now[$gt]=0",
        "/v1/receipts/%7B%22$ne%22:1%7D",
        "/v1/receipts/0195551a-9b20-7c31-8f4e-2a6d1b9c0e57?wait=nan",
        "/v1/receipts/0195551a-9b20-7c31-8f4e-2a6d1b9c0e57?wait=31",
        "/v1/receipts/0195551a-9b20-7c31-8f4e-2a6d1b9c0e57?wait[$gt]=1",
        "/v1/issues/%7B%22$ne%22:%22%22%7D",
        "/v1/attachments/$ne",
    ],
)
def test_no_operator_comes_in_anywhere_else(inspector: httpx.Client, path: str) -> None:
    answer = inspector.get(path)
    assert (answer.status_code, slug(answer)) == (422, "invalid")


def test_what_the_framework_refuses_is_a_problem_too(inspector: httpx.Client) -> None:
    missing, method = inspector.get("/v1/nothing"), inspector.delete("/v1/issues")
    assert (missing.status_code, slug(missing)) == (404, "not-found")
    assert (method.status_code, slug(method)) == (405, "method-not-allowed")
