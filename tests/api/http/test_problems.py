"""A fault of ours is a problem too, and ends its connection in order."""

import pytest
from fastapi import FastAPI

from api.app import create_app
from tests.api.parts import Scene, raw_request, running


async def _broken() -> None:
    raise RuntimeError("broken on purpose")


@pytest.fixture
def broken(scene: Scene) -> FastAPI:
    """An app with a path that fails."""
    app = create_app(scene.settings, store=scene.store)
    app.add_api_route("/broken", _broken)
    return app


def test_a_500_says_that_it_closes_and_closes(broken: FastAPI) -> None:
    with running(broken) as url:
        answer = raw_request(url, "GET /broken HTTP/1.1\nHost: x\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b" 500 " in head.partition(b"\r\n")[0]
    assert b"connection: close" in head.lower()
    assert b"\r\nxiaohao-time: 20" in head
    assert b"urn:xiaohao:problem:internal" in body
