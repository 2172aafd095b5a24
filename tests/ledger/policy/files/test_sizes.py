"""How much a policy may say, to the last character and the last step, and what holds where it says nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from ledger.calendar.deadlines import Span
from ledger.policy.policy import Approvals, Policy
from tests.ledger.policies import document, step

Document = dict[str, Any]
TO = {"post": "supervisor", "level": "county"}


def title(language: str) -> Callable[[int], Document]:
    return lambda size: {"title": {"zh": "测试", "en": "Test", language: "x" * size}}


def clock(**said: Any) -> Document:
    """13710's clocks, the one for triage with this."""
    clocks = document()["obligations"]
    return {"obligations": {**clocks, "triage": {**clocks["triage"], **said}}}


def clocks(size: int) -> Document:
    one = document()["obligations"]["triage"]
    return {"obligations": {f"clock-{n}": one for n in range(size)}}


def late(**said: Any) -> Document:
    return {"ladder": [step("late", **said)]}


def extended(at_most: int) -> Document:
    return {"approvals": {"extension": {"at_most": at_most}}}


def quiet(size: int) -> Document:
    return {"quiet_hours": {"from": "22:00", "to": "07:30", "lights": ["green"] * size}}


SIZES: dict[str, tuple[Callable[[int], Document], int, int | None]] = {
    "a title in Chinese": (title("zh"), 1, 40),
    "a title in English": (title("en"), 1, 80),
    "a version": (lambda number: {"version": number}, 1, None),
    "the clocks": (clocks, 1, 50),
    "what starts a clock": (lambda size: clock(starts=["assigned"] * size), 1, None),
    "what satisfies a clock": (lambda size: clock(satisfied_by=["closed"] * size), 1, None),
    "the ladder": (lambda size: {"ladder": [step(f"step-{n}") for n in range(size)]}, 0, 200),
    "whom a step is for": (lambda size: late(to=[TO] * size), 1, 10),
    "how often a step comes": (lambda number: late(repeat={"every": {"days": 1}, "at_most": number}), 2, 10_000),
    "the lights of quiet hours": (quiet, 1, None),
    "how often a clock may be extended": (extended, 0, 100),
}


def read(said: Document) -> Policy:
    return Policy.model_validate({**document(), **said})


@pytest.mark.parametrize("what", SIZES)
def test_a_policy_says_as_little_and_as_much_as_this_and_no_more(what: str) -> None:
    say, least, most = SIZES[what]
    read(say(least))
    beyond = [least - 1] if least else []
    if most is not None:
        read(say(most))
        beyond.append(most + 1)
    for size in beyond:
        with pytest.raises(ValidationError):
            read(say(size))


def test_a_clock_is_never_extended_less_than_not_at_all() -> None:
    with pytest.raises(ValidationError, match="approvals"):
        read(extended(-1))


def test_a_policy_that_says_nothing_of_approvals_has_two_extensions_of_a_month_and_half_a_year_of_rest() -> None:
    assert Approvals() == read({}).approvals
    assert (Approvals().extension.at_most, Approvals().extension.longest) == (2, Span(days=30))
    assert Approvals().suspension.longest == Span(days=180)
