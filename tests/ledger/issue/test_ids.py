"""What is derived from a report has an id of its own, always the same, that sorts by the report's time."""

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from exchange.tables.ids import uuid7_at
from ledger.issue.ids import derived_id
from mobile_schema.fields import MAX_FINDINGS

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST = "00000000-0000-7000-8000-000000000000"
LAST = "ffffffff-ffff-7fff-bfff-ffffffffffff"

times = st.datetimes(EPOCH.replace(tzinfo=None), timezones=st.just(UTC))
reports = st.one_of(st.sampled_from([FIRST, LAST]), st.builds(uuid7_at, times, st.text()))
names = st.one_of(st.integers(0, MAX_FINDINGS).map(str), st.text())


def milliseconds(identity: str) -> int:
    return UUID(identity).int >> 80


@given(reports, names)
def test_an_id_is_a_uuid8_that_carries_the_time_of_its_report(report: str, name: str) -> None:
    made = UUID(derived_id(report, name))
    assert str(made) == derived_id(report, name)
    assert (made.version, made.variant) == (8, RFC_4122)
    assert milliseconds(str(made)) == milliseconds(report)


@given(reports, names, names)
def test_what_is_derived_from_what_was_derived_carries_that_time_too(report: str, name: str, other: str) -> None:
    issue = derived_id(report, name)
    assert milliseconds(derived_id(issue, other)) == milliseconds(report)
    assert derived_id(issue, other) not in {issue, report}


@given(times, times, names, names)
def test_ids_sort_as_text_by_the_time_of_their_reports(one: datetime, two: datetime, name: str, other: str) -> None:
    before, after = sorted((one, two))
    if after - before >= timedelta(milliseconds=1):
        assert derived_id(uuid7_at(before, "a phone"), name) < derived_id(uuid7_at(after, "a phone"), other)


@given(st.sets(st.tuples(reports, names), min_size=2, max_size=20))
def test_another_report_or_another_finding_has_another_id(found: set[tuple[str, str]]) -> None:
    assert len({derived_id(report, name) for report, name in found}) == len(found)


def test_reports_of_one_millisecond_keep_their_findings_apart() -> None:
    """Only the 74 bits after the time are left to tell them apart."""
    ids = [
        derived_id(uuid7_at(EPOCH, f"phone {phone}"), str(index))
        for phone in range(100)
        for index in range(MAX_FINDINGS)
    ]
    assert len(set(ids)) == len(ids)


def test_ids_at_both_ends_of_time_begin_and_end_the_order() -> None:
    ids = [derived_id(FIRST, "0"), derived_id(uuid7_at(datetime(2026, 3, 2, tzinfo=UTC), "a phone"), "0")]
    assert sorted([derived_id(LAST, "0"), *ids]) == [*ids, derived_id(LAST, "0")]
    assert [FIRST[:13], LAST[:13]] == [ids[0][:13], derived_id(LAST, "0")[:13]]


def test_ids_do_not_change_between_releases() -> None:
    """A report that comes again must find its issue: these were made once, for ever."""
    report = "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57"
    assert derived_id(report, "0") == "0195551a-9b20-8609-bb46-799a1abe8ea4"
    assert derived_id(LAST, "99") == "ffffffff-ffff-897f-bf55-7d2c4298b45e"
