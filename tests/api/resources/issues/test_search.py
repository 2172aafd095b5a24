"""`q` looks for words in the list: of what one may read, with the other filters; a whole 编号 jumps."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.parts import COUNTY, LAND_STAFF, PROVINCE, Scene, done, give, paths, slug
from tests.streams.parts import until


@pytest.fixture(scope="module")
def searched(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """An inspector's client of a process of the API that keeps an index."""
    with scene.another(search=tmp_path_factory.mktemp("search")) as client:
        yield client


def asked(client: httpx.Client, **query: Any) -> dict[str, Any]:
    answer = client.get("/v1/issues", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def ids(client: httpx.Client, **query: Any) -> list[str]:
    return [line["id"] for line in asked(client, **query)["items"]]


def as_(scene: Scene, person: str, searched: httpx.Client) -> httpx.Client:
    client = scene.client(person)
    client.base_url = searched.base_url
    return client


def test_words_filters_and_scope_go_together(scene: Scene, searched: httpx.Client) -> None:
    land = scene.issue(description="弃渣场临时用地手续未办结")
    wages = scene.issue(description="弃渣场工人堵门讨要工资", category="obstruction")
    both = {land["id"], wages["id"]}
    until(lambda: set(ids(searched, q="弃渣场")) == both)
    assert ids(searched, q="弃渣场 未办结") == [land["id"]]
    assert ids(searched, q="弃渣场", category="obstruction") == [wages["id"]]
    assert ids(searched, q="弃渣场", state="closed") == []
    marks = searched.get("/v1/issues/marks", params={"q": "弃渣场"}).json()
    assert marks == {"total": 2, "every": 200, "cursors": []}
    with as_(scene, PROVINCE, searched) as province, as_(scene, LAND_STAFF, searched) as staff:
        first = asked(province, q="弃渣场", limit=1, sort="serial")
        rest = asked(province, q="弃渣场", limit=1, sort="serial", cursor=first["next_cursor"])
        assert [line["id"] for page in (first, rest) for line in page["items"]] == [land["id"], wages["id"]]
        assert rest["next_cursor"] is None
        assert ids(staff, q="弃渣场") == [land["id"]]
        assert staff.get("/v1/issues/marks", params={"q": "弃渣场"}).json()["total"] == 1
    with as_(scene, COUNTY, searched) as county:
        done(give(county, land, "comment", note="请附勘测定界图"))
        until(lambda: ids(searched, q="勘测定界") == [land["id"]])


def test_a_whole_serial_jumps_for_who_may_read_it(scene: Scene, searched: httpx.Client) -> None:
    issue = scene.issue(description="变压器增容未批复")
    found = asked(searched, q=f" {issue['serial']} ")
    assert (found["jump"], [line["id"] for line in found["items"]]) == (issue["id"], [issue["id"]])
    left_out = asked(searched, q=issue["serial"], state="closed")
    assert (left_out["jump"], left_out["items"]) == (issue["id"], [])
    with as_(scene, "staff-140105-public-security", searched) as stranger:
        assert asked(stranger, q=issue["serial"]) == {"items": [], "next_cursor": None, "jump": None}
    assert asked(searched, q="140105-2026-99999")["jump"] is None


@pytest.mark.parametrize(
    "typed", ["。!?*()\"'", "😀🚧", "\x00\u202e", "$where", "text:*", "/.*/", "a OR 1=1 --", "){("]
)
def test_signs_are_no_language(searched: httpx.Client, typed: str) -> None:
    assert asked(searched, q=typed) == {"items": [], "next_cursor": None, "jump": None}


def test_more_than_anybody_types_is_refused(searched: httpx.Client) -> None:
    """Ten thousand characters of Chinese are in no address: the head of a request is bounded before."""
    for typed in ("征" * 201, "x" * 10_000, " ".join("abcdefghijk")):
        answer = searched.get("/v1/issues", params={"q": typed})
        assert (answer.status_code, slug(answer), paths(answer)) == (422, "invalid", ["request.query.q"])


def test_blanks_alone_ask_for_nothing(searched: httpx.Client) -> None:
    assert asked(searched, q="  ") == asked(searched)


def test_without_an_index_words_are_answered_later_and_lists_as_ever(inspector: httpx.Client) -> None:
    answer = inspector.get("/v1/issues", params={"q": "征地"})
    assert (answer.status_code, slug(answer)) == (503, "search-not-ready")
    assert inspector.get("/v1/issues/marks", params={"q": "征地"}).status_code == 503
    assert asked(inspector)["items"] is not None


def test_a_view_keeps_words(scene: Scene, searched: httpx.Client) -> None:
    with as_(scene, COUNTY, searched) as county:
        view = county.post("/v1/views", json={"name": "弃渣场", "query": {"q": "弃渣场"}})
        assert view.status_code == 201, view.text
        assert county.get(view.json()["list"]).json()["items"] == asked(county, q="弃渣场")["items"]
        refused = county.post("/v1/views", json={"name": "x", "query": {"q": "征" * 201}})
        assert refused.status_code == 422
