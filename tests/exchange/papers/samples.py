"""Knows papers to write: a letter whose body is one long paragraph, and one in which every text is hostile."""

from datetime import UTC, datetime
from typing import Final

from exchange.papers.paper import Heading, Paper, Photo, Photos, Table, Text
from tests.pictures import picture

AT: Final = datetime(2026, 3, 2, 10, tzinfo=UTC)
BODY: Final = "按照台账管理专人负责倒排工期解决销号的要求现将有关问题交你单位办理请认真研究制定措施"
HOSTILE: Final = '#import "x": * 粗*体 $a+b$ @ref \\ [x] `raw` // no <b>&amp; ]] #panic() = 标题'
EVERYTHING: Final = f"{HOSTILE} \u05e9\u05dc 😀 葛\U000e0100 \ufffe"


def letter(*blocks: Heading | Text | Table | Photos, **over: str) -> Paper:
    """A letter to a unit."""
    said = {
        "title": "关于督办解决样例项目征地拆迁问题的通知",
        "head": "太原市小店区督办单",
        "number": "　　〔　　　〕　　号",
        "to": "太原市小店区自然资源局",
        "office": "（发文机关印章）",
        "dated": "　　　年　　月　　日",
        "copies": "太原市小店区生态环境局",
    }
    return Paper(blocks=blocks, at=AT, colophon=("依据：台账第 7 版",), **{**said, **over})


def full() -> Paper:
    """A letter of everything that a paper may hold."""
    rows = tuple((f"节点{number}", "2026年3月2日18时", "未办结") for number in range(60))
    return letter(
        Text(BODY * 30),
        Heading("一、时限"),
        Table((2, 3, 2), rows, ("时限节点", "截止时间", "情况")),
        Table((1, 5), (("项目", "第一行\n第二行"), ("督办", "某某"))),
        Photos((Photo(picture(size=(1600, 1200)), "上报，张三"),)),
    )


def hostile() -> Paper:
    """A letter in which every text would be something else, were it read."""
    return letter(
        Heading(EVERYTHING),
        Text(EVERYTHING),
        Text("a" * 400),
        Table((1, 1), ((EVERYTHING, "b" * 400),), (EVERYTHING, EVERYTHING)),
        Photos((Photo(picture(), EVERYTHING),)),
        **dict.fromkeys(("title", "to", "office", "dated", "number", "copies"), EVERYTHING),
    )
