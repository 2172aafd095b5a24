"""Knows `GET /v1/projects/{code}`: one project as the ledger sees it: its issues by state, and what was seen of it.

One that only figures name has no entry in the registry: its name and regions are those of the last one.
"""

from typing import Annotated, Any

from fastapi import Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.problems import Problem
from api.http.views import View
from api.reads.reads import Reads
from api.resources.registry.views import ProjectView
from api.routes import declared, reads_of, router
from ledger.issue.issue import OPEN_STATES
from ledger.registry.entries import Project
from ledger.registry.regions import level_of
from ledger.reports.wanted import Seen
from mobile_schema.fields import PROJECT_CODE_PATTERN
from mobile_schema.vocabulary import State

routes = router("registry 名录")


class SeenView(View):
    """What was seen of a project: its visits, those of them that found no problem, its incidents, when somebody was
    there last, and how far the works were when that was last said."""

    visits: int
    no_problem: int
    incidents: int
    last_at: AwareDatetime | None
    percent: int | None
    stage: str | None


class ProjectCard(ProjectView):
    """A project with its issues and its visits, as far as one may read them; `seen` is null to who reads no reports.
    `registered` is false of one that the registry lacks and a figure names that one may read: name, regions and level
    are then those of the last figure.

    `GET /v1/issues?project=` and `GET /v1/reports?project=` list what is counted here.
    """

    registered: bool
    retired: bool
    open: int
    struck_off: int
    by_state: dict[State, int]
    seen: SeenView | None


@routes.get(
    "/projects/{code}",
    summary="一个项目 / one project, its issues by state and its visits",
    responses=documented.answers(ProjectCard, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=declared("project.read"),
)
async def get_project(request: Request, code: Annotated[str, Path(pattern=PROJECT_CODE_PATTERN)]) -> Response:
    """Issues in the archive are counted too."""
    reads = reads_of(request)
    counts, seen = await run_in_threadpool(reads.project, code)
    project = reads.rules.catalogue.projects.get(code)
    facts = await run_in_threadpool(_of_figures, reads, code) if project is None else _of_registry(project)
    return JsonAnswer(
        {
            **facts,
            "open": sum(count for state, count in counts.items() if state in OPEN_STATES),
            "struck_off": counts.get(State.CLOSED, 0),
            "by_state": counts,
            "seen": seen and _seen(seen),
        }
    )


def _of_registry(project: Project) -> dict[str, Any]:
    facts = {name: getattr(project, name) for name in ProjectView.model_fields}
    return facts | {"registered": True, "retired": project.retired_on is not None}


def _of_figures(reads: Reads, code: str) -> dict[str, Any]:
    figures = reads.figures(code)
    if not figures:
        raise Problem(404, "unknown-entry", "名录中没有该项目 / the registry has no such project", project_code=code)
    name, regions = figures[-1].name or code, figures[-1].regions
    return {
        **{"code": code, "name_zh": name, "name_en": name, "level": level_of(regions[0])},
        **{"region": regions[0], "regions": regions, "location": None},
        **{"code_is_sample": False, "sample": False, "registered": False, "retired": False},
    }


def _seen(seen: Seen) -> dict[str, object]:
    progress = seen.progress or {}
    return {
        "visits": seen.visits,
        "no_problem": seen.no_problem,
        "incidents": seen.incidents,
        "last_at": seen.last_at,
        "percent": progress.get("percent"),
        "stage": progress.get("stage"),
    }
