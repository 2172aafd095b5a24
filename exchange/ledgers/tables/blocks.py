"""Knows how far down a head goes: over merged ranges, and over the blanks that are left of them in a text file."""

from collections.abc import Callable
from typing import Final

from exchange.ledgers.tables.dictionary import is_role
from exchange.ledgers.tables.flat import Flat, is_blank, text_of
from exchange.ledgers.tables.headwords import is_headlike, may_name
from exchange.workbooks.cells import Value

# A merged cell as wide as this share of what stands below is a title over the table, not the word of a column.
_TITLE: Final = 0.6
_LEAST_WIDE: Final = 3
_ROWS_BELOW: Final = 4
_FEW: Final = 2
_LONGEST_BELOW: Final = 24


def bottom_of(flat: Flat, top: int, most: int, knows: Callable[[str], bool]) -> int | None:
    """The last row of the head that begins in a row; None where it would have more rows than heads have.

    Down to the end of the tallest range that begins there, and on over rows that stand under wider words; what is not
    merged stands under them where it is known (`knows`) over columns.
    """
    begun = [of for column in range(flat.width) if (of := flat.merged.get((top, column))) and of.top == top]
    last = len(flat.rows) - 1
    bottom = min(max((of.bottom for of in begun), default=top), last)
    while bottom - top < most and bottom < last and _is_under(flat, bottom, knows):
        bottom += 1
    return bottom if bottom - top < most else None


def _is_under(flat: Flat, row: int, knows: Callable[[str], bool]) -> bool:
    """Whether the row below says what the wider words of this one are parted into, and nothing else."""
    below = dict(flat.filled(row + 1))
    if len(below) < _FEW or not all(_may_stand_under(value) for value in below.values()):
        return False
    merged = {column for column in below if _is_under_range(flat, row, column)}
    if merged == below.keys():
        return True
    blank = {column for column in below if _is_under_blank(flat, row, column, below)}
    # A group of one column is not merged with anything.
    single = below.keys() - merged if len(merged) * 2 >= len(below) else set()
    if merged | blank | single != below.keys() or len(list(flat.filled(row))) < _FEW:
        return False
    words = [text_of(value) for value in below.values()]
    return sum(knows(word) or is_role(word) or is_headlike(word) for word in words) * 2 >= len(words)


def _may_stand_under(value: Value) -> bool:
    return may_name(value) and len(text_of(value)) <= _LONGEST_BELOW


def _is_under_range(flat: Flat, row: int, column: int) -> bool:
    of = flat.merged.get((row, column))
    return of is not None and of.right > of.left and of.bottom == row


def _is_under_blank(flat: Flat, row: int, column: int, below: dict[int, Value]) -> bool:
    """Under a blank beside a word, or under that word itself."""
    values = flat.rows[row]
    if is_blank(values[column]):
        return True
    return column + 1 < flat.width and is_blank(values[column + 1]) and column + 1 in below


def group_of(flat: Flat, row: int, column: int, bottom: int) -> Value:
    """What stands over a column in a row of a head: its own word, or the wider word left of it that covers it too."""
    values = flat.rows[row]
    if not is_blank(values[column]) or row == bottom or not _has_below(flat, row, column, bottom):
        return values[column]
    for left in range(column - 1, -1, -1):
        if not is_blank(values[left]):
            return values[left] if _has_below(flat, row, left, bottom) else None
    return None


def _has_below(flat: Flat, row: int, column: int, bottom: int) -> bool:
    return any(
        not is_blank(flat.rows[under][column]) and flat.rows[under][column] != flat.rows[row][column]
        for under in range(row + 1, bottom + 1)
    )


def spans_title(flat: Flat, row: int, column: int) -> bool:
    """Whether a cell is of a range that goes over the whole table, with next to nothing beside it."""
    of = flat.merged.get((row, column))
    if of is None or of.right - of.left + 1 < _LEAST_WIDE or len(list(flat.filled(of.top))) > _FEW:
        return False
    under = range(of.bottom + 1, min(of.bottom + 1 + _ROWS_BELOW, len(flat.rows)))
    used = max((sum(not is_blank(value) for value in flat.rows[each]) for each in under), default=flat.width)
    return of.right - of.left + 1 >= max(_LEAST_WIDE, _TITLE * min(flat.width, used or flat.width))
