"""Knows `GET /v1/issues.xlsx` and `.csv`: a list of up to 20,000 lines as a file, answered at once."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import quote

from anyio import to_thread
from fastapi import Query, Request, Response
from fastapi.responses import FileResponse
from pydantic import ValidationError
from starlette.background import BackgroundTask

from api.asked.wanted_issues import Order, WantedIssues
from api.exporting.asked import MOST_AT_ONCE, ColumnKeys, Encoding, ExportAsked, Form, query_said
from api.exporting.files import Export, export_of, file_name
from api.http import documented
from api.http.problems import Problem, invalid_model
from api.reads.lists import EXPORT
from api.reads.reads import Reads
from api.routes import declared, demand_right, reads_of, router, services_of
from exchange.exports.template import DEFAULT
from ledger.store.wanted import IssueFilter, Sort

routes = router("exports 导出")

Named = Annotated[
    str, Query(pattern=r"^[a-z][a-z0-9-]{0,39}$", description="模板 a template that ships: ledger, supervision")
]
Columns = Annotated[
    ColumnKeys | None, Query(description="列 keys of columns, joined by commas; those of the template unless said")
]
# Sent as it is, with its length, so that a browser says how far it is; a workbook is compressed in itself.
_HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Encoding": "identity",
}
_REFUSALS: Final = (401, 403, 422, 503)


def _told(form: Form) -> documented.Responses:
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {**documented.problems(_REFUSALS), 200: {"description": "OK", "content": {form.media_type: schema}}}


@routes.get(
    "/issues.xlsx",
    summary="台账表格 / the ledger as a workbook in the officials' layout",
    responses=_told(Form.XLSX),
    response_class=Response,
    openapi_extra=declared(EXPORT),
)
async def get_workbook(
    request: Request, wanted: WantedIssues, sort: Order = Sort.DUE, template: Named = DEFAULT, columns: Columns = None
) -> Response:
    """Row for row what `GET /v1/issues` lists with the same filters, as of one moment. More than 20,000 lines are
    `too-many-lines`: ask for them with `POST /v1/exports`."""
    return await _file(request, (wanted, sort), form=Form.XLSX, template=template, columns=columns)


@routes.get(
    "/issues.csv",
    summary="台账 CSV / the ledger as text",
    responses=_told(Form.CSV),
    response_class=Response,
    openapi_extra=declared(EXPORT),
)
async def get_text(  # noqa: PLR0917 - the query's parameters
    request: Request,
    wanted: WantedIssues,
    sort: Order = Sort.DUE,
    template: Named = DEFAULT,
    columns: Columns = None,
    encoding: Annotated[Encoding, Query(description="utf-8 带标记 with its mark; gb18030")] = Encoding.UTF_8,
) -> Response:
    """The same rows and columns, without what stands above them."""
    said = {"form": Form.CSV, "template": template, "columns": columns, "encoding": encoding}
    return await _file(request, (wanted, sort), **said)


async def _file(request: Request, of: tuple[IssueFilter, Sort], **said: Any) -> Response:
    demand_right(request)
    services, query = services_of(request), query_said(request.query_params)
    try:
        asked = ExportAsked(query=query, **said)
    except ValidationError as error:
        raise invalid_model(error) from None
    address = address_of(request)
    path, name = await to_thread.run_sync(_made, reads_of(request), asked, of, address, limiter=services.exports)
    headers = {**_HEADERS, "Content-Disposition": disposition(name)}
    return FileResponse(path, 200, headers, asked.form.media_type, BackgroundTask(shutil.rmtree, path.parent))


def _made(reads: Reads, asked: ExportAsked, of: tuple[IssueFilter, Sort], address: str) -> tuple[Path, str]:
    """The file and its name. Raises Problem and pymongo.errors.PyMongoError."""
    with reads.at_one_moment() as moment:
        export = export_of(reads, asked, of, address, moment)
        if export.said.total > MOST_AT_ONCE:
            raise _too_many(export.said.total)
        lines = list(export.lines)
    folder = Path(tempfile.mkdtemp(prefix="xiaohao-export-"))
    try:
        path = folder / "file"
        Export(asked, export.layout, replace(export.said, total=len(lines)), export.at, iter(lines)).write(path)
    except BaseException:
        shutil.rmtree(folder)
        raise
    return path, file_name(export, reads)


def address_of(request: Request) -> str:
    """Where the pages of issues are, before their 编号."""
    site = services_of(request).settings.public_url or str(request.base_url).rstrip("/")
    return f"{site}/d/issues/"


def disposition(name: str) -> str:
    """What says that a file is to be saved under this name."""
    plain = name.rpartition("-20")[2]
    return f"attachment; filename=\"20{plain}\"; filename*=UTF-8''{quote(name)}"


def _too_many(total: int) -> Problem:
    return Problem(
        422,
        "too-many-lines",
        f"共 {total} 条,超过 {MOST_AT_ONCE} 条,请用 POST /v1/exports 在后台导出 / "
        f"{total} lines: more than {MOST_AT_ONCE} are exported as a job, by POST /v1/exports",
        most=MOST_AT_ONCE,
        total=total,
    )
