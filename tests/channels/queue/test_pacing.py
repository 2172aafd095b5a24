"""How long to wait, how much a minute takes, what fits in a message, and where a text is cut."""

from datetime import timedelta

import regex
from hypothesis import given
from hypothesis import strategies as st

from channels.endpoints.endpoint import ChannelKind
from channels.endpoints.message import delivery_id, message_id
from channels.providers import PROVIDERS
from channels.queue.pacing import MOST_FOLDED, back_off, next_group, pause, room, room_at
from channels.senders.lengths import Cap, json_bytes, utf8
from channels.senders.texts import body
from tests.channels.parts import NOW, alert, endpoint

TIMES = st.lists(st.integers(-180, 0).map(lambda seconds: NOW + timedelta(seconds=seconds)), max_size=40)
LETTERS = st.text(st.sampled_from('督办a"\n👩🏽‍🚒é🇨🇳̈‍'), max_size=60)


@given(st.integers(1, 200), st.floats(0, 1))
def test_back_off_grows_to_a_quarter_of_an_hour_and_jitter_takes_at_most_half(failures: int, jitter: float) -> None:
    whole = back_off(failures, 0.0)
    assert timedelta(seconds=5) <= whole <= timedelta(minutes=15)
    assert whole <= back_off(failures + 1, 0.0)
    assert whole / 2 <= back_off(failures, jitter) <= whole


def test_back_off_doubles() -> None:
    assert [back_off(n, 0.0).total_seconds() for n in range(1, 10)] == [5, 10, 20, 40, 80, 160, 320, 640, 900]


@given(st.one_of(st.none(), st.timedeltas()))
def test_a_pause_that_a_service_asks_for_is_bounded(asked: timedelta | None) -> None:
    assert timedelta(seconds=1) <= pause(asked, timedelta(minutes=1)) <= timedelta(hours=1)


@given(TIMES, st.integers(1, 30))
def test_when_there_is_room_again_there_is(recent: list[object], per_minute: int) -> None:
    times = [each for each in recent if each is not None]
    at = room_at(times, per_minute, NOW)  # type: ignore[arg-type]
    assert NOW <= at <= NOW + timedelta(minutes=1)
    assert room(times, per_minute, at) > 0  # type: ignore[arg-type]
    if at > NOW:
        assert room(times, per_minute, at - timedelta(milliseconds=1)) == 0  # type: ignore[arg-type]


@given(st.integers(1, 300), st.integers(1, 30), st.integers(1, 80))
def test_a_group_is_a_beginning_that_fits(waiting: int, room_now: int, held: int) -> None:
    group = next_group(range(waiting), room_now, lambda some: len(some) <= held)
    assert list(group) == list(range(len(group)))
    assert len(group) == (1 if waiting <= room_now else min(waiting, held, MOST_FOLDED))


@given(st.integers(2, 60), st.sampled_from(sorted(PROVIDERS)), st.sampled_from(["zh", "en"]))
def test_what_is_folded_is_told_whole(count: int, kind: ChannelKind, language: str) -> None:
    alerts = [alert(number) for number in range(1, count + 1)]
    to = endpoint(kind, language=language)
    group = next_group(alerts, 1, lambda some: PROVIDERS[kind].fits(to, some, NOW))
    text = body(group, "en" if language == "en" else "zh", PROVIDERS[kind].plain)
    if kind is not ChannelKind.WEBHOOK:
        assert PROVIDERS[kind].cap.cut(text) == text
    assert all(each["serial"] in text for each in group) or len(group) == 1


@given(LETTERS, st.integers(3, 120), st.sampled_from([utf8, json_bytes, len]))
def test_a_cut_text_is_short_enough_and_keeps_its_characters_whole(text: str, most: int, measure: object) -> None:
    cap = Cap(most, measure)  # type: ignore[arg-type]
    cut = cap.cut(text)
    if cap.holds(text):
        assert cut == text
        return
    assert cap.holds(cut) or cut == "…"
    characters = regex.findall(r"\X", text)
    beginnings = {"".join(characters[:n]).rstrip() for n in range(len(characters) + 1)}
    assert cut.removesuffix("…") in beginnings


def test_an_emoji_of_several_code_points_is_one_character() -> None:
    fighter = "👩🏽‍🚒"
    assert Cap(len(fighter.encode()) + 3, utf8).cut(fighter * 3) == fighter + "…"
    assert Cap(len(fighter.encode()) + 2, utf8).cut(fighter * 3) == "…"


def test_ids_are_derived_and_have_no_dot() -> None:
    one, other = delivery_id("a.b/c", "one"), delivery_id("a.b/c", "other")
    assert one == delivery_id("a.b/c", "one") != other
    assert message_id([one]) == one
    assert message_id([one, other]).startswith("fld_")
    assert not [each for each in (one, other, message_id([one, other])) if "." in each]


def test_a_light_is_told_by_its_word_and_a_policys_own_obligation_by_its_code() -> None:
    text = body(
        [alert(light="purple", light_zh="紫", obligation="blue-sheet"), alert(2)],
        "zh",
        PROVIDERS[ChannelKind.WECOM].plain,
    )
    assert "【提醒函·紫】140105-2026-0001 blue-sheet" in text
