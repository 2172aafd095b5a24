"""Knows the three files of a bulletin: Word to finish, the workbook behind it (数据底表), PDF to print and keep."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from exchange.papers.as_docx import docx
from exchange.papers.as_pdf import pdf
from exchange.workbooks.cells import Value
from exchange.workbooks.writing import Written, workbook_of
from oversight.bulletins.lists import in_words
from oversight.bulletins.making import Bulletin

SUFFIXES: Final = ("docx", "xlsx", "pdf")
_HEAD: Final = ("键", "指标", "对象", "数字", "单位", "算法", "清单合计", "清单", "清单行", "行数", "文中出现次数")
_WIDTHS: Final = (24, 18, 14, 12, 8, 40, 44, 24, 22, 8, 10)
_LIST_WIDTHS: Final = (30, 40, 16)


def files_of(bulletin: Bulletin, fonts: Path | None) -> dict[str, bytes]:
    """Each by its suffix; the same bulletin with the same fonts is the same bytes. Raises FontsMissing."""
    return {"docx": docx(bulletin.paper), "xlsx": data_workbook(bulletin), "pdf": pdf(bulletin.paper, fonts)}


def hashes_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each."""
    return {suffix: hashlib.sha256(content).hexdigest() for suffix, content in files.items()}


def data_workbook(bulletin: Bulletin) -> bytes:
    """Each figure with how it is worked out and what it adds up from, and every list."""
    lists = [Written(sheet.name, sheet.head, sheet.lines, _LIST_WIDTHS) for sheet in bulletin.sheets]
    return workbook_of([Written("数据底表", _HEAD, _figures(bulletin), _WIDTHS), *lists])


def _figures(bulletin: Bulletin) -> Iterator[tuple[Value, ...]]:
    shown = dict(bulletin.shown)
    for each in bulletin.figures:
        sums = "；".join(f"{name} {float(value):.15g}" for name, value in each.sums)
        told = (each.formula, sums, each.sheet, in_words(each.lines), len(each.lines), shown.get(each.key, 0))
        yield (each.key, each.name, each.subject, each.said, each.unit, *told)
