"""Knows `GET /v1/vacancies`: the posts (岗位) that nobody holds, and who is told in their place."""

from dataclasses import asdict
from itertools import islice
from typing import Any

import pymongo
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Limit, RegionCode
from api.http.problems import Problem
from api.resources.registry.views import VacancyPage
from api.routes import person_of, router, services_of
from api.services import QUERY_SECONDS, Services
from ledger.mongo.pages import page_of
from ledger.registry.catalogue import Catalogue
from ledger.registry.posts import Resolved
from ledger.store.vacancies import ListedVacancy, list_vacancies
from mobile_schema.vocabulary import Role

routes = router("registry 名录")


@routes.get(
    "/vacancies",
    summary="空缺岗位 / posts that nobody holds, by place",
    responses=documented.answers(VacancyPage, refusals=(401, 403, 422, 503)),
)
async def get_vacancies(
    request: Request, region: RegionCode = None, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """For supervisors: every region's empty supervising post, and the empty heads of units with open issues."""
    if person_of(request).role != Role.SUPERVISOR:
        raise Problem(403, "not-permitted", "只有督办人员可以查看空缺岗位 / only supervisors see the vacancies")
    after = cursors.read_name(cursor)
    return JsonAnswer(await run_in_threadpool(_page, services_of(request), region, limit, after))


def _page(services: Services, region: str | None, limit: int, after: str) -> dict[str, Any]:
    rules = services.rules.current
    catalogue, now = rules.catalogue, services.clock.now()
    with pymongo.timeout(QUERY_SECONDS):
        listed = list_vacancies(services.store, catalogue, now, region, after, zone=rules.zone)
        page = page_of(list(islice(listed, limit + 1)), limit, lambda each: each.vacancy.place)
    return cursors.answer(page, lambda each: _vacancy(each, catalogue))


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
