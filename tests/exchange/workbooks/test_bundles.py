"""A ZIP of ledgers is read ledger by ledger, within bounds, and nothing in it leads out or lies."""

import io
import struct
import zipfile

import pytest

from exchange.workbooks.bundles import MOST_LEDGERS
from exchange.workbooks.reading import read_book
from exchange.workbooks.refused import FileRefused
from tests.exchange.workbooks.books import packed, xlsx

LEDGER = xlsx([["问题描述", "责任单位"], ["便道未通", "住建局"]])
TEXT = "问题描述,责任单位\n围挡破损,住建局\n".encode("gb18030")


def refused(raw: bytes) -> str:
    with pytest.raises(FileRefused) as told:
        read_book("包.zip", raw)
    return told.value.slug


def test_each_ledger_is_read_under_its_name() -> None:
    book = read_book(
        "包.zip", packed({"甲.xlsx": LEDGER, "乙/乙.csv": TEXT, "说明.docx": b"x", "__MACOSX/._甲.xlsx": b"x"})
    )
    assert [sheet.name for sheet in book.sheets] == ["甲.xlsx › 台账", "乙/乙.csv › 乙"]
    assert [sheet.own_name for sheet in book.sheets] == ["台账", "乙"]
    assert book.sheets[1].rows[1] == ("围挡破损", "住建局")
    assert book.notes == ("乙/乙.csv: 按 GB18030 读取 / read as GB18030",)


def test_names_in_gbk_are_read_as_they_were_written() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo("甲乙.csv".encode("gb18030").decode("cp437")), TEXT)
    raw = bytearray(made.getvalue())
    for at in (raw.find(b"PK\x03\x04") + 6, raw.find(b"PK\x01\x02") + 8):
        struct.pack_into("<H", raw, at, struct.unpack_from("<H", raw, at)[0] & ~0x800)
    utf8, gbk = "甲乙.csv".encode("gb18030").decode("cp437").encode(), "甲乙.csv".encode("gb18030")
    if len(utf8) == len(gbk):
        raw = raw.replace(utf8, gbk)
        assert read_book("包.zip", bytes(raw)).sheets[0].name == "甲乙.csv › 甲乙"


@pytest.mark.parametrize(
    ("files", "slug"),
    [
        ({"甲.xlsx": LEDGER, "内.zip": packed({"乙.xlsx": LEDGER})}, "nested"),
        ({"../甲.xlsx": LEDGER}, "leads-out"),
        ({"/甲.xlsx": LEDGER}, "leads-out"),
        ({"a\\..\\..\\甲.xlsx": LEDGER}, "leads-out"),
        ({"C:/甲.xlsx": LEDGER}, "leads-out"),
        ({f"{n}.csv": TEXT for n in range(MOST_LEDGERS + 1)}, "too-large"),
        ({"甲.xlsx": b"<html>"}, "in-disguise"),
    ],
)
def test_what_is_not_a_plain_bundle_is_refused(files: dict[str, bytes], slug: str) -> None:
    assert refused(packed(files)) == slug


@pytest.mark.parametrize("said", [1, 10_000_000])
def test_a_size_that_lies_is_refused(said: int) -> None:
    raw = bytearray(packed({"甲.csv": TEXT * 100}))
    struct.pack_into("<I", raw, raw.find(b"PK\x01\x02") + 24, said)
    assert refused(bytes(raw)) in {"lying", "cut"}


def test_a_bundle_that_unpacks_to_too_much_is_refused() -> None:
    assert refused(packed({"甲.csv": b"a," * (26 * 1024 * 1024)})) == "too-large"
