"""Knows the limits one flat JSON Schema sets on a value, and whether a newer one sets tighter ones."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

Schema = Mapping[str, Any]

_ANNOTATIONS: Final = frozenset(
    {
        *("title", "description", "examples", "default", "deprecated", "readOnly", "writeOnly"),
        *("discriminator", "$comment", "$schema", "$id", "$defs"),
    }
)
_AT_LEAST: Final = ("minLength", "minItems", "minProperties")
_AT_MOST: Final = ("maxLength", "maxItems", "maxProperties")
# Each makes room that `additionalProperties` or `items` beside it does not give.
_MAKE_ROOM: Final = ("patternProperties", "prefixItems")
_JUDGED: Final = frozenset(
    {
        *("type", "enum", "const", "anyOf", "oneOf", "$ref"),
        *("properties", "required", "additionalProperties", "items"),
        *("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"),
        *_AT_LEAST,
        *_AT_MOST,
    }
)
_ALL_TYPES: Final = frozenset({"string", "number", "integer", "boolean", "null", "array", "object"})


def value_narrowings(old: Schema, new: Schema) -> Iterator[str]:
    """What `new` refuses of the values that `old` accepts; both flat: no `$ref`, no alternatives."""
    missing = sorted(types_of(old) - types_of(new) - ({"integer"} if "number" in types_of(new) else set()))
    if missing:
        yield f"type {', '.join(missing)} is no longer accepted"
    yield from _enumeration(old, new)
    for keyword in _AT_LEAST:
        if new.get(keyword, 0) > old.get(keyword, 0):
            yield f"{keyword} rose to {new[keyword]}"
    for keyword in _AT_MOST:
        if new.get(keyword, float("inf")) < old.get(keyword, float("inf")):
            yield f"{keyword} fell to {new[keyword]}"
    if _bound(new, "inimum", max) > _bound(old, "inimum", max):
        yield "the minimum rose"
    if _bound(new, "aximum", min) < _bound(old, "aximum", min):
        yield "the maximum fell"
    met = {"pattern"} if "pattern" in new and _all_match(old, new["pattern"]) else set()
    for keyword in sorted(new.keys() - _ANNOTATIONS - _JUDGED - met):
        if keyword not in old:
            yield f"{keyword} is new"
        elif old[keyword] != new[keyword]:
            yield f"{keyword} changed"
    for keyword in _MAKE_ROOM:
        if keyword in old and keyword not in new:
            yield f"{keyword} is gone"


def _enumeration(old: Schema, new: Schema) -> Iterator[str]:
    allowed = _values(new)
    if allowed is None:
        return
    before = _values(old)
    if before is None:
        yield "only listed values are accepted now"
        return
    gone = [value for value in before if value not in allowed]
    if gone:
        yield f"no longer accepted: {', '.join(map(repr, gone))}"


def _all_match(old: Schema, pattern: str) -> bool:
    """Whether all values that were listed are of a form: then it lets more in, and none of them out."""
    listed = _values(old)
    return bool(listed) and all(isinstance(value, str) and re.search(pattern, value) for value in listed or ())


def _values(schema: Schema) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    values: list[Any] | None = schema.get("enum")
    return values


def types_of(schema: Schema) -> frozenset[str]:
    """The JSON types it accepts; all of them when it names none."""
    named = schema.get("type")
    if named is None:
        return _ALL_TYPES
    return frozenset({named}) if isinstance(named, str) else frozenset(named)


def _bound(
    schema: Schema, word: str, tightest: Callable[[tuple[float, int], tuple[float, int]], tuple[float, int]]
) -> tuple[float, int]:
    """The bound as (value, side), so that an exclusive bound is tighter than an inclusive one."""
    sign = 1 if word == "inimum" else -1
    none = (-sign * float("inf"), 0)
    inclusive = (schema[f"m{word}"], 0) if f"m{word}" in schema else none
    exclusive = (schema[f"exclusiveM{word}"], sign) if f"exclusiveM{word}" in schema else none
    return tightest(inclusive, exclusive)
