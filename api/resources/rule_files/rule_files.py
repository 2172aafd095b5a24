"""Knows `POST /v1/rule-files/{kind}`: a campaign, a ranking rule or a year's targets entered, in the place of a lower
version."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_as
from api.http.problems import Problem, invalid
from api.http.settings import SET_BYTES
from api.http.views import View
from api.routes import acting, declared, demand_present, demand_right, router, services_of
from ledger.groundwork.yaml_lines import MAX_CHARACTERS, DataFileRefused
from ledger.mongo.rule_files.keeping import RuleFileRefused, enter_rules
from mobile_schema.faults import Fault
from oversight.rule_files import KINDS

routes = router("policies 督办规则")


class FileKind(StrEnum):
    """What a rule file is of."""

    CAMPAIGN = "campaign"
    RANKING = "ranking"
    TARGET = "target"


class RuleFileText(BaseModel):
    """The file, as it is to be kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]


class RuleFileEntered(View):
    kind: str
    name: str
    version: str
    entered_at: AwareDatetime
    entered_by: str


@routes.post(
    "/rule-files/{kind}",
    summary="录入规则文件 / enter a campaign, a ranking rule or a year's targets",
    responses=documented.answers(RuleFileEntered, refusals=(401, 403, 408, 409, 413, 415, 422, 503)),
    openapi_extra=declared("policy.adopt", documented.body("RuleFileText")),
)
async def post_rule_file(request: Request, kind: FileKind) -> Response:
    """By a supervisor of the province. It holds at once, for as long as no higher version of its name is entered; the
    same file again changes nothing. What is wrong with it is told with its lines."""
    services, of = services_of(request), KINDS[kind]
    asked = await read_as(request, RuleFileText, SET_BYTES)
    demand_right(request)
    demand_present(request)
    at, by = services.clock.now(), str(acting(request).person_id)

    def entered() -> Any:
        try:
            return enter_rules(services.store, of, asked.text, at, by)
        except DataFileRefused as refused:
            raise invalid([Fault(each.path, str(each), kind) for each in refused.faults]) from None
        except RuleFileRefused as refused:
            raise Problem(409, "version-taken", str(refused)) from None

    name, version = of.called(await services.ask(entered))
    return JsonAnswer({"kind": kind, "name": name, "version": version, "entered_at": at, "entered_by": by})
