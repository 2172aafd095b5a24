"""Knows `GET /v1/boards`: open issues and their lights, by region and category, by category, or by lead unit."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime

from api.counts import Counts
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import RegionCode
from api.http.views import View
from api.resources.boards.lists import NONE, Lights, Number, by_state, lights
from api.routes import declared, reads_of, router
from ledger.counting.cells import CATEGORY, UNIT
from ledger.store.counted.standing import Standing
from mobile_schema.vocabulary import Category, State

routes = router("boards 看板")


class By(StrEnum):
    """What a board has a row for."""

    REGION = "region"
    CATEGORY = "category"
    UNIT = "unit"


class CategoryRow(Lights):
    """The issues of a region in one category."""

    id: Category
    name_zh: str
    name_en: str


class BoardRow(Lights):
    """The issues of one region, category or unit; `id` is null where no unit leads.

    `whole` is false of the row of a region that shows what lies in it, but in none of those below.
    """

    id: str | None
    name_zh: str | None
    name_en: str | None
    whole: bool
    categories: list[CategoryRow]


class Board(View):
    """All numbers as of one moment; `by_state` has those that ended too, but for the archive."""

    as_of: AwareDatetime
    by: By
    region: str | None
    rows: list[BoardRow]
    all: Lights
    by_state: dict[State, Number]


@routes.get(
    "/boards",
    summary="看板 / how many issues stand under which light",
    responses=documented.answers(Board, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("issue.count"),
)
async def get_board(
    request: Request,
    by: Annotated[By, Query(description="region 属地 (with categories), category 类别, unit 牵头单位")] = By.REGION,
    region: RegionCode = None,
) -> Response:
    """Of those that one may read. By region: the regions right below the one asked for, or below one's own. Each number
    names its list.
    """
    return JsonAnswer(await run_in_threadpool(_board, Counts(reads_of(request)), by, region))


def _board(counts: Counts, by: By, region: str | None) -> dict[str, Any]:
    total = Standing()
    if by is By.REGION:
        counted, whole, now = counts.standing_by_region(region)
        rows = [_region_row(counts, code, its, code in whole) for code, its in counted.items()]
        for its in counted.values():
            for one in its.values():
                total.take(one)
    else:
        singly, now = counts.standing(region, CATEGORY if by is By.CATEGORY else UNIT)
        make = _category_row if by is By.CATEGORY else _unit_row
        rows = [make(counts, value, one, region) for value, one in singly.items()]
        for one in singly.values():
            total.take(one)
    return {
        "as_of": now,
        "by": by,
        "region": region,
        "rows": rows,
        "all": lights(total, region=region),
        "by_state": dict(by_state(total, region=region)),
    }


def _region_row(counts: Counts, code: str, its: Mapping[str, Standing], whole: bool) -> dict[str, Any]:
    entry = counts.reads.rules.catalogue.regions.get(code)
    where = {"region" if whole else "at": code}
    total = Standing()
    for one in its.values():
        total.take(one)
    return {
        "id": code,
        "name_zh": entry and entry.name_zh,
        "name_en": entry and entry.name_en,
        "whole": whole,
        "categories": [
            {"id": category, **_category_names(counts, category), **lights(one, **where, category=category)}
            for category, one in its.items()
        ],
        **lights(total, **where),
    }


def _category_row(counts: Counts, category: str, one: Standing, region: str | None) -> dict[str, Any]:
    names = _category_names(counts, category)
    its = lights(one, region=region, category=category)
    return {"id": category, **names, "whole": True, "categories": [], **its}


def _unit_row(counts: Counts, unit_id: str, one: Standing, region: str | None) -> dict[str, Any]:
    entry = counts.reads.rules.catalogue.units.get(unit_id)
    names = {"name_zh": entry and entry.name_zh, "name_en": entry and entry.name_en}
    its = lights(one, region=region, unit=unit_id or NONE)
    return {"id": unit_id or None, **names, "whole": True, "categories": [], **its}


def _category_names(counts: Counts, category: str) -> dict[str, str]:
    catalogue, named = counts.reads.rules.catalogue, Category(category)
    return {"name_zh": catalogue.category_name(named), "name_en": catalogue.category_name(named, "en")}
