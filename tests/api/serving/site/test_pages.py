"""The built pages on the API's origin: what a browser gets at which address, kept for how long, under which policy."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.accepting.publisher import NullPublisher
from api.app import create_app
from api.serving.site.files import Site
from tests.api.parts import Scene, raw_request, running, slug
from tests.plain_http import PLAIN

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Mode": "navigate"}
SCRIPT = {"Accept": "*/*", "Sec-Fetch-Mode": "cors"}
FILES = {
    "index.html": "<p>sign in</p>",
    "m/index.html": "<p>phone</p>",
    "m/sw.js": "worker",
    "m/manifest.webmanifest": "{}",
    "m/.secret.js": "hidden",
    "m/notes.exe": "no kind of ours",
    "d/index.html": "<p>desk</p>",
    "assets/app-1a2b3c4d.js": "plain",
    "assets/logo-5e6f7a8b.svg": "<svg/>",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build with three pages; one script is there in two codings too."""
    root = tmp_path_factory.mktemp("built") / "dist"
    for name, text in FILES.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (root / "assets/app-1a2b3c4d.js.gz").write_bytes(gzip.compress(b"plain"))
    (root / "assets/app-1a2b3c4d.js.br").write_bytes(b"as brotli")
    (root.parent / "outside.js").write_text("outside", encoding="utf-8")
    (root / "assets/link.js").symlink_to(root.parent / "outside.js")
    (root / "assets/folder").symlink_to(root.parent, target_is_directory=True)
    return root


@pytest.fixture(scope="module")
def url(scene: Scene, built: Path) -> Iterator[str]:
    """Where an API with that build answers."""
    with _served(scene, built) as address:
        yield address


@pytest.fixture
def browser(url: str) -> Iterator[httpx.Client]:
    """Who is not signed in, and asks for a page."""
    with httpx.Client(base_url=url, headers=PAGE, **PLAIN) as client:
        yield client


def _served(scene: Scene, root: Path, **settings: Any) -> Any:
    told = scene.settings.model_copy(update=settings)
    return running(create_app(told, store=scene.store, publisher=NullPublisher(), site=Site(root)))


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/", "sign in"),
        ("/m/", "phone"),
        ("/d/", "desk"),
        ("/m/outbox", "phone"),
        ("/d/issues/140105-2026-00001", "desk"),
        ("/m/index.html", "phone"),
        ("/d/a%3Fb%23c", "desk"),
    ],
)
def test_each_door_shows_its_page_at_any_depth(browser: httpx.Client, path: str, shown: str) -> None:
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert shown in answer.text


@pytest.mark.parametrize("header", PAGE)
def test_either_sign_of_a_navigation_is_enough(url: str, header: str) -> None:
    answer = httpx.get(f"{url}/m/outbox", headers={"Accept": "*/*", header: PAGE[header]}, **PLAIN)
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/m/gone.webmanifest", "/m/outbox", "/d/chunk.js", "/assets/gone.js", "/gone"])
def test_what_a_page_fetches_and_is_not_there_is_a_problem(browser: httpx.Client, path: str) -> None:
    answer = browser.get(path, headers=SCRIPT)
    assert (answer.status_code, slug(answer)) == (404, "not-found")


@pytest.mark.parametrize("path", ["/gone", "/v1/nothing", "/assets/gone.js", "/mm/x", "/index", "/healthz/x"])
def test_outside_the_doors_nothing_falls_back_to_a_page(browser: httpx.Client, path: str) -> None:
    assert (browser.get(path).status_code, slug(browser.get(path))) == (404, "not-found")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_pages_are_only_read(browser: httpx.Client, method: str) -> None:
    assert browser.request(method, "/m/outbox").status_code == 404


@pytest.mark.parametrize("door", ["m", "d"])
def test_a_door_without_its_slash_leads_to_it(browser: httpx.Client, door: str) -> None:
    answer = browser.get(f"/{door}")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/{door}/")


@pytest.mark.parametrize(
    ("path", "kind", "kept"),
    [
        ("/assets/app-1a2b3c4d.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/assets/logo-5e6f7a8b.svg", "image/svg+xml", "public, max-age=31536000, immutable"),
        ("/m/sw.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/m/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/m/outbox", "text/html; charset=utf-8", "no-cache"),
    ],
)
def test_what_is_named_by_its_bytes_is_kept_and_the_rest_asked_for_again(
    browser: httpx.Client, path: str, kind: str, kept: str
) -> None:
    answer = browser.get(path)
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == (kind, kept)


@pytest.mark.parametrize("path", ["/", "/m/outbox", "/m/sw.js", "/assets/app-1a2b3c4d.js"])
def test_who_has_it_is_not_sent_it_again(browser: httpx.Client, path: str) -> None:
    first = browser.get(path)
    again = browser.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert again.headers["cache-control"] == first.headers["cache-control"]


def test_a_new_build_is_shown_at_once_under_another_tag(scene: Scene, tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("before", encoding="utf-8")
    with _served(scene, tmp_path) as url:
        before = httpx.get(url, **PLAIN)
        page.write_text("after", encoding="utf-8")
        after = httpx.get(url, headers={"If-None-Match": before.headers["etag"]}, **PLAIN)
    assert (before.text, after.status_code, after.text) == ("before", 200, "after")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("gzip;q=0.5, br;q=0", "gzip"),
        ("br;q=0.1, gzip;q=1.0", "br"),
        ("*", "br"),
        ("*, br;q=0", "gzip"),
        ("identity", None),
        ("", None),
        ("br;q=x, gzip;level=1", None),
    ],
)
def test_the_smallest_coding_that_is_read_is_sent(url: str, accepted: str, coding: str | None) -> None:
    head = f"GET /assets/app-1a2b3c4d.js HTTP/1.1\nHost: x\nConnection: close\nAccept-Encoding: {accepted}\n"
    said, _, body = raw_request(url, head).partition(b"\r\n\r\n")
    assert b"\r\nvary: accept-encoding" in said.lower()
    expected = {"br": b"as brotli", "gzip": gzip.compress(b"plain"), None: b"plain"}[coding]
    assert (b"content-encoding" in said.lower()) == (coding is not None)
    assert body[-4:] == expected[-4:]


def test_each_coding_has_a_tag_of_its_own(browser: httpx.Client) -> None:
    tags = {
        browser.head("/assets/app-1a2b3c4d.js", headers={"Accept-Encoding": coding}).headers["etag"]
        for coding in ("br", "gzip", "identity")
    }
    assert len(tags) == 3


@pytest.mark.parametrize("path", ["/", "/d/x", "/assets/app-1a2b3c4d.js", "/m/sw.js", "/gone"])
def test_head_is_answered_as_get_without_a_body(browser: httpx.Client, path: str) -> None:
    head, got = browser.head(path), browser.get(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers.get("etag") == got.headers.get("etag")


@pytest.mark.parametrize("path", ["/", "/m/x", "/d/", "/m/sw.js", "/assets/app-1a2b3c4d.js", "/m"])
def test_every_answer_of_the_pages_is_under_the_policy(browser: httpx.Client, path: str) -> None:
    told = browser.get(path).headers
    policy = dict(each.split(" ", 1) for each in told["content-security-policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "same-origin"
    assert told["cross-origin-opener-policy"] == "same-origin"
    assert {"camera=(self)", "geolocation=(self)"} <= set(told["permissions-policy"].split(", "))


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../outside.js",
        "/assets/%2e%2e/%2e%2e/outside.js",
        "/assets/..%2f..%2foutside.js",
        "/..%2foutside.js",
        "/assets/%2e%2e%5coutside.js",
        "/assets//app-1a2b3c4d.js",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/assets/./app-1a2b3c4d.js",
        "/assets/app-1a2b3c4d.js%00",
        "/assets/%ff.js",
        "/assets/" + "a" * 300 + ".js",
        "/assets/link.js",
        "/assets/folder/outside.js",
        "/m/.secret.js",
        "/m/notes.exe",
        "/assets/app-1a2b3c4d.js.br",
        "/assets",
        "/assets/",
    ],
)
def test_nothing_leads_out_of_the_build_or_to_what_is_no_file_of_a_page(url: str, path: str) -> None:
    said = raw_request(url, f"GET {path} HTTP/1.1\nHost: x\nConnection: close\nAccept: */*\n")
    assert said.partition(b"\r\n")[0].split(b" ")[1] == b"404"
    assert b"outside" not in said


def test_links_beside_a_file_are_no_codings_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("a", encoding="utf-8")
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (tmp_path / "a.js.br").symlink_to(tmp_path / "secret")
    found = Site(tmp_path).find("a.js", frozenset({"br"}))
    assert found is not None
    assert (found.content, found.coding, found.varies) == (b"a", None, False)


def test_a_build_may_itself_be_reached_by_a_link(tmp_path: Path, built: Path) -> None:
    (tmp_path / "dist").symlink_to(built, target_is_directory=True)
    assert Site(tmp_path / "dist").find("", frozenset()) is not None


@pytest.mark.parametrize("path", ["/", "/m/", "/d/x"])
def test_where_nothing_is_built_a_sentence_says_what_to_do(scene: Scene, tmp_path: Path, path: str) -> None:
    with _served(scene, tmp_path / "nowhere") as url:
        answer = httpx.get(url + path, headers=PAGE, **PLAIN)
        assert httpx.get(f"{url}/assets/a.js", headers=PAGE, **PLAIN).status_code == 404
    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/plain; charset=utf-8")
    assert answer.text.splitlines() == ["页面还没有构建,请运行 make web / The pages are not built: run make web"]


@pytest.mark.parametrize("path", ["/docs", "/openapi.json", "/healthz"])
def test_what_the_api_answers_stays_what_it_is(scene: Scene, tmp_path: Path, path: str) -> None:
    for name in ("docs", "openapi.json", "healthz"):
        (tmp_path / name).write_text("not this", encoding="utf-8")
    with _served(scene, tmp_path) as url:
        assert "not this" not in httpx.get(url + path, **PLAIN).text
