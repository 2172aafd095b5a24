"""PUT and GET of an attachment: bytes under their own hash, streamed, capped, never shown in place."""

import hashlib
import secrets

import httpx

from mobile_schema.fields import MAX_ATTACHMENT_BYTES
from tests.api.parts import INSPECTOR, Scene, raw_request, slug


def put(client: httpx.Client, content: bytes, sha256: str | None = None, kind: str = "image/jpeg") -> httpx.Response:
    path = f"/v1/attachments/{sha256 or hashlib.sha256(content).hexdigest()}"
    return client.put(path, content=content, headers={"Content-Type": kind})


def test_bytes_are_kept_once_and_come_back(inspector: httpx.Client, county: httpx.Client) -> None:
    content = secrets.token_bytes(3_000_000)
    first, again = put(inspector, content), put(inspector, content)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == {
        "sha256": hashlib.sha256(content).hexdigest(),
        "media_type": "image/jpeg",
        "bytes": len(content),
    }
    back = county.get(f"/v1/attachments/{first.json()['sha256']}")
    assert back.content == content
    assert back.headers["content-type"] == "image/jpeg"
    assert back.headers["content-disposition"] == "attachment"
    assert back.headers["x-content-type-options"] == "nosniff"
    unchanged = county.get(back.request.url, headers={"If-None-Match": back.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_other_bytes_than_the_hash_says_are_refused_and_not_kept(scene: Scene, inspector: httpx.Client) -> None:
    content, wrong = secrets.token_bytes(100), "0" * 64
    answer = put(inspector, content, wrong)
    assert (answer.status_code, slug(answer)) == (422, "hash-mismatch")
    assert answer.json()["actual"] == hashlib.sha256(content).hexdigest()
    assert slug(inspector.get(f"/v1/attachments/{wrong}")) == "unknown-attachment"
    assert scene.store["attachments.chunks"].count_documents({"data": content}) == 0


def test_an_attachment_needs_a_media_type(inspector: httpx.Client) -> None:
    for kind in ("", "nonsense", "text/html\nx: y".replace("\n", " ")):
        answer = put(inspector, b"x", kind=kind)
        assert (answer.status_code, slug(answer)) == (415, "no-media-type")


def test_more_than_the_limit_is_refused_at_once(scene: Scene) -> None:
    head = (
        f"PUT /v1/attachments/{'0' * 64} HTTP/1.1\nHost: x\nAuthorization: Bearer {scene.tokens[INSPECTOR]}\n"
        f"Content-Type: image/jpeg\nContent-Length: {MAX_ATTACHMENT_BYTES + 10_000_000}\n"
    )
    assert b"413" in raw_request(scene.url, head, b"x" * 1000).partition(b"\r\n")[0]


def test_a_file_of_exactly_the_limit_is_kept_and_one_byte_more_is_not(inspector: httpx.Client) -> None:
    content = secrets.token_bytes(MAX_ATTACHMENT_BYTES)
    assert put(inspector, content).status_code == 201
    more = put(inspector, content + b"!")
    assert (more.status_code, slug(more), more.json()["limit"]) == (413, "too-large", MAX_ATTACHMENT_BYTES)


def test_an_endless_file_is_given_up_at_the_limit(scene: Scene) -> None:
    head = (
        f"PUT /v1/attachments/{'0' * 64} HTTP/1.1\nHost: x\nAuthorization: Bearer {scene.tokens[INSPECTOR]}\n"
        "Content-Type: image/jpeg\nTransfer-Encoding: chunked\n"
    )
    chunk = b"%x\r\n" % 2**20 + b"x" * 2**20 + b"\r\n"
    before = scene.store["attachments.chunks"].estimated_document_count()
    answer = raw_request(scene.url, head, *[chunk] * (MAX_ATTACHMENT_BYTES // 2**20 + 20))
    assert b"413" in answer.partition(b"\r\n")[0]
    assert scene.store["attachments.chunks"].estimated_document_count() == before
