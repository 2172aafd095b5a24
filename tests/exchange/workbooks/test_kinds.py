"""A file is what its content is, and what is no ledger is refused with the cure."""

import io
import zipfile

import pytest

from exchange.workbooks.kinds import Kind, kind_of
from exchange.workbooks.refused import FileRefused
from tests.exchange.workbooks.books import packed, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def _wide(text: str) -> bytes:
    return OLE + text.encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "raw", "kind"),
    [
        ("台账.xls", xlsx([["编号"]]), Kind.XLSX),
        ("台账.xlsx", _wide("Workbook"), Kind.XLS),
        ("台账.xlsx", "编号,问题\n1,路\n".encode(), Kind.CSV),
        ("台账.csv", packed({"a/台账.xlsx": b"x"}), Kind.ZIP),
        (
            "台账",
            packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
            Kind.ODS,
        ),
        ("台账", packed({"xl/workbook.bin": b"x"}), Kind.XLSB),
    ],
)
def test_content_decides_and_not_the_name(name: str, raw: bytes, kind: Kind) -> None:
    assert kind_of(name, raw) is kind


@pytest.mark.parametrize(
    ("name", "raw", "slug"),
    [
        ("空.xlsx", b"", "empty"),
        ("空.xlsx", b"\0\0 \r\n", "empty"),
        ("密.xlsx", _wide("EncryptedPackage"), "password"),
        ("页.xls", b"<html><table><tr><td>1</td></tr></table></html>", "in-disguise"),
        (
            "页.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "in-disguise",
        ),
        ("文.et", OLE, "et"),
        ("文.doc", OLE, "unknown-kind"),
        ("断.xlsx", xlsx([["编号"]])[:-200], "cut"),
        ("~$台账.xlsx", b"x", "lock-file"),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n", "unknown-kind"),
        ("包.zip", packed({"读我.md": "x"}), "unknown-kind"),
    ],
)
def test_each_kind_of_wrong_file_has_a_sentence_of_its_own_in_both_languages(name: str, raw: bytes, slug: str) -> None:
    with pytest.raises(FileRefused) as refused:
        kind_of(name, raw)
    assert refused.value.slug == slug
    assert " / " in str(refused.value)


def test_a_zip_with_a_password_says_so() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("台账.xlsx", b"x")
    raw = bytearray(made.getvalue())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(sign) + place] |= 1
    with pytest.raises(FileRefused) as refused:
        kind_of("密.zip", bytes(raw))
    assert refused.value.slug == "password"
