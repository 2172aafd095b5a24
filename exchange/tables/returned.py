"""Knows the two columns that a returned row carries behind its own cells: its line, and why it was refused."""

import re
from typing import Final

from exchange.tables.row import Row

LINE: Final = "xiaohao_line"
REASON: Final = "xiaohao_reason"


def with_columns(row: Row, width: int, delimiter: str, reason: str) -> tuple[str, str]:
    """A row's text as it was, padded to the width of the header where it is short; and line and reason behind it."""
    missing = delimiter * max(width - row.width, 0)
    quoted = '"' + " ".join(reason.split()).replace('"', '""') + '"'
    return f"{row.text}{missing}", f"{delimiter}{row.line}{delimiter}{quoted}"


def without_columns(text: str, delimiter: str) -> str:
    """A record's text without the line and the reason that an earlier replay put behind it."""
    mark = re.escape(delimiter)
    unquoted = rf'[^"{mark}\r\n]*'
    return re.sub(rf'{mark}(?:\d*|"\d*"|{LINE}){mark}(?:"(?:[^"]|"")*"|{unquoted})\Z', "", text)
