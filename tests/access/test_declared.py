"""Every operation is an action of the table of access, and every action of the table is an operation."""

from typing import Any, Final

import pytest

from api.accepting.publisher import NullPublisher
from api.app import create_app
from api.http.settings import Settings
from api.routes import ACTION, declared, open_router, process_router, router
from ledger.access.matrix import MATRIX, OPEN

DOCUMENT: Final = create_app(Settings(mongo_url="mongodb://x/y", kafka="x:1"), publisher=NullPublisher()).openapi()
DECLARED: Final = {
    (method, path): operation.get(ACTION)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}


def test_every_operation_declares_its_action() -> None:
    assert [operation for operation, action in DECLARED.items() if action is None] == []


def test_every_action_declared_has_a_row() -> None:
    assert set(DECLARED.values()) - {OPEN} <= MATRIX.keys()


def test_every_row_has_an_operation() -> None:
    assert MATRIX.keys() <= set(DECLARED.values())


def test_what_is_open_to_everybody_is_about_the_process_or_signs_somebody_in() -> None:
    signing_in = ("/v1/sign-in", "/v1/nonces", "/v1/devices")
    opened = {path for (_, path), action in DECLARED.items() if action == OPEN and not path.startswith(signing_in)}
    assert opened == {"/healthz", "/readyz", "/metrics"}


@pytest.mark.parametrize("extra", [None, {}, declared("issue.readd"), {"x-actions": "issue.read"}])
@pytest.mark.parametrize("of", [router("x"), open_router("x"), process_router("x")])
def test_a_route_without_an_action_of_the_table_cannot_be_registered(of: Any, extra: dict[str, Any] | None) -> None:
    with pytest.raises(TypeError, match="declares no action"):
        of.get("/nothing", openapi_extra=extra)(lambda: None)
