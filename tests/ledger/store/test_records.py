"""How issues stand in MongoDB: what is written briefly makes the same documents."""

from typing import Any

import bson
import pytest

from ledger.issue.issue import Issue
from ledger.issue.projection import apply
from ledger.store.records import issue_to_document, issue_update, issues_to_documents
from mobile_schema.vocabulary import Severity, State
from tests.ledger.factories import PROJECT, RULES, planned, record, visit
from tests.ledger.stories import Story, in_state

NEXT = "2020-140106-78-03-990002"


def stored(document: dict[str, Any]) -> dict[str, Any]:
    """The document as it comes back."""
    return bson.decode(bson.encode(document))


def updated(document: dict[str, Any], update: dict[str, Any]) -> dict[str, Any]:
    """The document as MongoDB makes it."""
    after = {**document, "obligations": list(document.get("obligations", ()))}
    for name, value in update["$set"].items():
        field, *within = name.split(".")
        match within:
            case [place]:
                after[field][int(place)] = value
            case [place, part]:
                after[field][int(place)] = after[field][int(place)] | {part: value}
            case _:
                after[field] = value
    for name in update.get("$unset", {}):
        after.pop(name, None)
    return after if after["obligations"] else {name: after[name] for name in after if name != "obligations"}


def a_life() -> Story:
    """One in which clocks start, end, rest, fire and run again."""
    story = in_state(State.ASSIGNED).wait(days=3)
    story.sweep()
    story.to(State.ACCEPTED, State.IN_PROGRESS, State.SUSPENDED).wait(days=40)
    story.sweep()
    return story.to(State.CLOSURE_REQUESTED, State.RETURNED)


@pytest.mark.parametrize("story", [a_life(), in_state(State.REOPENED, Severity.MAJOR)], ids=["a life", "reopened"])
def test_an_update_makes_of_the_document_before_the_one_after(story: Story) -> None:
    before: Issue | None = None
    for envelope in story.envelopes:
        after = apply(before, envelope)
        if before is not None and before.policy and after.policy:
            update = stored(issue_update(before, after, RULES))
            assert updated(stored(issue_to_document(before, RULES)), update) == stored(issue_to_document(after, RULES))
        before = after


def test_of_its_clocks_only_what_changed_is_written() -> None:
    story = in_state(State.ASSIGNED)
    before = story.wait(days=1).issue
    assert [event.obligation for event in story.sweep()] == ["deploy"]
    written = issue_update(before, story.issue, RULES, look=False)["$set"]
    assert {name for name in written if name.startswith("obligations")} == {"obligations.0.steps"}


def test_issues_that_have_clocks_in_common_are_stored_as_each_alone() -> None:
    reports = [record(visit(project=project), offset=place) for place, project in enumerate((PROJECT, PROJECT, NEXT))]
    issues = [change.issue for change in planned(*reports).changes.values()]
    assert issues[0].obligations is issues[1].obligations
    together = [bson.encode(document) for document in issues_to_documents(issues, RULES)]
    assert together == [bson.encode(issue_to_document(issue, RULES)) for issue in issues]
