"""Knows how telephone numbers in a row are kept: with their middle left out, in whatever cell they stand. Pure."""

import re
from dataclasses import replace
from typing import Final

from ledger.imports.words import ImportRow

_LONG: Final = re.compile(r"\d{7}")
_MOBILE: Final = re.compile(r"(?<![\d-])(1[3-9]\d)\d{4}(\d{4})(?![\d-])")
_LANDLINE: Final = re.compile(r"(?<![\d-])(0\d{2,3}-)\d{3,4}(\d{4})(?![\d-])")


def masked(text: str) -> str:
    """The text with each number masked: 138****0000, 0351-****0000."""
    # Seven digits on end are in each of them, and in few other texts.
    return text if _LONG.search(text) is None else _LANDLINE.sub(r"\1****\2", _MOBILE.sub(r"\1****\2", text))


def masked_row(row: ImportRow) -> ImportRow:
    """The row as it is kept. Its id was made of what the file says."""
    texts = (row.description, *row.said.values(), *row.free.values(), *row.fixed.values())
    if _LONG.search("\n".join(texts)) is None:
        return row
    return replace(
        row,
        description=masked(row.description),
        said={path: masked(text) for path, text in row.said.items()},
        free={name: masked(text) for name, text in row.free.items()},
        fixed={name: masked(text) for name, text in row.fixed.items()},
    )
