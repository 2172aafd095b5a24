"""Knows the files that people give where a text is wanted: tables and documents of programs, packed or in markup."""

from typing import Final

_AS_TEXT: Final = "请在表格软件中另存为 CSV(UTF-8)", "save it as CSV (UTF-8) there"
_UNPACK: Final = "请先解压", "unpack it first"
# First bytes, what they are in both languages, and what to do.
_SIGNS: Final = (
    ((b"PK\x03\x04",), "ZIP 或 Excel 工作簿(xlsx)", "a ZIP or an Excel workbook (xlsx)", _AS_TEXT),
    (
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
        "Excel/WPS 工作簿(xls、et)",
        "an Excel or WPS workbook (xls, et)",
        _AS_TEXT,
    ),
    ((b"%PDF-",), "PDF", "a PDF", ("请用原来的表格导出 CSV", "export the table that it was made of as CSV")),
    ((b"<!doctype html", b"<html", b"<table", b"<?xml"), "网页或 XML(有的系统把它叫作 xls)", "HTML or XML", _AS_TEXT),
    ((b"\x1f\x8b",), "gzip 压缩文件", "packed by gzip", _UNPACK),
    ((b"Rar!\x1a\x07",), "RAR 压缩文件", "packed by RAR", _UNPACK),
    ((b"7z\xbc\xaf\x27\x1c",), "7z 压缩文件", "packed by 7-Zip", _UNPACK),
    ((b"SQLite format 3\0",), "SQLite 数据库", "an SQLite database", ("请导出 CSV", "export the table as CSV")),
    ((b"\xff\xd8\xff", b"\x89png\r\n"), "图片", "a picture", ("需要文本文件", "a file of text is wanted")),
)
_HEAD: Final = 64


def other_kind(raw: bytes) -> str | None:
    """What a file is that is no text, and what to do, for people; None when nothing tells."""
    head = raw[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    for signs, zh, en, (cure, todo) in _SIGNS:
        if head.startswith(signs) or head.lower().startswith(signs):
            return f"是{zh},不是文本文件,{cure} / is {en}, no file of text: {todo}"
    return None
