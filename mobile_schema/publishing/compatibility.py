"""Knows whether a newer schema still accepts all that an older one accepted, so that no older phone is refused.

Pure, over JSON Schemas (2020-12) as pydantic writes them. It errs on the safe side: a keyword it does not know
counts as a narrowing when it is new or changed. What Python validators check is not in a schema: reports that
older phones sent are kept as examples in the tests for that.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mobile_schema.publishing.schema_values import types_of, value_narrowings

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One thing an older phone may send that the newer schema refuses."""

    path: str
    what: str


def narrowings(old: Schema, new: Schema) -> list[Narrowing]:
    """All narrowings from `old` to `new`, two whole schema documents; empty when they are compatible."""
    return list(_Comparison(old, new).compare(old, new, "$"))


def narrowings_of_set(old: Mapping[str, Schema], new: Mapping[str, Schema]) -> list[Narrowing]:
    """The same over named documents; a document that is gone is a narrowing."""
    found = [Narrowing(name, "the schema is gone") for name in old if name not in new]
    for name in old.keys() & new.keys():
        found += [Narrowing(f"{name} {each.path}", each.what) for each in narrowings(old[name], new[name])]
    return sorted(found, key=lambda each: each.path)


class _Comparison:
    """One pair of documents, whose `$ref`s it can follow."""

    def __init__(self, old_root: Schema, new_root: Schema) -> None:
        self._old_defs: Schema = old_root.get("$defs", {})
        self._new_defs: Schema = new_root.get("$defs", {})

    def compare(self, old: Any, new: Any, path: str, inside: frozenset[str] = frozenset()) -> Iterator[Narrowing]:
        """Where `new` refuses something that `old` accepts; either may be a bare true or false.

        `inside` are the pairs being compared further up: a recursive schema meets itself there and stops.
        """
        if new is True or old is False:
            return
        old, new = _written_out(old), _written_out(new)
        pair = json.dumps([old, new], sort_keys=True)
        if pair in inside:
            return
        inside |= {pair}
        variants = list(_variants(new, self._new_defs))
        for kind in _variants(old, self._old_defs):
            # The nearest new variant tells best what is missing.
            yield from min((list(self._plain(kind, variant, path, inside)) for variant in variants), key=len)

    def _plain(self, old: Schema, new: Schema, path: str, inside: frozenset[str]) -> Iterator[Narrowing]:
        for what in value_narrowings(old, new):
            yield Narrowing(path, what)
        yield from self._object(old, new, path, inside)
        if "items" in new:
            yield from self.compare(old.get("items", True), new["items"], f"{path}[*]", inside)

    def _object(self, old: Schema, new: Schema, path: str, inside: frozenset[str]) -> Iterator[Narrowing]:
        before, after = old.get("properties", {}), new.get("properties", {})
        others_before, others_after = old.get("additionalProperties", True), new.get("additionalProperties", True)
        for name in new.get("required", ()):
            if name not in old.get("required", ()):
                yield Narrowing(f"{path}.{name}", "newly required")
        for name, schema in before.items():
            if name not in after and others_after is False:
                yield Narrowing(f"{path}.{name}", "the property is gone")
            else:
                yield from self.compare(schema, after.get(name, others_after), f"{path}.{name}", inside)
        for name in after.keys() - before.keys():
            yield from self.compare(others_before, after[name], f"{path}.{name}", inside)
        if _is_object(old):
            yield from self.compare(others_before, others_after, f"{path}.*", inside)


def _written_out(schema: Any) -> Schema:
    """A bare true (anything goes) or false (nothing does) as a schema with keywords."""
    if isinstance(schema, bool):
        return {} if schema else {"enum": []}
    whole: Schema = schema
    return whole


def _is_object(schema: Schema) -> bool:
    return "properties" in schema or "object" in types_of(schema)


def _variants(schema: Schema, definitions: Schema) -> Iterator[Schema]:
    """The alternatives of a schema, `$ref`s resolved, with what stands beside anyOf or $ref merged in."""
    if reference := schema.get("$ref"):
        target = definitions[reference.removeprefix("#/$defs/")]
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        yield from _variants({**target, **beside}, definitions)
        return
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            beside = {key: value for key, value in schema.items() if key not in ("anyOf", "oneOf")}
            for option in schema[keyword]:
                yield from _variants({**beside, **_written_out(option)}, definitions)
            return
    yield schema
