"""Knows a line of a CSV file that goes out, and that no cell of it is run: a spreadsheet reads text as text.

A text that it would take for a formula stands behind an apostrophe (OWASP, CSV injection; `＝` and its like begin one
where a Chinese keyboard types them), and so does one that would be taken for such a guarded one: what is read back is
what was written.
"""

import csv
import io
import re
from collections.abc import Sequence
from typing import Final

BOM: Final = "\ufeff"
"""At the beginning of a file: without it Excel takes UTF-8 for the encoding of the machine."""
_BREAK: Final = "\r\n"
_FORMULA: Final = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")


def guarded(text: str) -> str:
    """A text as a cell that is no formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` wrote."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def line(cells: Sequence[str]) -> str:
    """Cells as a line of a file; each as it is given."""
    text = io.StringIO()
    # What ends a line is quoted within one: a bare carriage return would begin another where it is opened.
    csv.writer(text, lineterminator=_BREAK).writerow(cells)
    return f"{text.getvalue().removesuffix(_BREAK)}\n"
