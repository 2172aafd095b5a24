"""Knows the partition of a report: those of one county go to one, whoever sends them, since a county numbers its own.

A producer in any language does the same by sums; docs/operations.md has vectors to try it on.
"""

import re
from typing import Final

from mobile_schema.fields import PROJECT_CODE_PATTERN

_CODE: Final = re.compile(PROJECT_CODE_PATTERN.encode())
_CITY: Final = slice(5, 9)
_COUNTY: Final = slice(9, 11)
# Cities side by side fall on partitions far apart, odd and even: so those of one worker are no kind of place.
_APART: Final = 37


def partition_of(key: bytes | None, partitions: int) -> int:
    """The partition, of so many, of the reports with a key: 37 × city + county of the project code's region, modulo.

    The first partition where the key is no project code: such a record only becomes a dead letter, or is of a project
    that its key does not name.
    """
    if key is None or _CODE.fullmatch(key) is None:
        return 0
    return (_APART * int(key[_CITY]) + int(key[_COUNTY])) % partitions
