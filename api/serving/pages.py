"""Knows `/docs`: the OpenAPI document to read, from files that are here, without any outside network."""

from importlib import resources
from typing import Final

from fastapi import FastAPI, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

_FILES: Final = "/docs/files"


def install(app: FastAPI) -> None:
    """Let the app show its document; Swagger UI's files are those that the package fastapi-offline carries."""
    page = get_swagger_ui_html(
        openapi_url="/openapi.json",
        title=app.title,
        swagger_js_url=f"{_FILES}/swagger-ui-bundle.js",
        swagger_css_url=f"{_FILES}/swagger-ui.css",
        swagger_favicon_url=f"{_FILES}/favicon.png",
    )

    async def get_docs() -> Response:
        return HTMLResponse(page.body)

    app.mount(_FILES, StaticFiles(directory=str(resources.files("fastapi_offline") / "static")))
    app.add_api_route("/docs", get_docs, include_in_schema=False)
