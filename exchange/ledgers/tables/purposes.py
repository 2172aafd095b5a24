"""Knows a table that is no list of matters though its words are those of one: figures, choices, how to fill it in."""

import re
from collections.abc import Sequence
from typing import Final, Protocol

from exchange.ledgers.tables.dictionary import Meaning, Sure, normal

_GUIDE: Final = frozenset(
    {"字段", "字段名", "字段名称", "字段说明", "填写要求", "填写说明", "填写示例", "示例", "样例"}
    | {"是否必填", "必填", "数据类型", "field", "example"}
)
_COUNTED: Final = re.compile(r".*(?:数|数量|率|占比|比例|%|合计|小计|总计|排名|名次|得分|分值)(?:[(（].*[)）])?\Z")
_CHOICES: Final = frozenset(
    {"category", "severity", "status", "light", "region", "lead_unit", "found_by_unit", "person"}
)
_MATTER: Final = frozenset({"description", "title", "measures", "progress", "found_on", "due_on", "done_on"})
_LEAST_COUNTED: Final = 2
_MOST_IN_A_GUIDE: Final = 6


class Named(Protocol):
    """A column with its words and what they mean."""

    @property
    def path(self) -> str:
        """Its words."""
        ...

    @property
    def meaning(self) -> Meaning:
        """What they mean."""
        ...


def lists_matters(columns: Sequence[Named]) -> bool:
    """Whether each row of such a table may be a matter."""
    words = [normal(column.path.rpartition("/")[2]) for column in columns]
    if len(columns) <= _MOST_IN_A_GUIDE and any(word in _GUIDE for word in words):
        return False
    told = {column.meaning.field for column in columns} | {
        field for column in columns if column.meaning.sure is Sure.NEAR for field in column.meaning.offered
    }
    if told & _MATTER:
        return True
    if sum(_COUNTED.fullmatch(word) is not None for word in words) >= _LEAST_COUNTED:
        return False
    return any(column.meaning.field not in _CHOICES for column in columns)
