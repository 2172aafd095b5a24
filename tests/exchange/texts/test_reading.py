"""A file of text is read in the encoding that it is in, within a bound, or refused in a sentence that says the cure."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.tables.faults import PlayError
from exchange.texts.encodings import recognise
from exchange.texts.reading import MIB, read_bytes, read_text
from exchange.texts.yaml_once import load_once

TEXT = "编号,检查时间,描述\n1,2026-03-02 09:00,一号工地围挡破损\n"
MARKED = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "gb18030": b"\x84\x31\x95\x33",
}


def written(folder: Path, raw: bytes) -> Path:
    file = folder / "file.txt"
    file.write_bytes(raw)
    return file


@pytest.mark.parametrize("codec", MARKED)
def test_a_byte_order_mark_is_believed_and_is_no_text(tmp_path: Path, codec: str) -> None:
    assert read_text(written(tmp_path, MARKED[codec] + TEXT.encode(codec))) == TEXT


@pytest.mark.parametrize("codec", MARKED)
def test_a_mark_that_stands_twice_or_between_joined_files_is_no_text_either(tmp_path: Path, codec: str) -> None:
    joined = MARKED[codec] * 2 + TEXT.encode(codec) + MARKED[codec] + TEXT.encode(codec)
    assert read_text(written(tmp_path, joined)) == TEXT * 2


def test_rare_characters_of_four_bytes_do_not_hide_gb18030(tmp_path: Path) -> None:
    text = TEXT + "2,2026-03-02 09:00,㐂㐃㐄㐅𠮷𠮷𠮷𠮷\n" * 20
    assert read_text(written(tmp_path, text.encode("gb18030"))) == text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "gbk", "utf-16-le", "utf-16-be"])
def test_without_a_mark_the_bytes_tell(tmp_path: Path, codec: str) -> None:
    assert read_text(written(tmp_path, TEXT.encode(codec))) == TEXT


@pytest.mark.parametrize("declared", ["utf-8-sig", "gb18030", "gb2312", "utf-16", "ascii"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le"])
def test_what_was_declared_does_not_make_signs_of_another_encoding_of_it(declared: str, codec: str) -> None:
    raw = TEXT.encode(codec)
    assert recognise(raw, declared).decode(raw) == TEXT


@pytest.mark.parametrize(
    ("codec", "text"), [("big5", "編號,檢查時間\r\n"), ("cp1252", "Straße,Café\n"), ("shift-jis", "番号,検査\n")]
)
def test_another_encoding_is_taken_where_it_is_declared_and_named_where_it_is_not(
    tmp_path: Path, codec: str, text: str
) -> None:
    raw = text.encode(codec)
    assert recognise(raw, codec).decode(raw) == text
    with pytest.raises(PlayError, match=r"第 1 行有不属于 utf-8 编码的字节,请另存为 UTF-8 / .*save it as UTF-8"):
        read_text(written(tmp_path, raw))


def test_a_damaged_byte_in_chinese_utf_8_is_damage_and_no_other_encoding() -> None:
    raw = TEXT.encode().replace("围".encode(), "围".encode()[:1])
    assert recognise(raw).label == "utf-8"


def test_half_a_character_of_utf_16_is_told_with_the_file(tmp_path: Path) -> None:
    with pytest.raises(PlayError, match=r"file\.txt: 不是完好的 UTF-16"):
        read_text(written(tmp_path, codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le") + b"\x41"))


@given(st.binary(max_size=200), st.sampled_from(["utf-8-sig", "gb18030", "utf-16", "big5", "utf-7", "cp1252"]))
def test_whatever_the_bytes_are_they_are_read_and_written_back_or_refused(raw: bytes, declared: str) -> None:
    encoding = recognise(raw, declared)
    try:
        text = encoding.decode(raw)
    except UnicodeError:
        return
    if encoding.codec not in ("utf-7", "gb18030"):  # which write some characters in several ways
        assert encoding.mark + encoding.encode(text) == raw


def test_a_file_without_an_end_is_bounded() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero here")
    with pytest.raises(PlayError, match=r"/dev/zero: 文件超过 1 MiB,请拆分 / longer than 1 MiB"):
        read_bytes(Path("/dev/zero"), MIB)


def test_a_folder_and_nothing_at_all_are_told(tmp_path: Path) -> None:
    with pytest.raises(PlayError, match="无法读取 / cannot be read"):
        read_text(tmp_path)
    with pytest.raises(PlayError, match="no such file"):
        read_text(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: {c: 1, c: 2}", "键 c 重复"),
        ("[" * 3000, "not YAML"),
        ("at: 2026-02-30", "not YAML"),
        ("a: [", "not YAML"),
        ("\x00", "not YAML"),
        (r'a: "\UFFFFFFFF"', "not YAML"),
        ("a: " + "x" * 262_144, "文件过大"),
    ],
)
def test_yaml_that_would_lose_something_is_refused(text: str, said: str) -> None:
    with pytest.raises(PlayError, match=said):
        load_once(text)


@pytest.mark.parametrize("codec", ["utf-32-le", "utf-32-be"])
def test_utf_32_is_read_without_a_mark(tmp_path: Path, codec: str) -> None:
    assert read_text(written(tmp_path, TEXT.encode(codec))) == TEXT


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"PK\x03\x04" + bytes(40), r"Excel 工作簿\(xlsx\).*另存为 CSV.* / is a ZIP or an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), r"xls、et.*另存为 CSV"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xef\xbb\xbf\r\n<HTML><table>", "网页或 XML.*HTML"),
        (b"\x1f\x8b\x08" + bytes(40), "gzip.*解压"),
        (b"Rar!\x1a\x07\x01\0", "RAR"),
        (b"\x89PNG\r\n\x1a\n", "图片.*a picture"),
    ],
)
def test_a_file_that_is_no_text_is_named_with_what_to_do(tmp_path: Path, raw: bytes, said: str) -> None:
    with pytest.raises(PlayError, match=rf"file\.txt: 是{'.*' if not said.startswith('PDF') else ''}{said}"):
        read_text(written(tmp_path, raw))


@pytest.mark.parametrize("number", ["1:30", "22:00", "-1:30", "010", "1:30.5"])
def test_a_number_that_is_not_what_it_looks_like_is_refused(number: str) -> None:
    with pytest.raises(PlayError, match=rf"{number} 会被读作别的数.*put it in quotes"):
        load_once(f"version: {number}")
    assert load_once(f"version: '{number}'") == {"version": number}
    assert load_once("[0, 10, 0.5, 2026-03-02, 08]")[:3] == [0, 10, 0.5]
