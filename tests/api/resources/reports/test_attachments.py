"""PUT and GET of an attachment: bytes under their own hash, streamed, capped, never shown in place."""

import hashlib
import secrets
from io import BytesIO

import httpx
import pytest
from PIL import Image

from api.serving import thumbnails
from api.serving.apart import Bounds
from ledger.evidence import uploads
from mobile_schema.fields import MAX_ATTACHMENT_BYTES
from tests.api.parts import INSPECTOR, Scene, raw_request, slug
from tests.pictures import blank_png, heic, padded, pdf, picture


def put(client: httpx.Client, content: bytes, sha256: str | None = None, kind: str = "image/jpeg") -> httpx.Response:
    path = f"/v1/attachments/{sha256 or hashlib.sha256(content).hexdigest()}"
    return client.put(path, content=content, headers={"Content-Type": kind})


def test_bytes_are_kept_once_and_come_back_to_who_sent_them(inspector: httpx.Client, county: httpx.Client) -> None:
    content = padded(picture(), 3_000_000)
    first, again = put(inspector, content), put(inspector, content)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == {
        "sha256": hashlib.sha256(content).hexdigest(),
        "media_type": "image/jpeg",
        "bytes": len(content),
    }
    back = inspector.get(f"/v1/attachments/{first.json()['sha256']}")
    assert back.content == content
    assert back.headers["content-type"] == "image/jpeg"
    assert back.headers["content-disposition"] == "attachment"
    assert back.headers["x-content-type-options"] == "nosniff"
    assert back.headers["cache-control"] == "private, no-cache"
    seen = {"If-None-Match": back.headers["etag"]}
    unchanged = inspector.get(back.request.url, headers=seen)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert slug(county.get(back.request.url, headers=seen)) == "unknown-attachment"
    assert put(county, content).status_code == 201  # new of this person
    assert county.get(back.request.url, headers=seen).status_code == 304


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


@pytest.mark.parametrize(
    ("content", "kind", "refused", "said"),
    [
        (b"", "image/jpeg", (422, "unreadable-attachment"), "0 字节"),
        (b"hello", "image/jpeg", (415, "unknown-media-type"), "JPEG、PNG 或 WebP"),
        (picture()[:200], "image/jpeg", (422, "unreadable-attachment"), "不完整"),
        (heic(), "image/jpeg", (415, "unknown-media-type"), "兼容性最佳"),
        (heic(), "image/heic", (415, "unknown-media-type"), "兼容性最佳"),
        (picture(size=(41, 23)), "application/x-zzz", (415, "unknown-media-type"), "application/x-zzz"),
        (pdf().replace(b"1.7", b"1.6"), "image/jpeg", (422, "unreadable-attachment"), "application/pdf"),
        (pdf()[:-20], "application/pdf", (422, "unreadable-attachment"), "不完整"),
        (blank_png(30_000, 30_000), "image/png", (422, "unreadable-attachment"), "67 百万像素"),
    ],
)
def test_what_shows_nothing_is_refused_with_what_is_wrong_and_not_kept(
    inspector: httpx.Client, content: bytes, kind: str, refused: tuple[int, str], said: str
) -> None:
    answer = put(inspector, content, kind=kind)
    assert (answer.status_code, slug(answer)) == refused
    assert said in answer.json()["detail"]
    assert slug(inspector.get(answer.request.url)) == "unknown-attachment"


def test_a_refused_kind_is_named_with_those_that_are_taken(inspector: httpx.Client) -> None:
    problem = put(inspector, heic()).json()
    assert problem["found"] == "image/heic"
    assert problem["known"] == ["image/jpeg", "image/png", "image/webp", "application/pdf"]


def test_the_media_type_is_that_of_the_bytes(inspector: httpx.Client) -> None:
    content = picture("PNG", (33, 21))
    answer = put(inspector, content, kind="IMAGE/JPEG; charset=binary")
    assert (answer.status_code, answer.json()["media_type"]) == (201, "image/png")
    assert inspector.get(answer.request.url).headers["content-type"] == "image/png"


def test_more_than_the_limit_is_refused_at_once(scene: Scene) -> None:
    head = (
        f"PUT /v1/attachments/{'0' * 64} HTTP/1.1\nHost: x\nAuthorization: Bearer {scene.tokens[INSPECTOR]}\n"
        f"Content-Type: image/jpeg\nContent-Length: {MAX_ATTACHMENT_BYTES + 10_000_000}\n"
    )
    assert b"413" in raw_request(scene.url, head, b"x" * 1000).partition(b"\r\n")[0]


def test_a_file_of_exactly_the_limit_is_kept_and_one_byte_more_is_not(inspector: httpx.Client) -> None:
    content = padded(picture(), MAX_ATTACHMENT_BYTES)
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


def test_nobody_sends_without_end(inspector: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "FILES_A_DAY", 1)
    put(inspector, padded(picture(), 5_000))
    answer = put(inspector, padded(picture(), 6_000))
    assert (answer.status_code, slug(answer)) == (429, "too-many-attachments")
    assert int(answer.headers["retry-after"]) > 0


def taken_at(size: tuple[int, int]) -> bytes:
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "CANARY"
    return picture(size=size, exif=exif.tobytes())


def test_a_photo_is_shown_small_to_who_may_see_it(scene: Scene, inspector: httpx.Client, county: httpx.Client) -> None:
    content = taken_at((1000, 500))
    path = f"/v1/attachments/{put(inspector, content).json()['sha256']}"
    small = inspector.get(path, params={"size": "small"})
    assert (small.status_code, small.headers["content-type"]) == (200, "image/jpeg")
    assert (small.headers["cache-control"], small.headers["content-disposition"]) == ("private, no-cache", "inline")
    assert Image.open(BytesIO(small.content)).size == (256, 128)
    assert b"CANARY" in content
    assert b"CANARY" not in small.content
    again = inspector.get(path, params={"size": "small"})
    assert (again.content, again.headers["etag"]) == (small.content, small.headers["etag"])
    seen = {"If-None-Match": small.headers["etag"]}
    assert inspector.get(path, params={"size": "small"}, headers=seen).status_code == 304
    assert inspector.get(path, params={"size": "medium"}, headers=seen).status_code == 200
    assert scene.store["thumbnails"].count_documents({}) == 2
    assert slug(county.get(path, params={"size": "small"}, headers=seen)) == "unknown-attachment"


def test_what_is_no_picture_has_none_and_what_cannot_be_drawn_is_said(scene: Scene, inspector: httpx.Client) -> None:
    document = put(inspector, pdf(), kind="application/pdf").json()["sha256"]
    answer = inspector.get(f"/v1/attachments/{document}?size=small")
    assert (answer.status_code, slug(answer)) == (422, "no-picture")
    assert answer.json()["media_type"] == "application/pdf"
    photo = put(inspector, picture(size=(300, 200))).json()["sha256"]
    file = scene.store["attachments.files"].find_one({"filename": photo})
    assert file is not None
    scene.store["attachments.chunks"].update_one({"files_id": file["_id"]}, {"$set": {"data": b"x" * file["length"]}})
    broken = inspector.get(f"/v1/attachments/{photo}?size=small")
    assert (broken.status_code, slug(broken)) == (422, "unreadable-attachment")
    assert slug(inspector.get(f"/v1/attachments/{photo}?size=huge")) == "invalid"


def test_a_thumbnail_that_takes_too_long_may_be_asked_for_again(
    inspector: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/v1/attachments/{put(inspector, picture(size=(301, 200))).json()['sha256']}?size=small"
    with monkeypatch.context() as hurried:
        hurried.setattr(thumbnails, "BOUNDS", Bounds(0.001, thumbnails.BOUNDS.memory))
        answer = inspector.get(path)
    assert (answer.status_code, slug(answer)) == (503, "thumbnail-broken-off")
    assert inspector.get(path).status_code == 200
