"""Knows whether a document is all there: a PDF from head to end, with a page in it, without rendering it."""

import re
from typing import Final

from ledger.evidence.faults import Unreadable

PDF: Final = "application/pdf"
_TAIL_BYTES: Final = 2048
# ISO 32000-2 §7.5.5: the last lines are `startxref`, where the cross-reference table begins, and `%%EOF`.
_END: Final = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
_TABLE: Final = re.compile(rb"\s*(?:(xref)|\d+\s+\d+\s+obj)\b")
# §7.5.5 and §7.5.8: what is said of the whole file stands behind `trailer`, or before the `stream` of the table itself.
_TRAILER: Final = re.compile(rb"\btrailer\b.*", re.DOTALL)
_STREAM_HEAD: Final = re.compile(rb".*?\bstream\b", re.DOTALL)
_ENCRYPTED: Final = re.compile(rb"/Encrypt\b")
# §7.7.3.3: each page says so, but where objects are packed in streams (§7.5.7) its words cannot be seen.
_PAGE: Final = re.compile(rb"/Type\s*/(?:Page|ObjStm)\b")


def demand_document(content: bytes) -> None:
    """Raises Unreadable unless these bytes, which begin as a PDF, end as one and hold what its end points at."""
    ends = _END.findall(content[-_TAIL_BYTES:])
    table = _TABLE.match(content, int(ends[-1])) if ends else None
    if table is None:
        raise Unreadable("PDF 已损坏或不完整,请重新上传 / the PDF is damaged or cut short: send it again")
    told = (_TRAILER if table[1] else _STREAM_HEAD).search(content, table.end())
    if told is not None and _ENCRYPTED.search(told[0]):
        raise Unreadable(
            "PDF 已加密(有密码或权限限制),他人无法打开或核验,请去除密码后另存上传 / "
            "the PDF is encrypted (a password, or rights taken away): save it without and send that"
        )
    if _PAGE.search(content) is None:
        raise Unreadable("PDF 中没有页面,请重新导出后上传 / the PDF has no page: export it anew and send that")
