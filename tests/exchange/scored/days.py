"""Cases of days: every form that was met; what is certain is read, what is doubtful is told at its cell."""

from datetime import date, datetime, time
from typing import Any, Final

from tests.exchange.scored.case import TOP, Case, R

HEAD: Final = (TOP, "序号", "检查日期", "问题描述", "整改期限", "整改完成日期")
FOUND: Final = "2025-03-20"


def _due(name: str, due: Any, slug: str | None) -> Case:
    return Case(name, [HEAD, (R, 1, FOUND, "便道没有通车", due, "")], faults={"D2": slug} if slug else {})


CASES: Final = [
    *(
        _due(f"due {written!s}", written, None)
        for written in (
            "2025.4.5",
            "2025年4月5日前完成",
            "2025年4月5日 星期六",
            "2025-04-05T14:20:00",
            "2025,4,5",
            "2025 . 4 . 5",
            "20250717",
            20250717,
            "２０２５年４月５日",
            "二〇二五年四月五日",
            "25年4月5日",
            "25.4.5",
            "5 Apr 2025",
            "April 5th, 2025",
            "2025年底前",
            "2025年6月底前",
            date(2025, 4, 5),
            datetime(2025, 4, 5, 14, 20),
            "/",
            "待定",
            "NULL",
        )
    ),
    *(
        _due(f"doubtful {written!s}", written, slug)
        for written, slug in (
            ("4月5日", "day-year"),
            ("6月底前", "day-year"),
            ("年底", "day-year"),
            (7.1, "day-year"),
            ("立即", "day-at-once"),
            ("长期", "day-always"),
            ("2025.6", "day-month"),
            ("25.4.15", "day-order"),
            ("3/4/2025", "day-order"),
            ("2025.3.25至2025.4.5", "day-span"),
            (45_800, "day-serial"),
            (time(6, 42), "day-time"),
            ("2025.2.29", "day-impossible"),
            ("2025年2月30日", "day-impossible"),
            ("尽快", "day-unread"),
            ("5-6月", "day-unread"),
            ("2025-03-19", "due-before-found"),
        )
    ),
    Case(
        "29 February of a leap year, found before and after",
        [
            HEAD,
            (R, 1, "2024-02-29", "便道没有通车", "2024-03-01", "2024-02-29"),
            (R, 2, "2024-03-02", "土地证没有办", "2024-03-10", "2024-03-01"),
        ],
        faults={"E3": "done-before-found"},
    ),
    Case(
        "the year of a deadline goes by the day it was found, where the mapping says so",
        [HEAD, (R, 1, FOUND, "便道没有通车", "4月5日", "")],
        mapping={"dates": {"year_from": "found_on"}},
    ),
]
