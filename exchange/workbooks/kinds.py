"""Knows what a file is by its content, whatever its name says; what is no ledger is refused with the cure."""

import io
import zipfile
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from exchange.texts.other_kinds import other_kind
from exchange.workbooks.refused import FileRefused

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_HEAD: Final = 4096
_ENCRYPTED: Final = 0x1
_ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
_LEDGERS: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".txt", ".et")


class Kind(StrEnum):
    """What is read: workbooks of Excel, WPS and LibreOffice, text, and a ZIP of any of these."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    ZIP = "zip"


def kind_of(name: str, raw: bytes) -> Kind:
    """What these bytes are; `name` only helps to say what is wrong. Raises FileRefused."""
    if PurePath(name).name.startswith("~$"):
        raise FileRefused(
            "lock-file",
            f"{name}: 这是 Excel 打开文件时的临时锁文件,请选择没有“~$”的原文件 / "
            f"{name}: the lock that Excel leaves while a file is open: take the file without ~$",
        )
    if not raw.strip(b"\0 \t\r\n"):
        raise FileRefused("empty", f"{name}: 文件是空的,请重新导出或传送 / {name}: is empty: export or send it again")
    if raw.startswith(_OLE):
        return _of_ole(name, raw)
    if raw.startswith((_ZIP, _EMPTY_ZIP)):
        return _of_zip(name, raw)
    head = raw[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<style")):
        raise _in_disguise(name, "网页(HTML)", "a web page (HTML)")
    if head.startswith(b"<?xml") or b"<workbook" in head[:512]:
        raise _in_disguise(name, "XML 表格(Excel 2003 XML)", "Excel 2003 XML")
    told = other_kind(raw)
    if told is not None:
        raise FileRefused("unknown-kind", f"{name}: {told}")
    return Kind.CSV


def _in_disguise(name: str, zh: str, en: str) -> FileRefused:
    return FileRefused(
        "in-disguise",
        f"{name}: 名为表格,内容却是{zh},请用 Excel 或 WPS 打开后另存为 xlsx / "
        f"{name}: is {en} under a workbook's name: open it in Excel or WPS and save it as xlsx",
    )


def _of_ole(name: str, raw: bytes) -> Kind:
    """An old container of streams, told by their names (UTF-16): a workbook, or one that is locked."""
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise _locked(name)
    if any(stream.encode("utf-16-le") in raw for stream in ("Workbook", "Book")):
        return Kind.XLS
    if PurePath(name).suffix.lower() in (".et", ".ett", ".wps"):
        raise FileRefused(
            "et",
            f"{name}: WPS 自有格式无法读取,请在 WPS 中另存为 xlsx / {name}: WPS's own format: save it as xlsx in WPS",
        )
    raise FileRefused(
        "unknown-kind",
        f"{name}: 是旧式 Office 文件,但其中没有工作表,请另存为 xlsx / "
        f"{name}: an old Office file without a workbook in it: save it as xlsx",
    )


def _locked(name: str) -> FileRefused:
    return FileRefused(
        "password",
        f"{name}: 文件有密码,请在 Excel 中去掉密码后再导入 / {name}: has a password: take it off in Excel first",
    )


def _of_zip(name: str, raw: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            entries = packed.infolist()
            names = {entry.filename for entry in entries}
            mimetype = packed.read("mimetype")[:64].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        raise FileRefused(
            "cut",
            f"{name}: 文件不完整或已损坏,请重新导出或传送 / {name}: is cut short or damaged: export or send it again",
        ) from None
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise _locked(name)
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    if any(entry.lower().startswith("xl/") and entry.lower().endswith(".xml") for entry in names):
        return Kind.XLSX
    if mimetype == _ODS:
        return Kind.ODS
    if any(entry.lower().endswith(_LEDGERS) for entry in names):
        return Kind.ZIP
    raise FileRefused(
        "unknown-kind",
        f"{name}: 压缩包中没有表格文件 / {name}: a ZIP without a table in it",
    )
