"""Knows `GET /v1/me`: who asks, in which duties, and which actions these allow at all."""

from typing import Any

from fastapi import Request, Response
from pydantic import AwareDatetime

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.views import View
from api.routes import Caller, caller_of, declared, demand_right, reads_of, router
from ledger.access.matrix import MATRIX
from ledger.access.scopes import may
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Duty, Person
from mobile_schema.labels import label
from mobile_schema.vocabulary import Level, Role
from people.credentials import Kind

routes = router("registry 名录")


class DutyView(View):
    """One duty (职责), with what its unit and region are called."""

    role: Role
    role_label: str
    unit_id: str | None
    unit_zh: str | None
    unit_en: str | None
    region: str
    region_zh: str | None
    region_en: str | None
    level: Level | None


class PersonView(DutyView):
    """Whom the credential speaks for: the first duty, and all `duties`.

    `may` are the actions of the table of access (`x-action`) that a duty allows on something, and the credential too:
    what a page draws its ways by. Whether it is so on one issue, that issue's own `may` says. `proven_at` is when the
    person last proved to be there.
    """

    id: str
    name: str
    title: str | None
    sample: bool
    duties: list[DutyView]
    may: list[str]
    credential: Kind
    proven_at: AwareDatetime | None


@routes.get(
    "/me",
    summary="当前人员 / whom the credential speaks for, and what they may do",
    responses=documented.answers(PersonView, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("me.read"),
)
async def get_me(request: Request) -> Response:
    """The person, their role, unit and region, as every command will be signed."""
    person, catalogue = demand_right(request), reads_of(request).rules.catalogue
    caller = caller_of(request)
    first, *_ = duties = [_duty(duty, catalogue) for duty in person.duties]
    return JsonAnswer(
        {
            "id": person.id,
            "name": person.name,
            "title": person.title,
            "sample": person.sample,
            **first,
            "duties": duties,
            "may": [action for action in MATRIX if _may(person, caller, action)],
            "credential": caller.credential.kind,
            "proven_at": caller.credential.proven_at,
        }
    )


def _may(person: Person, caller: Caller, action: str) -> bool:
    granted = caller.credential.actions
    return may(person, action) and (granted is None or action in granted)


def _duty(duty: Duty, catalogue: Catalogue) -> dict[str, Any]:
    unit, region = catalogue.units.get(duty.unit_id or ""), catalogue.regions.get(duty.region)
    return {
        "role": duty.role,
        "role_label": label(duty.role),
        "unit_id": duty.unit_id,
        "unit_zh": unit and unit.name_zh,
        "unit_en": unit and unit.name_en,
        "region": duty.region,
        "region_zh": region and (region.full_name_zh or region.name_zh),
        "region_en": region and region.name_en,
        "level": duty.level,
    }
