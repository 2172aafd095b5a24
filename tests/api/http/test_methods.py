"""Methods as the RFCs have them: Allow, HEAD; media types in any case; a page of documentation without a network."""

import re

import httpx
import pytest

from tests.api.parts import Scene, slug, visit
from tests.plain_http import PLAIN


@pytest.mark.parametrize(
    ("path", "allow"),
    [
        ("/v1/issues", "GET, HEAD"),
        ("/v1/clock", "GET, HEAD, PUT"),
        ("/v1/attachments/" + "0" * 64, "GET, HEAD, PUT"),
        ("/v1/sync", "POST"),
        ("/healthz", "GET, HEAD"),
        ("/docs", "GET, HEAD"),
        ("/openapi.json", "GET, HEAD"),
    ],
)
def test_a_405_says_what_the_path_takes(inspector: httpx.Client, path: str, allow: str) -> None:
    answer = inspector.request("DELETE", path)
    assert (answer.status_code, slug(answer), answer.headers["allow"]) == (405, "method-not-allowed", allow)


@pytest.mark.parametrize(
    "path", ["/v1/issues", "/v1/me", "/v1/nothing", "/healthz", "/openapi.json", "/docs", "/v1/stream"]
)
def test_head_is_answered_as_get_without_a_body(inspector: httpx.Client, path: str) -> None:
    head = inspector.head(path)
    assert head.content == b""
    if path != "/v1/stream":
        got = inspector.get(path)
        assert (head.status_code, head.headers["content-type"]) == (got.status_code, got.headers["content-type"])
    assert inspector.get("/healthz").status_code == 200


def test_head_on_what_only_takes_post_is_a_405(inspector: httpx.Client) -> None:
    answer = inspector.head("/v1/sync")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("kind", ["Application/JSON", "APPLICATION/JSON ;Charset=UTF-8"])
def test_a_media_type_is_known_in_any_case_and_with_parameters(scene: Scene, kind: str) -> None:
    with scene.client() as inspector:
        answer = inspector.post(
            "/v1/site-visits", json=visit(), headers={"Content-Type": kind, "Content-Encoding": "Identity"}
        )
    scene.skip()
    assert answer.status_code == 202, answer.text


def test_the_page_of_documentation_needs_no_outside_network(scene: Scene) -> None:
    page = httpx.get(f"{scene.url}/docs", **PLAIN)
    assert page.status_code == 200
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(addresses) >= 3
    for address in addresses:
        assert address.startswith("/")
        assert httpx.get(f"{scene.url}{address}", **PLAIN).status_code == 200
    assert "://" not in page.text


def test_metrics_do_not_grow_by_what_strangers_make_up(scene: Scene) -> None:
    def strange(number: int) -> None:
        for method in ("GET", "PROPFIND", "MKCOL", "REPORT"):
            httpx.request(method, f"{scene.url}/made-up/{number}", **PLAIN)
            httpx.request(method, f"{scene.url}/docs/files/made-up-{number}", **PLAIN)
            httpx.request(method, f"{scene.url}/v1/issues/{number}", **PLAIN)

    def lines() -> set[str]:
        text = httpx.get(f"{scene.url}/metrics", **PLAIN).text
        return {line.rpartition(" ")[0] for line in text.splitlines() if line.startswith("xiaohao_http")}

    strange(0)
    before = lines() | lines()
    strange(1)
    strange(2)
    assert lines() == before


def test_operations_have_clean_ids_and_tell_every_problem(scene: Scene) -> None:
    document = httpx.get(f"{scene.url}/openapi.json", **PLAIN).json()
    operations = [each for path in document["paths"].values() for each in path.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", each) for each in ids), ids
    for operation in operations:
        assert {"400", "405", "431", "500"} <= operation["responses"].keys()
        assert "requestBody" not in operation or {"408", "413", "415"} <= operation["responses"].keys()


def test_head_is_told_wherever_get_is_with_the_same_answers_and_no_body(scene: Scene) -> None:
    paths = httpx.get(f"{scene.url}/openapi.json", **PLAIN).json()["paths"]
    assert {path for path in paths if "head" in paths[path]} == {path for path in paths if "get" in paths[path]}
    for path in (path for path in paths.values() if "get" in path):
        get, head = path["get"], path["head"]
        assert (head.get("parameters"), head["security"]) == (get.get("parameters"), get["security"])
        assert head["responses"].keys() == get["responses"].keys()
        assert not any("content" in answer for answer in head["responses"].values())
