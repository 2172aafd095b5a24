"""Knows `GET /v1/categories`: the problem categories to choose from by the office's names, and what each demands."""

from typing import Any

from fastapi import Request, Response

from api.http import documented
from api.http.answers import JsonAnswer
from api.resources.registry.views import CategoryList, EvidenceView
from api.routes import declared, demand_right, reads_of, router
from ledger.registry.catalogue import Catalogue
from mobile_schema.vocabulary import Category

routes = router("registry 名录")


@routes.get(
    "/categories",
    summary="问题类别 / problem categories to choose from, by code",
    responses=documented.answers(CategoryList, refusals=(401, 403, 503)),
    openapi_extra=declared("registry.read"),
)
async def get_categories(request: Request) -> Response:
    """All that a report may name here: those that ship, and the office's own."""
    demand_right(request)
    catalogue = reads_of(request).rules.catalogue
    return JsonAnswer({"items": [_shown(code, catalogue) for code in sorted(catalogue.categories)]})


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
