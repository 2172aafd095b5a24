"""Knows rows that are no records by what they say: totals, notes, signatures, sections, page marks, numbers."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

from exchange.ledgers.tables.dictionary import is_listed

_BLANKS: Final = re.compile(r"\s+")
_TOTAL_WORDS: Final = frozenset(
    f"{over}{word}"
    for over in ("", "本页", "本月", "本季度", "本年", "本表", "全省", "全市", "全县", "全区", "各项")
    for word in ("合计", "小计", "总计", "累计", "共计", "总数")
) | {"total", "subtotal", "grandtotal", "sub-total", "总合计", "合计数"}
_UNIT: Final = r"[项个条处件起宗户家次人万亿元%]*"
_SUM: Final = re.compile(
    r"(?:[一二三四五六七八九十\d]+[、.)]|\([一二三四五六七八九十\d]+\))?"
    r"[^:,;。]{0,14}?(?:合计|小计|总计|累计|共计)(?:\(.{0,8}\))?[::]?"
    rf"(?:(?:约|共)?\d+(?:\.\d+)?{_UNIT})?|(?:sub-?|grand)?total[:]?\d*",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"\([^()]*\)\Z")
_NOTE: Final = re.compile(
    r"(?:[*※★▲●]*(?:说明|备注|附注|注|注释|注意|填写要求|填报要求|填报说明|填表说明|填写说明|编制说明|note|notes|n\.b\.)"
    r"\(?\d*\)?[::、.]|[*※★▲]注).*|[*※★▲].{4,}",
    re.DOTALL | re.IGNORECASE,
)
_NOTE_WORDS: Final = frozenset({"说明", "备注", "注", "附注", "填表说明", "填报说明", "填写说明", "note", "notes"})
_EXAMPLE: Final = re.compile(r"\(?(?:填写|填报)?(?:[示样范举]?例|例如|example)\d*\)?:?", re.IGNORECASE)
_PAGE: Final = re.compile(
    r"[-—]*第?\s*\d+\s*页.*|.*共\s*\d+\s*页[-—)]*|\(?续表\)?.{0,6}|\(?接上页\)?|\(?转下页\)?|\(?续下页\)?|page\d+(?:of\d+)?",
    re.IGNORECASE,
)
_END: Final = re.compile(r"\(?以下空白\)?|\(?(?:本页)?以下无正文\)?|附件\d*:?|附表\d*:?|\(此页无正文\)")
_SIGNED: Final = re.compile(
    r"\(?[^:,;。]{0,10}?(?:制表|填表|填报|编制|审核|审批|审定|核准|批准|复核|校核|校对|记录|负责人|分管|主管|经办|签字|签名|签章"
    r"|盖章|公章|联系人|联系电话|电话|报送|抄送|主送|统计人|监理工程师|项目经理|总监|局长|主任|领导|日期|时间|单位"
    r"|prepared|checked|approved|reviewed|signed|signature|date|name)[^:,;。]{0,8}[::].{0,60}",
    re.DOTALL | re.IGNORECASE,
)
_SIGNERS: Final = frozenset(
    {
        "制表人",
        "制表",
        "填表人",
        "填报人",
        "审核人",
        "审核",
        "审批人",
        "批准",
        "批准人",
        "编制人",
        "复核人",
        "负责人签字",
    }
    | {"单位负责人", "分管领导", "主管领导", "签字", "签章", "(盖章)", "(公章)", "(签字)", "(签章)", "盖章"}
    | {"preparedby", "checkedby", "approvedby", "reviewedby", "signature"}
)
_SEAL: Final = re.compile(r".{0,40}\((?:盖章|公章|签章|签字|章)\)")
_LABEL: Final = re.compile(r"[^:,;。]{1,12}:.{0,60}", re.DOTALL)
_SECTION: Final = re.compile(
    r"[一二三四五六七八九十]+[、.,].*|\([一二三四五六七八九十]+\).*|第[一二三四五六七八九十\d]+(?:部分|章|节|类|批|标段).*",
    re.DOTALL,
)
_CHINESE_NUMBER: Final = re.compile(r"\(?[一二三四五六七八九十百]+\)?[、.]?|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]{1,4}[、.]?")
_NUMBER: Final = re.compile(r"\(?\d{1,6}(?:[.\-—]\d{1,4})*\)?[、.#]?")
_CODE: Final = re.compile(r"(?=.*\d)(?!.*年.*月)(?![共合小总注说])[^\s:,;。]{1,40}", re.DOTALL)
_COUNT: Final = re.compile(rf"(?:共|计|约)?[-+]?\d[\d,]*(?:\.\d+)?{_UNIT}")
_DATE: Final = re.compile(r"[\d二〇○零一三四五六七八九]{0,4}年.{0,3}月.{0,3}日|\d{4}-\d\d?-\d\d?.*|\d{4}\.\d\d?\.\d\d?")
_RULED: Final = frozenset({"必填", "选填", "非必填", "必填项", "选填项", "required", "optional"})
_HEADING_MARKS: Final = frozenset({"栏次", "列次", "甲", "乙", "丙", "丁", "列号", "序号"})
_NOTHING: Final = frozenset({"", "/", "-", "—", "——", "–", "\\", "0"})
_KNOWN_SHARE: Final = 0.6


@lru_cache(maxsize=10_000)
def squeezed(text: str) -> str:
    """A text of one width and without blanks."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def has_total_word(texts: Sequence[str]) -> bool:
    """Whether one of these cells is nothing but the word for a sum, its unit behind it in brackets at most."""
    return _may_be_total("".join(texts)) and any(map(_is_total_word, texts))


def _is_total_word(text: str) -> bool:
    return _may_be_total(text) and _BRACKETS.sub("", squeezed(text)).rstrip(":").casefold() in _TOTAL_WORDS


def _may_be_total(text: str) -> bool:
    return "计" in text or "数" in text or "otal" in text.casefold()


def is_sum(text: str) -> bool:
    """Whether a cell names a sum, of whatever, or says it: 安全类小计, 共计12项."""
    if "计" not in text and "otal" not in text.casefold():
        return False
    return _SUM.fullmatch(squeezed(text)) is not None


def is_note(text: str) -> bool:
    """Whether a row that begins so is a note, an example to fill in by, or a mark of a page."""
    plain = squeezed(text)
    return (
        plain.casefold() in _NOTE_WORDS
        or _EXAMPLE.fullmatch(plain) is not None
        or _NOTE.fullmatch(plain) is not None
        or _END.fullmatch(plain) is not None
        or is_page(text)
    )


def is_page(text: str) -> bool:
    """Whether a row that begins so marks a page, and the table goes on behind it."""
    return _PAGE.fullmatch(squeezed(text)) is not None


def is_example(text: str) -> bool:
    """Whether a row that begins so only shows how to fill in."""
    return _EXAMPLE.fullmatch(squeezed(text)) is not None


def is_signature(texts: Sequence[str]) -> bool:
    """Whether a row says who made, checked and sealed the table, or when."""
    plain = [squeezed(text) for text in texts]
    if _SIGNED.fullmatch(plain[0]) or plain[0].casefold() in _SIGNERS or _SEAL.fullmatch(plain[0]):
        return True
    return all(_LABEL.fullmatch(text) or _SEAL.fullmatch(text) for text in plain)


def is_signer(text: str) -> bool:
    """Whether a cell names one of those who sign, and nothing else."""
    return squeezed(text).rstrip(":").casefold() in _SIGNERS


def is_label(text: str) -> bool:
    """Whether a lone cell is a label with what it says: 单位:万元."""
    return _LABEL.fullmatch(squeezed(text)) is not None


def is_date(text: str) -> bool:
    """Whether a lone cell is the day on which the table was made."""
    return _DATE.fullmatch(squeezed(text)) is not None


def is_section(text: str) -> bool:
    """Whether a cell begins as a heading does."""
    return _SECTION.fullmatch(squeezed(text)) is not None


def is_number(text: str, *, as_code: bool = False) -> bool:
    """Whether a cell numbers a row; `as_code` where the column is one of codes."""
    if text.isdecimal() and len(text) <= 6:
        return True
    plain = squeezed(text)
    return _NUMBER.fullmatch(plain) is not None or (as_code and _CODE.fullmatch(plain) is not None)


def is_chinese_number(text: str) -> bool:
    """Whether a cell numbers a row as headings are numbered: 一, (二), III."""
    return _CHINESE_NUMBER.fullmatch(squeezed(text)) is not None


def is_count(text: str) -> bool:
    """Whether a cell is a number, or how many of something."""
    return _COUNT.fullmatch(squeezed(text)) is not None


def is_nothing(text: str) -> bool:
    """Whether a cell only says that it is left blank."""
    return len(text) <= 3 and squeezed(text) in _NOTHING


def are_column_numbers(texts: Sequence[str]) -> bool:
    """1 2 3 4 …, 甲 乙 1 2 3 … or (1) (2) (3) … as they stand under a head."""
    last = texts[-1][-1:]
    if not last.isdigit() and last not in (")", "）", "]"):
        return False
    numbers = [squeezed(text).strip("()[].、") for text in texts]
    while numbers and numbers[0] in _HEADING_MARKS:
        numbers = numbers[1:]
    if len(numbers) < 3 or not all(each.isdecimal() and len(each) <= 3 for each in numbers):
        return False
    counted = [int(each) for each in numbers]
    return counted == list(range(counted[0], counted[0] + len(counted)))


def is_ruling(texts: Collection[str]) -> bool:
    """Whether a row only says which columns have to be filled in, or says the head in another language."""
    plain = [squeezed(text).casefold() for text in texts]
    if all(text.strip("()") in _RULED or (text.startswith("(") and text.endswith(")")) for text in plain):
        return True
    known = sum(is_listed(text) for text in texts)
    return known >= 3 and known >= _KNOWN_SHARE * len(plain)
