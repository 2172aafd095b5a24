"""Knows what a cell over a column looks like, whether or not anybody knows the word: how such words end, how long."""

import re
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Final

from exchange.ledgers.tables.flat import text_of
from exchange.workbooks.cells import Value

_LONGEST: Final = 40
_LONGEST_OF_ALL: Final = 120
_LONGEST_SOUNDING: Final = 20
# A colon within brackets is a part of the word: 年度计划投资(单位:亿元).
_METADATA: Final = re.compile(r"[^:：(（]{1,12}[:：].*\S", re.DOTALL)
_BREAKS: Final = re.compile(r"\s*[\r\n]+\s*")
_BRACKETS: Final = re.compile(r"[(（\[【].*[)）\]】]\Z", re.DOTALL)
_SOUNDS: Final = re.compile(
    r".*(?:时间|日期|期限|时限|单位|部门|机构|人员|责任人|姓名|情况|名称|内容|编号|编码|代码|类型|类别|分类|等级|级别"
    r"|措施|要求|建议|意见|结果|结论|状态|进度|进展|地点|位置|部位|区域|地址|备注|说明|描述|问题|隐患|原因|依据|来源"
    r"|电话|签字|照片|图片|附件|领导|目标|标准|事项|任务|工作|领域|行业|乡镇|街道|县区|标段|桩号|里程|序号|负责人"
    r"|联系人|检查人|复查人|整改人|验收人|记录人|表现|清单|条款)"
)


@lru_cache(maxsize=20_000)
def is_headlike(word: str) -> bool:
    """Whether a word sounds like one over a column."""
    plain = _BRACKETS.sub("", "".join(word.split())).partition("#")[0]
    return len(plain) <= _LONGEST_SOUNDING and _SOUNDS.fullmatch(plain) is not None


def may_name(value: Value, whole: bool = True) -> bool:
    """Whether a cell may be the word of a column: no number, no day, no `label: value`, no text that goes on and on.

    Of a `whole` one what stands in brackets behind the word counts as well.
    """
    if isinstance(value, bool | int | float | date | time | timedelta):
        return False
    text = text_of(value)
    if text.replace(".", "").isdigit() or _METADATA.fullmatch(text):
        return False
    if len(text) <= _LONGEST:
        return True
    return whole and len(text) <= _LONGEST_OF_ALL and len(_BRACKETS.sub("", text)) <= _LONGEST_SOUNDING


def one_line(text: str) -> str:
    """A word without the breaks that fit it into a narrow column."""
    return _BREAKS.sub("", text)
