"""Knows `GET /v1/persons`: the people to choose from, such as who is to answer for an issue; no telephone of theirs."""

from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import cursor as cursors
from api.http import documented
from api.http.params import Cursor, Limit, RegionCode, UnitId
from api.named import named_page, names_answer, says
from api.resources.registry.views import ListedPerson, ListedPersonPage
from api.routes import declared, reads_of, router
from ledger.access.scopes import Scope, unit_key
from ledger.registry.days import has_ended
from ledger.registry.entries import Person
from ledger.registry.regions import ancestors
from mobile_schema.vocabulary import Role

routes = router("registry 名录")


@routes.get(
    "/persons",
    summary="可选人员 / people to choose from, by id",
    responses=documented.names(ListedPersonPage),
    openapi_extra=declared("person.list"),
)
async def get_persons(  # noqa: PLR0917 - the query's parameters, named by those who call it
    request: Request,
    region: RegionCode = None,
    unit: UnitId = None,
    role: Annotated[Role | None, Query()] = None,
    q: Annotated[str | None, Query(max_length=100, description="姓名或编号的一部分 / part of a name or an id")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Of one's unit, or of one's regions; who has left is none of them."""
    after, reads = cursors.read_name(cursor), reads_of(request)
    scope, catalogue = reads.people_scope(), reads.rules.catalogue
    persons = catalogue.persons

    def found() -> dict[str, Any]:
        today = reads.today()

        def matches(key: str) -> bool:
            person = persons[key]
            return (
                (role is None or person.has(role))
                and (unit is None or person.is_of(unit))
                and says(q, person.id, person.name)
                and not has_ended(person, today)
                and (region is None or any(region in ancestors(duty.region) for duty in person.duties))
                and _is_there_for(scope, person)
            )

        return named_page(catalogue.ids("persons"), matches, lambda key: _shown(persons[key]), limit, after)

    return names_answer(request, await run_in_threadpool(found))


def _is_there_for(scope: Scope, person: Person) -> bool:
    return any(
        scope.covers_region(duty.region) or (duty.unit_id is not None and unit_key(duty.unit_id) in scope.keys)
        for duty in person.duties
    )


def _shown(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in ListedPerson.model_fields}
