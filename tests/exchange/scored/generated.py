"""Knows how ledgers are made of which the truth is known: heads of any height, and anything between the records."""

from typing import Any, Final

from hypothesis import strategies as st

from tests.exchange.scored.case import BLANK, TOP, Case, Line, R

_PLAIN: Final = ("检查日期", "项目名称", "存在问题", "整改期限", "责任单位", "整改措施", "天气")
_GROUPED: Final = (("整改责任单位", ("施工", "监理")), ("整改落实", ("整改措施", "整改期限", "进展情况")))
_TITLES: Final = (
    (TOP, "某县重点工程问题台账"),
    (TOP,),
    (TOP, "填报单位:某局", "", "", "填报人:甲某"),
    (TOP, "", "", "", "单位:万元"),
)
_TEXTS: Final = (
    "便道没有修通",
    "围挡破损多处",
    "土地证没有办理",
    "共计三处裂缝",
    "说明牌没有设",
    "小计量泵漏水",
    "排水沟堵塞",
)
_BETWEEN: Final = ("section", "numbered", "subtotal", "blank", "head", "page")
_FEET: Final = (
    ("note", "说明:本表每月五日前报送"),
    ("signature", "制表人:甲某", "", "审核人:乙某"),
    ("signature", "单位负责人(签字):"),
    BLANK,
)
_MOST: Final = 12


@st.composite
def ledgers(draw: st.DrawFn) -> Case:
    """A ledger whose rows are numbered, with the truth of each of its rows."""
    head, merged, words = draw(_heads())
    lines: list[Line] = list(draw(st.lists(st.sampled_from(_TITLES), max_size=3)))
    above = len(lines)
    lines += head
    ranges = [_moved(each, above) for each in merged]
    hidden = []
    for number in range(1, draw(st.integers(2, _MOST)) + 1):
        for kind in draw(st.lists(st.sampled_from(_BETWEEN), max_size=2)):
            lines += _between(kind, head, len(words))
        lines.append(_record(draw, number, words))
        if draw(st.integers(0, 9)) == 0:
            hidden.append(len(lines))
    lines += draw(st.lists(st.sampled_from(_FEET), max_size=3))
    left = draw(st.integers(0, 3))
    return Case(
        "generated",
        lines,
        [_shifted(each, left) for each in ranges],
        hidden=hidden,
        mapping={"hidden_rows": "include"},
        left=left,
    )


@st.composite
def _heads(draw: st.DrawFn) -> tuple[list[Line], list[tuple[int, int, int, int]], list[str]]:
    """The rows of a head, what is merged in it (top, left, bottom, right), and the word over each column."""
    plain = [word for word in _PLAIN if word == "存在问题" or draw(st.booleans())]
    groups = [group for group in _GROUPED if draw(st.booleans())]
    words: list[tuple[str, str]] = [("序号", ""), *((word, "") for word in plain)]
    words += [(over, under) for over, unders in groups for under in unders]
    if len(words) < 4:
        words += [("责任人", ""), ("备注", "")]
    if not groups:
        return [(TOP, *(over for over, _ in words))], [], [over for over, _ in words]
    first = [over if at == 0 or words[at - 1][0] != over else "" for at, (over, _) in enumerate(words)]
    second = [under for _, under in words]
    merged = []
    if draw(st.booleans()):
        for at, (over, under) in enumerate(words):
            if not under:
                merged.append((0, at, 1, at))
            elif first[at]:
                merged.append((0, at, 0, at + sum(each == over for each, _ in words) - 1))
    return [(TOP, *first), (TOP, *second)], merged, [under or over for over, under in words]


def _record(draw: st.DrawFn, number: int, words: list[str]) -> Line:
    cells: list[Any] = [number]
    for word in words[1:]:
        if word == "存在问题":
            cells.append(f"{draw(st.sampled_from(_TEXTS))}第{number}处")
        elif "日期" in word or "期限" in word:
            cells.append(draw(st.sampled_from(["2025-03-01", "", "2025.3.1"])))
        else:
            cells.append(draw(st.sampled_from(["某单位甲", "第二施工队", "", "正在办理中", "x", "甲某"])))
    return (R, *cells)


def _between(kind: str, head: list[Line], columns: int) -> list[Line]:
    if kind == "section":
        return [("section", "一、高速公路")]
    if kind == "numbered":
        return [("section", "二", "国省干线")]
    if kind == "subtotal":
        return [("subtotal", "小计", *[""] * (columns - 2), "3")]
    if kind == "page":
        return [("note", "第1页 共3页")]
    return [BLANK] if kind == "blank" else [("head", *line[1:]) for line in head]


def _moved(range_: tuple[int, int, int, int], rows: int) -> tuple[int, int, int, int]:
    top, left, bottom, right = range_
    return top + rows, left, bottom + rows, right


def _shifted(range_: tuple[int, int, int, int], columns: int) -> str:
    top, left, bottom, right = range_
    return f"{chr(65 + left + columns)}{top + 1}:{chr(65 + right + columns)}{bottom + 1}"
