"""Cases of values: what cells say of grades, states, figures and people; what is in them that should not be."""

from typing import Final

from tests.exchange.scored.case import TOP, Case, R

HEAD: Final = (TOP, "序号", "项目名称", "问题描述", "隐患等级", "状态", "整改完成日期", "责任人", "备注")

CASES: Final = [
    Case(
        "grades as numbers and words",
        [
            HEAD,
            (R, 1, "一号公路", "便道没有通车", 3, "整改中", "", "甲某", ""),
            (R, 2, "一号公路", "土地证没有办", "3级", "整改中", "", "甲某", ""),
            (R, 3, "一号公路", "围挡破损多处", "Ⅲ级", "整改中", "", "甲某", ""),
            (R, 4, "一号公路", "标牌没有设置", "５", "整改中", "", "甲某", ""),
        ],
        faults={"D2": "unlisted-value", "D5": "unlisted-value"},
    ),
    Case(
        "a state that its day denies",
        [
            HEAD,
            (R, 1, "一号公路", "便道没有通车", "一般", "已整改", "", "甲某", ""),
            (R, 2, "一号公路", "土地证没有办", "一般", "整改中", "2025-03-05", "甲某", ""),
            (R, 3, "一号公路", "围挡破损多处", "一般", "已整\n改", "2025-03-05", "甲某", ""),
        ],
        faults={"F2": "done-without-day", "E3": "open-with-day"},
    ),
    Case(
        "nothing said in many ways, and what is said above",
        [
            HEAD,
            (R, 1, "一号公路", "便道没有通车", "一般", "整改中", "/", "甲某", "无"),
            (R, 2, "同上", "土地证没有办", "-", "NULL", "—", "同上", "〃"),
        ],
    ),
    Case(
        "no problem is told",
        [
            HEAD,
            (R, 1, "一号公路", "", "一般", "整改中", "", "甲某", ""),
            (R, 2, "一号公路", "/", "一般", "整改中", "", "甲某", ""),
        ],
        faults={"C2": "no-description", "C3": "no-description"},
    ),
    Case(
        "several problems in one cell, several persons, a phone in a name",
        [
            HEAD,
            (R, 1, "一号公路", "1.便道没有通车;\n2.围挡破损多处", "一般", "整改中", "", "甲某13800000000、乙某", ""),
        ],
        faults={"C2": "several-problems"},
    ),
    Case(
        "figures stay as they stand",
        [
            (TOP, "序号", "问题描述", "总投资", "完成率", "气温"),
            (R, 1, "便道没有通车", "3.2亿元", 0.689, -3),
            (R, 2, "土地证没有办", "32000万元", "68.9%", "-3.5"),
        ],
    ),
    Case(
        "text that looks like formulas, tabs, escapes and marks that nobody sees",
        [
            HEAD,
            (R, 1, "一号公路", "=1+1 栏杆缺失", "一般", "整改中", "", "@甲某", "+86"),
            (R, 2, "一号公路", "-便道没有通车", "一般", "整改中", "", "\t甲某", "a\u200bb"),
        ],
    ),
    Case(
        "too long a text",
        [HEAD, (R, 1, "一号公路", "长" * 20_001, "一般", "整改中", "", "甲某", "")],
        faults={"C2": "too-long"},
    ),
    Case(
        "a colour says the grade where no text does",
        [
            HEAD,
            (R, 1, "一号公路", "便道没有通车", "", "整改中", "", "甲某", ""),
            (R, 2, "一号公路", "土地证没有办", "", "整改中", "", "甲某", ""),
        ],
        fills={"C2": "FF0000", "C3": "FFFF00", "B3": "FF0000"},
        mapping={"colour": {"column": "severity", "red": "major", "yellow": "ordinary"}},
        faults={"3": "several-colours"},
    ),
    Case(
        "rows that are closed may be left where they are",
        [
            HEAD,
            ("closed", 1, "一号公路", "便道没有通车", "一般", "已销号", "2025-03-05", "甲某", ""),
            (R, 2, "一号公路", "土地证没有办", "一般", "整改中", "", "甲某", ""),
        ],
        mapping={"closed_rows": "skip"},
    ),
    Case(
        "rows very like one before",
        [
            (TOP, "序号", "检查日期", "项目名称", "问题描述"),
            (R, 1, "2025-03-01", "一号公路", "三号桥东侧临边防护栏杆缺失约十二米"),
            (R, 2, "2025-03-05", "一号公路", "三号桥东侧临边防护栏杆缺失约十五米"),
            (R, 3, "2025-03-20", "一号公路", "三号桥东侧临边防护栏杆缺失约十六米"),
            (R, 4, "2025-03-05", "二号公路", "三号桥东侧临边防护栏杆缺失约十二米"),
        ],
        faults={"D3": "alike"},
    ),
]
