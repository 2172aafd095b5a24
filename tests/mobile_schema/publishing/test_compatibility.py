"""Compatibility: whatever an older phone may send is still accepted, and a change that would refuse it is named."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, Field, create_model

from mobile_schema.fields import Contract
from mobile_schema.publishing import export
from mobile_schema.publishing.compatibility import narrowings, narrowings_of_set
from mobile_schema.reports.report import AbsentLocation, FixedLocation
from mobile_schema.reports.site_visit import Finding, SiteVisit

OLDER_PHONES = Path(__file__).parent / "older_phones"

Fields = dict[str, Any]


class Colour(StrEnum):
    """What it was."""

    RED = "red"
    GREEN = "green"


class Fewer(StrEnum):
    """One word less."""

    RED = "red"


class More(StrEnum):
    """One word more."""

    RED = "red"
    GREEN = "green"
    BLUE = "blue"


class Part(Contract):
    """A part, as it was."""

    note: Annotated[str, Field(max_length=20)]


class ShorterPart(Contract):
    """The part with a smaller limit."""

    note: Annotated[str, Field(max_length=10)]


OLD: Fields = {
    "name": (Annotated[str, Field(min_length=1, max_length=100)], ...),
    "count": (Annotated[int, Field(ge=0, le=10)], ...),
    "ratio": (Annotated[float, Field(gt=0, lt=1)], 0.5),
    "colour": (Colour, Colour.RED),
    "note": (str | None, None),
    "parts": (Annotated[tuple[Part, ...], Field(max_length=5)], ()),
    "place": (Annotated[FixedLocation | AbsentLocation, Field(discriminator="status")], ...),
    "version": (Literal["1.0"], "1.0"),
    "code": (Annotated[str, Field(pattern="^[0-9]$")], "0"),
}


def schema(fields: Fields, base: type[BaseModel] = Contract) -> dict[str, Any]:
    """The JSON Schema of a model with these fields."""
    return create_model("Report", __base__=base, **fields).model_json_schema()


NARROWER: dict[str, tuple[Fields, str, str]] = {
    "a new required field": ({"weather": (str, ...)}, "$.weather", "newly required"),
    "an optional field made required": ({"note": (str | None, ...)}, "$.note", "newly required"),
    "null no longer accepted": ({"note": (str, "")}, "$.note", "type null is no longer accepted"),
    "a word less": ({"colour": (Fewer, Fewer.RED)}, "$.colour", "no longer accepted: 'green'"),
    "a smaller limit": ({"name": (Annotated[str, Field(min_length=1, max_length=99)], ...)}, "$.name", "maxLength"),
    "a larger least": ({"name": (Annotated[str, Field(min_length=2, max_length=100)], ...)}, "$.name", "minLength"),
    "a lower maximum": ({"count": (Annotated[int, Field(ge=0, le=9)], ...)}, "$.count", "the maximum fell"),
    "a higher minimum": ({"count": (Annotated[int, Field(ge=1, le=10)], ...)}, "$.count", "the minimum rose"),
    "an exclusive maximum": ({"count": (Annotated[int, Field(ge=0, lt=10)], ...)}, "$.count", "the maximum fell"),
    "an exclusive minimum": ({"count": (Annotated[int, Field(gt=0, le=10)], ...)}, "$.count", "the minimum rose"),
    "another pattern": ({"code": (Annotated[str, Field(pattern="^[0-8]$")], "0")}, "$.code", "pattern changed"),
    "fractions no longer accepted": ({"ratio": (int, 1)}, "$.ratio", "type number is no longer accepted"),
    "a new pattern": (
        {"name": (Annotated[str, Field(min_length=1, max_length=100, pattern="^a")], ...)},
        "$.name",
        "pattern is new",
    ),
    "a form that a listed word has not": (
        {"colour": (Annotated[str, Field(pattern="^r")], "red")},
        "$.colour",
        "pattern is new",
    ),
    "fewer items": ({"parts": (Annotated[tuple[Part, ...], Field(max_length=4)], ())}, "$.parts", "maxItems fell"),
    "a smaller limit in a part": (
        {"parts": (Annotated[tuple[ShorterPart, ...], Field(max_length=5)], ())},
        "$.parts[*].note",
        "maxLength fell to 10",
    ),
    "a variant less": ({"place": (FixedLocation, ...)}, "$.place.status", "no longer accepted: 'absent'"),
    "another type": ({"name": (int, ...)}, "$.name", "type string is no longer accepted"),
    "another version alone": ({"version": (Literal["2.0"], "2.0")}, "$.version", "no longer accepted: '1.0'"),
    "a removed field": ({"note": None}, "$.note", "the property is gone"),
}


@pytest.mark.parametrize("change", NARROWER)
def test_a_change_that_refuses_an_older_phone_is_named_with_its_path(change: str) -> None:
    fields, path, what = NARROWER[change]
    new = {name: field for name, field in {**OLD, **fields}.items() if field is not None}
    found = [(each.path, each.what) for each in narrowings(schema(OLD), schema(new))]
    assert any(at == path and what in text for at, text in found), found


WIDER: dict[str, Fields] = {
    "nothing changed": {},
    "a new optional field": {"weather": (str | None, None)},
    "a required field made optional": {"count": (Annotated[int, Field(ge=0, le=10)], 0)},
    "a word more": {"colour": (More, More.RED)},
    "larger limits": {"name": (Annotated[str, Field(max_length=200)], ...)},
    "wider bounds": {"count": (Annotated[int, Field(ge=-5, lt=12)], ...)},
    "fractions too": {"count": (Annotated[float, Field(ge=0, le=10)], ...)},
    "inclusive bounds": {"ratio": (Annotated[float, Field(ge=0, le=1)], 0.5)},
    "more items": {"parts": (Annotated[tuple[Part, ...], Field(max_length=6)], ())},
    "null too": {"colour": (Colour | None, None)},
    "any word of a form": {"colour": (Annotated[str, Field(pattern="^[a-z]+$")], "red")},
    "a pattern less": {"code": (str, "0")},
    "a version more": {"version": (Literal["1.0", "1.1"], "1.0")},
    "another default": {"colour": (Colour, Colour.GREEN)},
}


@pytest.mark.parametrize("change", WIDER)
def test_a_change_that_only_accepts_more_is_compatible(change: str) -> None:
    assert narrowings(schema(OLD), schema({**OLD, **WIDER[change]})) == []


class Open(BaseModel):
    """A model that lets unknown fields pass."""


def test_a_field_may_go_only_where_unknown_fields_pass() -> None:
    fewer = {name: field for name, field in OLD.items() if name != "note"}
    assert narrowings(schema(OLD, Open), schema(fewer, Open)) == []
    assert [each.what for each in narrowings(schema(OLD), schema(fewer))] == ["the property is gone"]


def test_forbidding_unknown_fields_is_a_narrowing() -> None:
    assert ("$.*", "only listed values are accepted now") in [
        (each.path, each.what) for each in narrowings(schema(OLD, Open), schema(OLD))
    ]


def test_a_new_optional_field_with_a_name_that_was_free_before_is_a_narrowing_where_unknown_fields_passed() -> None:
    assert narrowings(schema(OLD, Open), schema({**OLD, "weather": (int, 0)}, Open))


def test_the_same_model_with_other_definitions_names_is_compatible() -> None:
    old = schema(OLD)
    new = json.loads(json.dumps(old).replace("AbsentLocation", "NoPlace"))
    assert narrowings(old, new) == []


@pytest.mark.parametrize("keyword", ["patternProperties", "prefixItems"])
def test_room_that_is_taken_away_is_a_narrowing(keyword: str) -> None:
    old = {"type": ["object", "array"], keyword: {"^x": True}, "additionalProperties": False}
    new = {name: value for name, value in old.items() if name != keyword}
    assert [each.what for each in narrowings(old, new)] == [f"{keyword} is gone"]


def test_a_report_kind_that_is_gone_is_a_narrowing() -> None:
    assert [each.what for each in narrowings_of_set({"site-visit": {}}, {})] == ["the schema is gone"]


def test_a_recursive_schema_ends() -> None:
    tree = {
        "$defs": {"Node": {"type": "object", "properties": {"child": {"$ref": "#/$defs/Node"}}}},
        "$ref": "#/$defs/Node",
    }
    assert narrowings(tree, tree) == []


def test_a_narrowing_deep_inside_the_real_site_visit_is_found() -> None:
    class TerseFinding(Finding):
        description: Annotated[str, Field(max_length=10)]

    class TerseVisit(SiteVisit):
        findings: tuple[TerseFinding, ...] = ()

    found = {
        (each.path, each.what) for each in narrowings(SiteVisit.model_json_schema(), TerseVisit.model_json_schema())
    }
    assert ("$.findings[*].description", "maxLength fell to 10") in found


def test_todays_contract_accepts_all_that_the_baseline_accepted() -> None:
    assert narrowings_of_set(export.baseline(), export.received_schemas()) == []


@pytest.mark.parametrize("path", sorted(OLDER_PHONES.glob("*.json")), ids=lambda path: path.stem)
def test_a_report_an_older_phone_sent_is_still_accepted(path: Path) -> None:
    export.RECEIVED[path.stem.split(".")[0]].model_validate_json(path.read_bytes())


def test_every_kind_of_report_has_one_that_an_older_phone_sent() -> None:
    assert {path.stem.split(".")[0] for path in OLDER_PHONES.glob("*.json")} == export.RECEIVED.keys()


def some(**keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A schema with any of these keywords."""
    return st.fixed_dictionaries({}, optional=keywords)


limits = st.integers(-2, 4)
sizes = st.integers(0, 4)
leaves = st.one_of(
    st.booleans(),
    some(type=st.just("string"), minLength=sizes, maxLength=sizes, enum=st.lists(st.sampled_from(["", "a", "bb"]))),
    some(
        type=st.sampled_from(["integer", "number", ["integer", "null"]]),
        minimum=limits,
        maximum=limits,
        exclusiveMinimum=limits,
        exclusiveMaximum=limits,
    ),
    some(const=st.sampled_from(["a", 1, None])),
)
schemas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        some(type=st.just("array"), items=inner, minItems=sizes, maxItems=sizes),
        some(
            type=st.just("object"),
            properties=st.dictionaries(st.sampled_from("pq"), inner),
            required=st.lists(st.sampled_from("pq"), unique=True),
            additionalProperties=inner,
        ),
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=2)}),
    ),
    max_leaves=4,
)
values = st.recursive(
    st.sampled_from([None, "", "a", "bb", "ccccc", -2, 0, 1, 1.5, 4]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("pqr"), inner),
    max_leaves=4,
)


# Few values fit the one and not the other: that most are passed over is no fault of the test.
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(old=schemas, change=schemas, value=values, widen=st.booleans())
def test_what_is_called_compatible_refuses_nothing_that_was_accepted(
    old: Any, change: Any, value: Any, widen: bool
) -> None:
    new = {"anyOf": [old, change]} if widen else change
    assume(Draft202012Validator(old).is_valid(value) and not Draft202012Validator(new).is_valid(value))
    assert narrowings({"properties": {"x": old}}, {"properties": {"x": new}})


@given(old=schemas)
def test_a_schema_is_compatible_with_itself(old: Any) -> None:
    assert narrowings({"properties": {"x": old}}, {"properties": {"x": old}}) == []
