"""Knows `GET /v1/vacancies`: the posts (岗位) that nobody holds, and who is told in their place."""

from dataclasses import asdict
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Limit, RegionCode
from api.resources.registry.views import VacancyPage
from api.routes import declared, reads_of, router
from ledger.registry.catalogue import Catalogue
from ledger.registry.posts import Resolved
from ledger.registry.vacancies import ListedVacancy

routes = router("registry 名录")


@routes.get(
    "/vacancies",
    summary="空缺岗位 / posts that nobody holds, by place",
    responses=documented.answers(VacancyPage, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("vacancy.list"),
)
async def get_vacancies(
    request: Request, region: RegionCode = None, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """Of one's regions: every region's empty supervising post, the empty heads of units with open issues, and the units
    without anybody that the routing rules name for a project."""
    after, reads = cursors.read_name(cursor), reads_of(request)
    page = await run_in_threadpool(reads.vacancies, region, limit, after)
    return JsonAnswer(cursors.answer(page, lambda each: _vacancy(each, reads.rules.catalogue)))


def _vacancy(listed: ListedVacancy, catalogue: Catalogue) -> dict[str, Any]:
    stands_in = _stands_in(listed.vacancy.passes_to, catalogue)
    return {**asdict(listed.vacancy), "passes_to": stands_in, "open_issues": listed.open_issues}


def _stands_in(to: Resolved, catalogue: Catalogue) -> dict[str, Any] | None:
    if to.person_id is None:
        return None
    return {
        "person_id": to.person_id,
        "person_name": catalogue.persons[to.person_id].name,
        "post": to.post,
        "level": to.level,
        "region": to.region,
        "deputy": to.deputy,
    }
