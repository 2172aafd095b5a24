"""A partition that reaches further and brings nothing is noticed: after four looks in a row, not before."""

from faust.types import TP

from streams.worker.reading.standing_still import SILENT_LOOKS, Silence

ONE, TWO = TP("field.site-visits.v1", 0), TP("field.site-visits.v1", 1)


def kept_by(*looks: dict[TP, int]) -> set[TP]:
    """What is silent for too long at the last of these looks."""
    silence = Silence()
    return [silence.kept_by(look) for look in looks][-1]


def test_one_that_is_silent_at_every_look() -> None:
    assert kept_by(*[{ONE: 5}] * SILENT_LOOKS) == {ONE}
    assert kept_by(*[{ONE: 5}] * (SILENT_LOOKS - 1)) == set()


def test_it_begins_anew_with_each_thing_heard_and_wherever_the_broker_did_not_answer() -> None:
    enough = [{ONE: 5}] * (SILENT_LOOKS - 1)
    assert kept_by(*enough, {ONE: 6}) == set()
    assert kept_by(*enough, {}, {ONE: 5}) == set()
    assert kept_by(*enough, {}, *enough, {ONE: 5}) == {ONE}


def test_each_partition_is_silent_by_itself() -> None:
    both = [{ONE: 5, TWO: 1}] * (SILENT_LOOKS - 1)
    assert kept_by({ONE: 5}, *both) == {ONE}
    assert kept_by(*both, {ONE: 6, TWO: 1}) == {TWO}
