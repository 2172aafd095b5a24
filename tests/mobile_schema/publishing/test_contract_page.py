"""The page for client makers: its examples are valid, and no field, word, flag or fault of the contract is left out."""

import inspect
import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest

from ledger.intake.planning import plausibility
from mobile_schema import faults, fields, vocabulary
from mobile_schema.labels import label
from mobile_schema.publishing import export
from mobile_schema.reports import sync
from tests.checkout import CHECKOUT

PAGE = (CHECKOUT / "docs/contract.md").read_text("utf-8")
CODE = set(re.findall(r"`([^`\n]+)`", PAGE))
EXAMPLES = re.findall(r"^```json (\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
SENT_WORDS: tuple[type[StrEnum], ...] = (
    vocabulary.Category,
    vocabulary.Severity,
    vocabulary.VisitKind,
    vocabulary.IncidentKind,
    vocabulary.RecheckResult,
    vocabulary.ReferralBody,
    vocabulary.NoLocationReason,
)


def properties(schema: Any) -> Iterator[str]:
    """Every field name in a schema."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for name, value in schema.items():
            if name != "examples":
                yield from properties(value)
    elif isinstance(schema, list):
        for each in schema:
            yield from properties(each)


@pytest.mark.parametrize("name", export.RECEIVED)
def test_there_is_a_valid_example_of_everything_that_may_be_sent(name: str) -> None:
    examples = [text for kind, text in EXAMPLES if kind == name]
    assert examples
    for text in examples:
        export.RECEIVED[name].model_validate_json(text)


def test_the_example_of_a_problem_is_json() -> None:
    (problem,) = [json.loads(text) for kind, text in EXAMPLES if kind == "problem"]
    assert problem["faults"][0].keys() == {"path", "message", "type"}


@pytest.mark.parametrize("name", ["site-visit", "obstruction-incident", "project-figure"])
def test_every_field_is_told(name: str) -> None:
    assert set(properties(export.received_schemas()[name])) - CODE - {"status"} == set()


@pytest.mark.parametrize("kind", SENT_WORDS)
def test_every_word_is_told_with_its_chinese(kind: type[StrEnum]) -> None:
    assert {code.value for code in kind} <= CODE
    assert [label(code) for code in kind if label(code) not in PAGE] == []


def test_every_flag_is_told_and_no_other() -> None:
    earned = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', inspect.getsource(plausibility)))
    rows = re.search(r"\| flag \|.*?\n\n", PAGE, re.DOTALL)
    assert rows
    assert set(re.findall(r"^\| `([a-z-]+)` \|", rows[0], re.MULTILINE)) == earned


def test_every_limit_is_told() -> None:
    for limit in (fields.MAX_ATTACHMENTS, fields.MAX_FINDINGS, sync.MAX_SYNC_ITEMS, faults.MAX_FAULTS):
        assert re.search(rf"(up to|most|to) {limit}\b", PAGE)
    assert f"{fields.MAX_ATTACHMENT_BYTES:,}" in PAGE
