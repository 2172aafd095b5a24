"""GET of the stream: alerts as they happen, to those whom they concern, resumed without loss, bounded for the slow."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from bson import Regex

from api.http.settings import StreamLimits
from api.stream import fan_out
from api.stream.marks import read_mark, write_mark
from ledger.store.alert_feed import AlertChange, AlertFeed
from ledger.store.by_itself.sweep import sweep
from people.tokens import revoke_tokens
from tests.api.listening import Listener, fire, listening
from tests.api.parts import CITY, COUNTY, INSPECTOR, LAND_HEAD, LAND_STAFF, Scene, served, slug
from tests.plain_http import PLAIN
from tests.streams.parts import until


def names(count: int) -> list[str]:
    return [f"alert-{uuid4().hex}-{number}" for number in range(count)]


@pytest.fixture(autouse=True)
def _leave_no_alert_behind(scene: Scene) -> Iterator[None]:
    yield
    scene.store["alerts"].delete_many({"_id": {"$regex": "^alert-"}})


@contextmanager
def process(scene: Scene, person: str = COUNTY, **limits: float) -> Iterator[httpx.Client]:
    """A client of an API process of its own, whose limits are these."""
    stream = StreamLimits(**limits)  # type: ignore[arg-type]
    with served(scene.settings, scene.store, stream) as url, scene.client(person) as client:
        client.base_url = url
        yield client


def test_an_alert_and_its_acknowledgement_arrive_as_they_happen(scene: Scene) -> None:
    issue = scene.issue()
    with scene.client(LAND_HEAD) as head, listening(head, issue=issue["id"]) as told:
        scene.clock.move(scene.clock.now() + timedelta(days=5))
        while sweep(scene.store, scene.clock, scene.rules()).fired:
            """Until nothing is due any more."""
        fired = told.next()
        listed = head.get("/v1/alerts", params={"issue": issue["id"], "limit": 200}).json()["items"]
        assert (fired.event, fired.data) == ("alert.fired", next(a for a in listed if a["id"] == fired.data["id"]))
        seen = head.post(f"/v1/alerts/{fired.data['id']}/acknowledge").json()
        events = iter(told.next, None)
        assert next(event for event in events if event.event == "alert.acknowledged").data == seen


def test_it_is_an_event_stream_that_nothing_between_may_keep(county: httpx.Client) -> None:
    with listening(county) as told:
        assert told.answer.headers["content-type"].startswith("text/event-stream")
        assert told.answer.headers["cache-control"] == "no-store"


def test_each_reader_gets_what_the_list_would_show_them(scene: Scene) -> None:
    own, citys, elsewhere = names(1), names(1), names(1)
    with (
        scene.client(COUNTY) as county,
        scene.client(CITY) as city,
        listening(county) as mine,
        listening(city, mine="false", region="140105") as below,
    ):
        fire(scene, elsewhere, COUNTY, region="140213")
        fire(scene, citys, CITY)
        fire(scene, own, COUNTY)
        assert mine.ids(2) == elsewhere + own
        assert below.ids(2) == citys + own


def test_a_wrong_parameter_or_no_token_is_refused_before_anything_is_sent(scene: Scene, county: httpx.Client) -> None:
    assert county.get("/v1/stream?acknowledged=true").status_code == 422
    assert httpx.get(f"{scene.url}/v1/stream", **PLAIN).status_code == 401


def test_no_token_is_taken_from_an_address(scene: Scene) -> None:
    """Addresses are kept by logs, proxies and histories."""
    with httpx.Client(base_url=scene.url, **PLAIN) as bare:
        for path in ("/v1/stream", "/v1/alerts"):
            refused = bare.get(path, params={"access_token": scene.tokens[COUNTY]})
            assert (refused.status_code, slug(refused)) == (401, "missing-token")


def test_the_last_id_may_be_sent_in_the_address(scene: Scene, county: httpx.Client) -> None:
    fired = names(2)
    with listening(county) as told:
        fire(scene, fired, COUNTY)
        first = told.next()
    with county.stream("GET", "/v1/stream", params={"last_event_id": first.id}) as answer:
        assert Listener(answer).ids(1) == fired[1:]


def test_every_id_of_a_transaction_resumes_right_after_its_event(scene: Scene, county: httpx.Client) -> None:
    fired = names(5)
    with listening(county) as told:
        fire(scene, fired, COUNTY)
        ids = [told.next().id for _ in fired]
    for number, identity in enumerate(ids[:-1]):
        with listening(county, identity) as resumed:
            assert resumed.ids(len(fired) - number - 1) == fired[number + 1 :]


@pytest.mark.parametrize("kept", [4_096, 2], ids=["from memory", "from the oplog"])
def test_who_comes_back_gets_exactly_what_was_missed_and_then_what_happens(scene: Scene, kept: int) -> None:
    before, missed, others, after = names(1), names(7), names(3), names(2)
    with process(scene, kept=kept) as client:
        with listening(client) as told:
            fire(scene, before, COUNTY)
            assert told.ids(1) == before
        fire(scene, missed[:4], COUNTY)
        fire(scene, others, CITY)
        fire(scene, missed[4:], COUNTY)
        with listening(client, told.last_id) as again:
            assert again.ids(7) == missed
            fire(scene, after, COUNTY)
            assert again.ids(2) == after


def test_another_process_or_one_started_anew_goes_on_where_the_last_one_was(scene: Scene, county: httpx.Client) -> None:
    seen, missed, more = names(1), names(3), names(2)
    with listening(county) as told:
        fire(scene, seen, COUNTY)
        assert told.ids(1) == seen
    fire(scene, missed, COUNTY)
    with process(scene) as second:
        with listening(second, told.last_id) as there:
            assert there.ids(3) == missed
            fire(scene, more, COUNTY)
            assert there.ids(1) == more[:1]
        with listening(county, there.last_id) as back:
            assert back.ids(1) == more[1:]


def test_a_process_that_is_behind_the_last_id_says_nothing_twice(scene: Scene, county: httpx.Client) -> None:
    """An id can come from a process whose feed was faster: what it covers is not told again."""
    fired = names(1)
    with listening(county) as told:
        ahead = write_mark(scene.store.database.watch([]).resume_token["_data"])
        fire(scene, fired, COUNTY)
        assert told.ids(1) == fired
    with listening(county, ahead) as resumed:
        assert resumed.ids(1) == fired


def test_a_heartbeat_keeps_the_line_and_moves_the_id_on(scene: Scene) -> None:
    with process(scene, heartbeat=0.1) as client:
        with listening(client) as told:
            first = next(iter(told))
            fire(scene, names(1), CITY)
            later = until(lambda: (now := next(iter(told))).id > first.id and now)
        assert (first.comment, first.event, later.event) == ("heartbeat", "", "")
        fired = fire(scene, names(1), COUNTY)
        with listening(client, later.id) as resumed:
            assert resumed.ids(1) == fired


def test_a_reader_too_slow_is_told_and_comes_back_without_loss(scene: Scene) -> None:
    fired = names(64)
    with process(scene, queued=4) as client:
        with listening(client) as told:
            for name in fired:
                fire(scene, [name], COUNTY, text="慢" * 100_000)
            events = told.rest()
        assert events[-1].event == "overflow"
        got = [event.data["id"] for event in events[:-1]]
        assert got == fired[: len(got)]
        assert len(got) < len(fired)
        with listening(client, told.last_id) as again:
            assert again.ids(len(fired) - len(got)) == fired[len(got) :]


def test_a_reader_that_takes_nothing_at_all_is_cut_off(scene: Scene) -> None:
    with process(scene, queued=4, send=0.2, per_person=1) as client, listening(client):
        for name in names(64):
            fire(scene, [name], COUNTY, text="停" * 100_000)
        with scene.client(COUNTY) as other:
            other.base_url = client.base_url
            until(lambda: _opens(other))


def _opens(client: httpx.Client) -> bool:
    with client.stream("GET", "/v1/stream") as answer:
        return answer.status_code == 200


@pytest.mark.parametrize("identity", ["x", "é", "AAAA", "gmkG" * 20, "=" * 9, "gmkG" * 400])
def test_an_id_that_is_none_is_refused(county: httpx.Client, identity: str) -> None:
    answer = county.get("/v1/stream", params={"last_event_id": identity})
    assert (answer.status_code, slug(answer)) == (400, "bad-last-event-id")


def _another_databases(mark: str) -> str:
    return mark[:-8] + "00000004"


def _at(days: int) -> Callable[[str], str]:
    return lambda mark: f"{mark[:2]}{int(mark[2:10], 16) + days * 86_400:08X}{mark[10:]}"


@pytest.mark.parametrize(
    "other", [_another_databases, _at(-2), _at(+2)], ids=["another database", "long ago", "not yet"]
)
def test_an_id_that_leads_nowhere_any_more_says_so_and_goes_on_live(scene: Scene, other: Callable[[str], str]) -> None:
    with process(scene, kept=1) as client:
        with listening(client) as told:
            fire(scene, names(3), COUNTY)
            identity = told.next().id
        with listening(client, write_mark(other(read_mark(identity)))) as resumed:
            assert resumed.next().event == "reset"
            fired = fire(scene, names(1), COUNTY)
            assert resumed.ids(1) == fired


def test_a_person_or_a_process_has_so_many_streams_and_no_more(scene: Scene) -> None:
    with process(scene, readers=3, per_person=2) as client, scene.client(CITY) as city:
        city.base_url = client.base_url
        with listening(client):
            with listening(client):
                refused = client.get("/v1/stream")
                assert (refused.status_code, slug(refused)) == (429, "too-many-streams")
                with listening(city):
                    full = city.get("/v1/stream")
                    assert (full.status_code, slug(full)) == (503, "streams-full")
                    assert int(full.headers["retry-after"]) > 0
            until(lambda: _opens(client))


def test_ending_a_token_ends_its_streams(scene: Scene) -> None:
    with process(scene, LAND_STAFF, look=0.2) as client:
        with listening(client) as told:
            revoke_tokens(scene.store, LAND_STAFF, datetime.now(UTC))
            assert told.rest() == []
        assert client.get("/v1/stream").status_code == 401
    scene.tokens[LAND_STAFF] = scene.token(LAND_STAFF)


def test_a_process_that_ends_ends_its_streams_and_the_client_goes_on_elsewhere(scene: Scene) -> None:
    with scene.client() as leaving, scene.client() as inspector, ExitStack() as stream:
        with served(scene.settings, scene.store) as url:
            leaving.base_url = url
            told = stream.enter_context(listening(leaving))
        assert told.rest() == []
        fired = fire(scene, names(1), INSPECTOR)
        with listening(inspector, told.last_id) as resumed:
            assert resumed.ids(1) == fired


def test_a_damaged_alert_and_one_that_fired_weeks_late_stop_nobodys_stream(scene: Scene) -> None:
    damaged, weeks_late, sound = names(3)
    with scene.client(LAND_HEAD) as head, listening(head) as told:
        fire(scene, [damaged], LAND_HEAD, late_ms={"no": "number"}, fired_at=Regex("x"))
        fire(scene, [weeks_late], LAND_HEAD, late_ms=2**40)
        fire(scene, [sound], LAND_HEAD)
        late = told.next().data
        assert (late["id"], late["late_ms"]) == (weeks_late, 2**40)
        assert told.ids(1) == [sound]


def test_a_feed_that_failed_begins_again_from_its_mark_and_is_named_while_it_says_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, failing = AlertFeed.next, [True]

    def fails(feed: AlertFeed) -> AlertChange | None:
        if failing:
            raise ValueError("a change that no version of MongoDB ever sent")
        return read(feed)

    monkeypatch.setattr(AlertFeed, "next", fails)
    monkeypatch.setattr(fan_out, "SILENT_SECONDS", 0.2)
    (name,) = names(1)
    with process(scene, LAND_HEAD, heartbeat=0.1) as client, listening(client) as told:
        until(lambda: "alerts" in client.get("/readyz").json()["standing_still"])
        fire(scene, [name], LAND_HEAD)
        assert next(block for block in told if block.comment and "heartbeat" not in block.comment).comment
        failing.clear()
        assert told.ids(1) == [name]
    until(lambda: "alerts" not in httpx.get(f"{scene.url}/readyz", **PLAIN).json()["standing_still"])
