"""Knows the OpenAPI 3.1 document: what FastAPI finds, with the raw bodies' models, the bearer scheme and problems."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api.exporting.asked import ExportAsked
from api.http import documented
from api.http.views import ProblemView
from api.printing.printed import FORM, FORMS, JSON
from api.printing.sheets import SHEETS
from api.resources.boards.since import Looked
from api.resources.campaigns.views import CampaignAsked
from api.resources.complaints.views import ComplaintWithdrawal, NewComplaint
from api.resources.figures.asked import FiguresAsked, FiguresSent
from api.resources.figures.tables.asked import FigureTableSent
from api.resources.figures.withdrawal import FiguresUndo, FigureWithdrawal
from api.resources.imports.asked import ImportAsked, SheetsAsked
from api.resources.inbox.asked import ASKED as OF_INBOX
from api.resources.issues.explain_view import EXAMPLE, ExplanationView
from api.resources.issues.handling.bulk import BULK, BulkAcknowledge
from api.resources.ops.mending import MendedText, MendingAsked
from api.resources.ops.views import ClockSetting
from api.resources.organisation.asked import CHANGED, NEW
from api.resources.people.asked import ASKED
from api.resources.policies.proposing_views import AdoptionAsked, PolicyText
from api.resources.policies.simulation_views import SimulationAsked
from api.resources.rankings.views import RuleAsked
from api.resources.rule_files.rule_files import RuleFileText
from api.resources.targets.views import TargetFigureAsked
from api.resources.views.views import ViewAsked
from api.sign_in.cookies import SESSION
from exchange.ledgers.mapping import LedgerMapping
from ledger.access.matrix import OPEN
from ledger.informants.words import Informant, RevealAsked
from ledger.issue.commands import COMMANDS
from ledger.issue.words.handling import Acknowledgement
from ledger.matters.words import NewMatter, NewSet
from ledger.reports.wanted import Withdrawal
from mobile_schema.reports.figure_report import FigureBatch
from mobile_schema.reports.incident import ObstructionIncident
from mobile_schema.reports.permit import NewPermit
from mobile_schema.reports.site_visit import SiteVisit
from mobile_schema.reports.sync import SyncRequest

DESCRIPTION: Final = (
    "现场报告进入台账，有期限、有督办，解决后销号。报告先入 Kafka，再入台账；命令由台账当场决定。\n\n"
    "Reports from sites become issues on a ledger, run on clocks, and are struck off on evidence. Reports go to Kafka "
    "first and reach the ledger a moment later (see receipts); commands are decided at once. Errors are problems "
    "(RFC 9457) with the JSON path of each fault."
)
_BODIES: Final[tuple[type[BaseModel], ...]] = (
    SiteVisit,
    ObstructionIncident,
    SyncRequest,
    FigureBatch,
    FiguresAsked,
    FiguresSent,
    FigureTableSent,
    FiguresUndo,
    FigureWithdrawal,
    NewPermit,
    NewComplaint,
    ComplaintWithdrawal,
    ClockSetting,
    SimulationAsked,
    RuleAsked,
    RuleFileText,
    TargetFigureAsked,
    CampaignAsked,
    PolicyText,
    AdoptionAsked,
    MendedText,
    MendingAsked,
    ViewAsked,
    ExportAsked,
    Looked,
    ProblemView,
    Acknowledgement,
    Withdrawal,
    Informant,
    RevealAsked,
    BulkAcknowledge,
    *BULK.values(),
    *ASKED,
    *OF_INBOX,
    *NEW.values(),
    *CHANGED.values(),
    *COMMANDS.values(),
    NewMatter,
    NewSet,
    ImportAsked,
    SheetsAsked,
    LedgerMapping,
)


_BODY: Final = (408, 413, 415)
_ANY: Final = (400, 405, 408, 431, 500)


_SIGNED_IN: Final[list[dict[str, list[str]]]] = [{"bearer": []}, {"session": []}]


def operation_id(route: APIRoute) -> str:
    """What an operation is called: as its function or its command, which are unique."""
    return route.name.replace("-", "_")


def install(app: FastAPI) -> None:
    """Let the app publish this document."""
    made: dict[str, Any] = {}

    def document() -> dict[str, Any]:
        if not made:
            made.update(_document(app))
        return made

    app.openapi = document  # type: ignore[method-assign] # FastAPI's documented way to extend it


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes, tags=app.openapi_tags
    )
    components = document.setdefault("components", {})
    _, bodies = models_json_schema(
        [(model, "validation") for model in _BODIES], ref_template="#/components/schemas/{model}"
    )
    components["schemas"] = {**bodies["$defs"], **components.get("schemas", {})}
    # Put in here, as FastAPI leaves whatever is null out of the examples that it is given.
    components["schemas"][ExplanationView.__name__]["examples"] = [EXAMPLE]
    components["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "程序令牌或手机凭据 / a program's token, a device's access",
        },
        "session": {"type": "apiKey", "in": "cookie", "name": SESSION, "description": "网页登录 / a session at a desk"},
    }
    for path, operations in document["paths"].items():
        for operation in operations.values():
            problems = documented.problems((*_ANY, *_BODY) if "requestBody" in operation else _ANY)
            operation["responses"] = {**{str(code): said for code, said in problems.items()}, **operation["responses"]}
            signed_in = path.startswith("/v1/") and operation.get("x-action") != OPEN
            operation["security"] = _SIGNED_IN if signed_in else []
        if path in SHEETS:
            _in_forms(operations["get"])
        if "get" in operations:
            operations["head"] = _headless(operations["get"])
    return document


def _in_forms(got: dict[str, Any]) -> None:
    """That a list is answered as a file too."""
    schema = {"type": "string", "enum": [JSON, *FORMS], "default": JSON}
    description = "json; csv 表格, html 打印: the whole list unless `limit` is given"
    got.setdefault("parameters", []).append({"name": FORM, "in": "query", "schema": schema, "description": description})
    text = {"schema": {"type": "string"}}
    got["responses"]["200"]["content"] |= {form.media_type: text for form in FORMS.values()}
    got["responses"] |= {str(code): said for code, said in documented.problems((406,)).items()}


def _headless(got: dict[str, Any]) -> dict[str, Any]:
    """HEAD beside a GET, as `serving.head` answers it: the same, told without its bodies."""
    named = got["operationId"].removeprefix("get_")
    responses = {code: {"description": said["description"]} for code, said in got["responses"].items()}
    return {
        **{key: got[key] for key in ("tags", "parameters", "security", "x-action") if key in got},
        "summary": f"同 GET,不带正文 / as GET, without a body: {got['summary']}",
        "operationId": f"head_{named}",
        "responses": responses,
    }
