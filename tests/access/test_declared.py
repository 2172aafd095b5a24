"""Every operation is an action of the table of access, and every action of the table is an operation."""

from typing import Any

import pytest

from api.routes import ACTION, declared, open_router, process_router, router
from ledger.access.matrix import MATRIX, OPEN
from tests.api.openapi import document

Said = dict[tuple[str, str], str | None]


@pytest.fixture(scope="module", name="said")
def said_of_each() -> Said:
    """The action that each operation says it is."""
    return {
        (method, path): operation.get(ACTION)
        for path, operations in document()["paths"].items()
        for method, operation in operations.items()
    }


def test_every_operation_declares_its_action(said: Said) -> None:
    assert [operation for operation, action in said.items() if action is None] == []


def test_every_action_declared_has_a_row(said: Said) -> None:
    assert set(said.values()) - {OPEN} <= MATRIX.keys()


def test_every_row_has_an_operation(said: Said) -> None:
    assert MATRIX.keys() <= set(said.values())


def test_what_is_open_to_everybody_is_about_the_process_or_signs_somebody_in(said: Said) -> None:
    signing_in = ("/v1/sign-in", "/v1/nonces", "/v1/devices")
    opened = {path for (_, path), action in said.items() if action == OPEN and not path.startswith(signing_in)}
    assert opened == {"/healthz", "/readyz", "/metrics"}


@pytest.mark.parametrize("extra", [None, {}, declared("issue.readd"), {"x-actions": "issue.read"}])
@pytest.mark.parametrize("of", [router("x"), open_router("x"), process_router("x")])
def test_a_route_without_an_action_of_the_table_cannot_be_registered(of: Any, extra: dict[str, Any] | None) -> None:
    with pytest.raises(TypeError, match="declares no action"):
        of.get("/nothing", openapi_extra=extra)(lambda: None)
