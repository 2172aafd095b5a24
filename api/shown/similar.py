"""Knows what an issue that may be the same as another looks like in an answer, with why, in both languages."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import AwareDatetime, Field

from api.http.views import View
from ledger.alike.likeness import Likeness, Similar
from mobile_schema.vocabulary import State

_KILOMETRE = 1_000


class Why(View):
    """One reason: what it is about, in words."""

    about: Literal["words", "project", "place", "time", "category"]
    text_zh: str = Field(examples=["文字相似 67%"])
    text_en: str = Field(examples=["67 % of the words are alike"])


class SimilarView(View):
    """An issue that may be the same (疑似重复); whether it is, a person says (`merge`)."""

    id: str
    serial: str
    state: State
    description: str
    project_code: str | None
    region: str
    unit_id: str | None
    reported_at: AwareDatetime
    words: float = Field(ge=0, le=1)
    metres: float | None
    days: float
    why: list[Why]


def similar_view(found: Similar) -> dict[str, Any]:
    """An issue that was suggested."""
    likeness = found.likeness
    return {
        "id": found.issue_id,
        "serial": found.serial,
        "state": found.state,
        "description": found.description,
        "project_code": found.project_code,
        "region": found.region,
        "unit_id": found.unit_id,
        "reported_at": found.reported_at,
        "words": round(likeness.words, 2),
        "metres": None if likeness.metres is None else round(likeness.metres),
        "days": round(likeness.days, 1),
        "why": [{"about": about, "text_zh": zh, "text_en": en} for about, zh, en in _why(likeness)],
    }


def _why(likeness: Likeness) -> Iterator[tuple[str, str, str]]:
    percent = round(likeness.words * 100)
    yield "words", f"文字相似 {percent}%", f"{percent} % of the words are alike"
    if likeness.same_project:
        yield "project", "同一项目", "the same project"
    if likeness.metres is not None:
        yield "place", *_apart(likeness.metres)
    days = round(likeness.days)
    yield "time", *(("相隔不到一天", "within a day") if days == 0 else (f"相隔 {days} 天", f"{days} days apart"))
    if likeness.same_category:
        yield "category", "同一类别", "the same category"


def _apart(metres: float) -> tuple[str, str]:
    if metres < _KILOMETRE:
        return f"相距 {round(metres)} 米", f"{round(metres)} m apart"
    kilometres = f"{metres / _KILOMETRE:.1f}"
    return f"相距 {kilometres} 公里", f"{kilometres} km apart"
