"""Knows files that nobody should read, and what it costs to say so: CPU seconds, and memory beside the program's."""

import subprocess
import sys
from typing import Final

from tests.exchange.workbooks.books import SHEET, packed, raw_xlsx

_MIB: Final = 1024 * 1024
_FAR: Final = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
_TWO: Final = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1"/></row>'
_REFUSAL: Final = """
import resource, sys
from bench.running.high_water import high_water
from exchange.workbooks.guard import guard
from exchange.workbooks.kinds import kind_of
from exchange.workbooks.refused import FileRefused
raw = sys.stdin.buffer.read()
before, held = resource.getrusage(resource.RUSAGE_SELF), high_water()
try:
    kind_of("台账.xlsx", raw)
    guard("台账.xlsx", raw)
    refused = ""
except FileRefused as told:
    refused = told.slug
after = resource.getrusage(resource.RUSAGE_SELF)
print(refused, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, high_water() - held)
"""


def files() -> dict[str, bytes]:
    """Hostile files by what they are."""
    doctype = "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>" + SHEET.format(rows="")
    return {
        "far apart": raw_xlsx(_FAR),
        "far apart again": raw_xlsx(_TWO),
        "bomb": raw_xlsx("", **{"xl/media/a.bin": "\0" * (400 * _MIB)}),
        "bomb of cells": raw_xlsx("<row>" + "<c/>" * 4_100_000 + "</row>"),
        "doctype": raw_xlsx("", **{"xl/worksheets/sheet1.xml": doctype}),
        "leads out": packed({"xl/workbook.xml": "<a/>", "xl/../../a.xml": "<a/>"}),
        "broken": raw_xlsx("<row><c>"),
        "empty": b"\0" * 100,
        "page": b"<html><table></table></html>",
    }


def dearest() -> tuple[float, float]:
    """The most CPU seconds, and the most MiB, that refusing one of them takes. Raises AssertionError if one is read."""
    told = {name: _refusal(raw) for name, raw in files().items()}
    read = [name for name, (slug, _, _) in told.items() if not slug]
    if read:
        raise AssertionError(f"not refused: {read}")
    return max(seconds for _, seconds, _ in told.values()), max(memory for _, _, memory in told.values())


def _refusal(raw: bytes) -> tuple[str, float, float]:
    done = subprocess.run([sys.executable, "-c", _REFUSAL], input=raw, capture_output=True, check=True, text=False)
    *slug, seconds, mib = done.stdout.decode().split()
    return " ".join(slug), float(seconds), float(mib)
