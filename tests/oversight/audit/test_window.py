"""Only what fell due in the window is judged, once the engine had its two seconds."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from oversight.audit.verdict import Kind, Window
from tests.oversight.audit.stories import the, told
from tests.oversight.lives import audited


def test_only_what_fell_due_in_the_window_is_judged() -> None:
    events, now = told()
    first, last = the(events, "deploy-person")["data"]["due_at"], the(events, "deploy-city")["data"]["due_at"]
    verdict = audited(events, now, window=Window.of(first, last, now))
    assert Counter(step for _, step, kind in verdict.counts.elements() if kind is Kind.FIRED) == {
        "deploy-person": 1,
        "deploy-county": 1,
        "deploy-city": 1,
    }
    after = audited(events, now, window=Window.of(last + timedelta(seconds=1), None, now))
    assert after.total(Kind.DUE) == verdict.total(Kind.DUE) * 4


def test_what_fired_long_after_the_window_was_missed_in_it() -> None:
    events, now = told()
    one = the(events, "resolve-province")
    due = one["data"]["due_at"]
    one["at"] = due + timedelta(hours=1)
    assert audited(events, now, window=Window.of(None, due, now)).total(Kind.MISSED) == 1
    assert audited(events, now, window=Window.of(None, due + timedelta(hours=2), now)).total(Kind.LATE) == 1


def test_what_is_due_for_less_than_two_seconds_is_not_missed_yet() -> None:
    events, _ = told(days=0.1)
    due = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)
    assert audited(events, due + timedelta(milliseconds=1_999)).clean
    assert audited(events, due + timedelta(seconds=2)).total(Kind.MISSED) == 1
