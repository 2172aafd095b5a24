"""Knows `GET /v1/categories`: the problem categories to choose from by the office's names, and what each demands."""

from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.named import names_answer
from api.resources.registry.registry import Ended
from api.resources.registry.views import CategoryList, EvidenceView
from api.routes import declared, demand_right, reads_of, router
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import has_ended
from mobile_schema.vocabulary import Category

routes = router("registry 名录")


@routes.get(
    "/categories",
    summary="问题类别 / problem categories to choose from, by code",
    responses=documented.names(CategoryList),
    openapi_extra=declared("registry.read"),
)
async def get_categories(request: Request, ended: Ended = False) -> Response:
    """All that a report may name here: those that ship, and the office's own."""
    demand_right(request)
    reads = reads_of(request)
    catalogue, today = reads.rules.catalogue, await run_in_threadpool(reads.today)
    there = (code for code in catalogue.ids("categories") if ended or not has_ended(catalogue.categories[code], today))
    return names_answer(request, {"items": [_shown(code, catalogue) for code in there]})


def _shown(code: str, catalogue: Catalogue) -> dict[str, Any]:
    category = Category(code)
    return {
        "code": code,
        "name_zh": catalogue.category_name(category),
        "name_en": catalogue.category_name(category, "en"),
        "evidence": [
            {name: getattr(kind, name) for name in EvidenceView.model_fields}
            for kind in catalogue.evidence_for(category)
        ],
    }
