"""Knows whether a document is all there: a PDF from head to end, with a page in it, without rendering it."""

import re
from typing import Final

from ledger.evidence.faults import Unreadable

PDF: Final = "application/pdf"
_TAIL_BYTES: Final = 2048
# ISO 32000-2 §7.5.5: the last lines are `startxref`, where the cross-reference table begins, and `%%EOF`.
_END: Final = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
_TABLE: Final = re.compile(rb"\s*(xref|\d+\s+\d+\s+obj)\b")
# §7.7.3.3: each page says so, but where objects are packed in streams (§7.5.7) its words cannot be seen.
_PAGE: Final = re.compile(rb"/Type\s*/(?:Page|ObjStm)\b")


def demand_document(content: bytes) -> None:
    """Raises Unreadable unless these bytes, which begin as a PDF, end as one and hold what its end points at."""
    ends = list(_END.finditer(content, max(0, len(content) - _TAIL_BYTES)))
    if not ends or _TABLE.match(content, int(ends[-1][1])) is None:
        raise Unreadable("PDF 已损坏或不完整,请重新上传 / the PDF is damaged or cut short: send it again")
    if _PAGE.search(content) is None:
        raise Unreadable("PDF 中没有页面,请重新导出后上传 / the PDF has no page: export it anew and send that")
