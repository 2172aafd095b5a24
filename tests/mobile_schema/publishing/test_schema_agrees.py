"""The schema a client builds on and the model that judges agree on any report, but for what no schema can say."""

import json
from copy import deepcopy
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from mobile_schema.publishing import export
from tests import factories as make

# Rules across fields, days that no calendar has, and 35.0, which JSON Schema counts as a whole number.
BEYOND_A_SCHEMA = {
    "contradiction",
    "nothing_said",
    "corrects_nothing",
    "datetime_parsing",
    "datetime_from_date_parsing",
    "int_type",
}

strange = st.sampled_from(
    [
        *(None, True, False, 0, 1, -1, 35.0, 0.5, 101, 10**16, "", "a", "x" * 121, "长" * 2001),
        *([], {}, [{}], [None], ["a"], {"status": "absent"}, {"status": "fixed"}, {"stopped": True}),
        *("land", "major", "other", "recheck", "1.0", make.SHA, make.CAPTURED_AT, "2026-02-30T00:00:00Z"),
        *("2026-03-02T09:15:00", "a\0b", "image/jpeg", "GCJ-02", make.PROJECT_CODE),
        make.absent_location(),
        make.attachment(),
        make.finding(),
        {"description": "x", "raised_with": None},
    ]
)


@cache
def validator(name: str) -> Draft202012Validator:
    """The validator of today's schema."""
    return Draft202012Validator(export.received_schemas()[name])


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every member of a JSON value."""
    steps: list[tuple[str | int, Any]] = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    return [found for step, inner in steps for found in [(*path, step), *places(inner, (*path, step))]]


@st.composite
def mutated(draw: st.DrawFn, report: dict[str, Any]) -> dict[str, Any]:
    """A report with up to three members replaced, removed or added."""
    changed: dict[str, Any] = json.loads(json.dumps(report))
    for _ in range(draw(st.integers(0, 3))):
        *parents, last = draw(st.sampled_from(places(changed)))
        inner = changed
        for step in parents:
            inner = inner[step]
        if draw(st.integers(0, 3)):
            inner[last] = deepcopy(draw(strange))
        elif isinstance(inner, dict) and draw(st.booleans()):
            inner["surprise"] = deepcopy(draw(strange))
        else:
            del inner[last]
        if not changed:
            break
    return changed


VISIT = make.site_visit(attachments=[make.attachment()], rechecks=[make.recheck("8c6f1f0e-3d5b-5a54")])


@settings(max_examples=200, deadline=None)
@given(
    st.tuples(st.just("site-visit"), mutated(VISIT))
    | st.tuples(st.just("obstruction-incident"), mutated(make.incident()))
)
def test_the_model_and_the_schema_judge_alike(case: tuple[str, dict[str, Any]]) -> None:
    name, report = case
    try:
        export.RECEIVED[name].model_validate_json(make.as_bytes(report))
    except ValidationError as error:
        kinds = {fault["type"] for fault in error.errors()}
        assert not validator(name).is_valid(report) or kinds <= BEYOND_A_SCHEMA, kinds
    else:
        validator(name).validate(report)
