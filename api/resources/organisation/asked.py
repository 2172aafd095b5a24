"""Knows what may be said of an entry of the registry, by kind: of a new one, and of what is to change of one."""

from dataclasses import MISSING, fields
from typing import Annotated, Any, Final, TypeVar, get_type_hints

import msgspec
from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from api.http.bodies import read_json
from api.http.problems import invalid_model
from api.http.settings import ENTRY_BYTES
from ledger.registry.own_files.kinds import KINDS
from mobile_schema.fields import NO_NUL_PATTERN

T = TypeVar("T", bound=BaseModel)

_NAMED_BY: Final = {"posts": frozenset({"code", "place"})}
"""The fields that make an entry's id, where that is none itself."""
_STRICT: Final = ConfigDict(extra="forbid", frozen=True)
Reason = Annotated[
    str,
    Field(min_length=1, max_length=500, pattern=NO_NUL_PATTERN, examples=["机构改革"], description="原因,记入变更记录"),
]


def _model(kind: str, *, new: bool) -> type[BaseModel]:
    """The fields of an entry as they may be sent; null is as if nothing was said."""
    shape, named_by = KINDS[kind].shape, _NAMED_BY.get(kind, frozenset({KINDS[kind].key}))
    hints, left_out = get_type_hints(shape, include_extras=True), KINDS[kind].absent({})
    said: dict[str, Any] = {}
    for each in fields(shape):
        demanded = new and each.default is MISSING and each.name not in left_out
        if new or each.name not in named_by:
            said[each.name] = (hints[each.name], ...) if demanded else (hints[each.name] | None, None)
    entry: Any = create_model(f"{shape.__name__}{'Fields' if new else 'Change'}", __config__=_STRICT, **said)
    name = f"{shape.__name__}{'New' if new else 'Changed'}"
    if new:
        return create_model(name, __config__=_STRICT, entry=(entry, ...), reason=(Reason | None, None))
    return create_model(name, __config__=_STRICT, change=(entry, ...), reason=(Reason, ...))


NEW: Final = {kind: _model(kind, new=True) for kind in KINDS}
CHANGED: Final = {kind: _model(kind, new=False) for kind in KINDS}


async def read_asked(request: Request, model: type[BaseModel], part: str) -> tuple[dict[str, Any], str | None]:
    """What is said of the entry, as it was sent, and why. Raises Problem: 408, 413, 415, 422."""
    body = await read_json(request, ENTRY_BYTES)
    try:
        model.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise invalid_model(error) from None
    said = msgspec.json.decode(body)
    return said[part], said.get("reason")
