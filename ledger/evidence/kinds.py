"""Knows what a file is, found from its bytes and held against what it was sent as; which kinds are taken."""

import hashlib
from dataclasses import dataclass
from typing import IO, Final

from ledger.evidence.documents import PDF, demand_document
from ledger.evidence.faults import UnknownKind, Unreadable
from ledger.evidence.imaging import PICTURES, demand_picture

DOCUMENTS: Final = (PDF,)
"""What may stand for a land certificate and the like; a picture of one may, too."""
TAKEN: Final = (*PICTURES, *DOCUMENTS)
UNNAMED: Final = "application/octet-stream"
"""Sent as this, a file is whatever its bytes are."""
_ALSO_CALLED: Final = {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "image/x-png": "image/png"}

# Where a kind's first bytes stand, and which they are: those taken, and those that people send most.
_SIGNS: Final = (
    ("image/jpeg", 0, (b"\xff\xd8\xff",)),
    ("image/png", 0, (b"\x89PNG\r\n\x1a\n",)),
    ("image/webp", 8, (b"WEBP",)),
    (PDF, 0, (b"%PDF-",)),
    ("image/heic", 4, (b"ftyphei", b"ftyphev")),
    ("image/avif", 4, (b"ftypavif", b"ftypavis", b"ftypavio")),
    ("image/heif", 4, (b"ftypmif", b"ftypmsf1", b"ftypmiaf")),
    ("image/jxl", 4, (b"JXL ", b"ftypjxl ")),
    ("image/jxl", 0, (b"\xff\x0a",)),
    ("image/jp2", 4, (b"jP  ", b"ftypjp2 ")),
    ("image/x-canon-cr3", 4, (b"ftypcrx ",)),
    ("video/quicktime", 4, (b"ftypqt  ",)),
    ("video/3gpp", 4, (b"ftyp3g",)),
    ("video/mp4", 4, (b"ftyp",)),
    ("video/x-msvideo", 8, (b"AVI ",)),
    ("video/webm", 0, (b"\x1aE\xdf\xa3",)),
    ("image/gif", 0, (b"GIF87a", b"GIF89a")),
    ("image/tiff", 0, (b"II*\0", b"MM\0*")),
    ("image/bmp", 0, (b"BM",)),
    ("application/zip", 0, (b"PK\x03\x04",)),  # OFD (GB/T 33190), docx and xlsx among them
    ("application/x-ole-storage", 0, (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)),  # doc, xls, wps, et
    ("text/rtf", 0, (b"{\\rtf",)),
    ("application/x-rar", 0, (b"Rar!\x1a\x07",)),
    ("application/x-7z-compressed", 0, (b"7z\xbc\xaf\x27\x1c",)),
    ("image/svg+xml", 0, (b"<svg",)),
    ("text/html", 0, (b"<!DOCTYPE", b"<!doctype", b"<html", b"<HTML")),
)
_WANTED: Final = (
    "照片须为 JPEG、PNG 或 WebP,文件须为 PDF(OFD、Word、Excel 请另存为 PDF) / "
    "a photo is a JPEG, PNG or WebP, a document a PDF (save OFD, Word and Excel as PDF)"
)
_HEIC: Final = frozenset({"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"})
_HEIC_CURE: Final = (
    "HEIC 照片多数电脑无法打开:请将手机相机格式设为“兼容性最佳”(JPEG),或另存为 JPEG 后上传 / "
    "HEIC opens on few machines: set the phone's camera to Most Compatible (JPEG), or save the photo as JPEG first"
)


class HashMismatch(Exception):
    """The bytes are not those whose hash was named; `actual` is their SHA-256."""

    def __init__(self, actual: str) -> None:
        super().__init__(f"the bytes have SHA-256 {actual}")
        self.actual = actual


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that is what it says: its bytes have this hash, and are a whole one of this kind."""

    sha256: str
    media_type: str
    content: IO[bytes]


def examine(sha256: str, content: IO[bytes], sent_as: str) -> Examined:
    """What these bytes are, whatever they were sent as; whoever takes them in bounds them, as they are read whole.

    A picture under another picture's name is taken as what it is. Raises HashMismatch, UnknownKind, Unreadable.
    """
    content.seek(0)
    data = content.read()
    actual = hashlib.sha256(data).hexdigest()
    if actual != sha256:
        raise HashMismatch(actual)
    return Examined(sha256, _kind_of(data, _ALSO_CALLED.get(sent_as, sent_as)), content)


def _kind_of(data: bytes, sent_as: str) -> str:
    found = _found(data)
    if found in _HEIC or sent_as in _HEIC:
        raise UnknownKind(_HEIC_CURE, found)
    if sent_as not in (*TAKEN, UNNAMED):
        raise UnknownKind(f"不接受 {sent_as}:{_WANTED}", found)
    if not data:
        raise Unreadable("文件是空的(0 字节),请重新上传 / the file is empty (0 bytes): send it again")
    if found not in TAKEN:
        raise UnknownKind(f"文件内容是 {found or '未知格式 (unknown)'}:{_WANTED}", found)
    if sent_as != UNNAMED and (found in PICTURES) != (sent_as in PICTURES):
        raise Unreadable(f"内容是 {found},却按 {sent_as} 上传 / these bytes are {found}, but were sent as {sent_as}")
    if found in PICTURES:
        demand_picture(data, found)
    else:
        demand_document(data)
    return found


def _found(data: bytes) -> str | None:
    """The kind that a file begins as."""
    for kind, place, signs in _SIGNS:
        if data.startswith(signs, place):
            return kind
    return None
