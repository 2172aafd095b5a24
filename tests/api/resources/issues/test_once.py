"""Commands under an Idempotency-Key, issues by their 编号, tags that change with the light, bodies that say nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest

from tests.api.parts import COUNTY, LAND_STAFF, PROVINCE, Scene, slug

BODY = {"person_id": LAND_STAFF}


def test_the_same_key_and_body_get_the_original_answer(scene: Scene) -> None:
    issue = scene.issue()
    path, key = f"/v1/issues/{issue['id']}/accept", {"Idempotency-Key": f"k-{issue['id']}"}
    with scene.client(LAND_STAFF) as unit:
        first = unit.post(path, json=BODY, headers=key)
        unit.post(
            f"/v1/issues/{issue['id']}/log-referral", json={"body": "police_110", "referred_at": issue["reported_at"]}
        )
        again = unit.post(path, json=BODY, headers={**key, "If-Match": '"1"'})
        other = unit.post(path, json={"person_id": "head-140105-natural-resources"}, headers=key)
        elsewhere = unit.post(f"/v1/issues/{issue['id']}/decline", json={"reason": "x"}, headers=key)
    assert first.status_code == 200, first.text
    assert (again.status_code, again.content, again.headers["etag"]) == (200, first.content, first.headers["etag"])
    assert [(each.status_code, slug(each)) for each in (other, elsewhere)] == [(409, "key-reused")] * 2
    assert scene.store["events"].count_documents({"issue_id": issue["id"], "type": "issue.accepted.v1"}) == 1


def test_a_key_is_its_persons_own(scene: Scene) -> None:
    issue = scene.issue()
    with scene.client(LAND_STAFF) as unit, scene.client(COUNTY) as county:
        key = {"Idempotency-Key": f"mine-{issue['id']}"}
        assert unit.post(f"/v1/issues/{issue['id']}/accept", json=BODY, headers=key).status_code == 200
        assert slug(county.post(f"/v1/issues/{issue['id']}/accept", json=BODY, headers=key)) == "not-permitted"


def test_sent_many_times_at_once_it_is_carried_out_once(scene: Scene) -> None:
    issue = scene.issue()
    with scene.client(LAND_STAFF) as unit:
        unit.post(f"/v1/issues/{issue['id']}/accept", json=BODY)

        def send(_: int) -> httpx.Response:
            headers = {"Idempotency-Key": f"many-{issue['id']}"}
            return unit.post(f"/v1/issues/{issue['id']}/report-progress", json={"note": "x"}, headers=headers)

        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(send, range(8)))
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}
    assert scene.store["events"].count_documents({"issue_id": issue["id"], "type": "progress.reported.v1"}) == 1


def test_keys_are_let_go_of(scene: Scene) -> None:
    kept = scene.store["answered"].index_information()
    assert [index["expireAfterSeconds"] for index in kept.values() if "expireAfterSeconds" in index] == [86_400]


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "\xe9"])
def test_a_key_that_is_none_is_refused(scene: Scene, key: str) -> None:
    with scene.client(LAND_STAFF) as unit:
        answer = unit.post("/v1/issues/x/accept", json=BODY, headers=[(b"Idempotency-Key", key.encode("latin-1"))])
    assert (answer.status_code, slug(answer)) == (400, "bad-idempotency-key")


def test_of_two_keys_none_is_the_key(scene: Scene) -> None:
    with scene.client(LAND_STAFF) as unit:
        keys = [("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
        answer = unit.post("/v1/issues/x/accept", json=BODY, headers=keys)
    assert (answer.status_code, slug(answer)) == (400, "bad-idempotency-key")


def test_an_issue_answers_to_its_number_wherever_it_does_to_its_id(scene: Scene) -> None:
    issue, main = scene.issue(), scene.issue()
    number, path = issue["serial"], f"/v1/issues/{issue['serial']}"
    with scene.client(PROVINCE) as person, scene.client(LAND_STAFF) as unit:
        for part in ("", "/history", "/explain"):
            by_id, by_number = person.get(f"/v1/issues/{issue['id']}{part}"), person.get(f"{path}{part}")
            assert by_number.status_code == 200
            assert part == "/explain" or by_number.content == by_id.content
        assert unit.post(f"{path}/accept", json=BODY).json()["id"] == issue["id"]
        assert person.get("/v1/alerts", params={"issue": number, "mine": "false"}).status_code == 200
        merged = person.post(f"{path}/merge", json={"into": main["serial"], "reason": "x"})
        assert merged.json()["merger"]["into"] == main["id"]
        for missing in ("140105-1999-00001", "nothing"):
            answers = [person.get(f"/v1/issues/{missing}{part}") for part in ("", "/history", "/explain")]
            answers.append(person.post(f"/v1/issues/{missing}/void", json={"reason": "x"}))
            assert [slug(answer) for answer in answers] == ["unknown-issue"] * 4


def test_a_304_never_shows_an_older_light(scene: Scene) -> None:
    issue = scene.issue()
    with scene.client(LAND_STAFF) as client:
        path = f"/v1/issues/{issue['id']}"
        before = client.get(path)
        late = {"$set": {"obligations.$[].due_at": scene.clock.now() - timedelta(seconds=1)}}
        scene.store["issues"].update_one({"_id": issue["id"]}, late)
        after = client.get(path, headers={"If-None-Match": before.headers["etag"]})
        assert (after.status_code, after.json()["light"]) == (200, "red")
        assert client.get(path, headers={"If-None-Match": after.headers["etag"]}).status_code == 304
        assert client.get(path, headers={"If-None-Match": "W/" + after.headers["etag"]}).status_code == 304
        taken = client.post(f"{path}/accept", json=BODY, headers={"If-Match": after.headers["etag"]})
    assert taken.status_code == 200, taken.text


@pytest.mark.parametrize(
    ("tags", "status"),
    [
        ('W/"2"', 412),
        ('W/"2", W/"3"', 412),
        ('"x"', 400),
        ('"x", "y,"', 400),
        ("2", 400),
        ('"2', 400),
        ('"1" "2"', 400),
        (",", 400),
        ('"7", "8"', 412),
        ('W/"2", "8"', 412),
    ],
)
def test_a_command_needs_a_strong_tag_that_stands(scene: Scene, tags: str, status: int) -> None:
    issue = scene.issue()
    with scene.client(LAND_STAFF) as client:
        answer = client.post(f"/v1/issues/{issue['id']}/accept", json=BODY, headers={"If-Match": tags})
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize("tags", ['"8", {}', '{},"8-red"', 'W/"2" ,{},, "9"', '"other,cached", {}'])
def test_of_several_tags_one_that_stands_is_enough(scene: Scene, tags: str) -> None:
    issue = scene.issue()
    with scene.client(LAND_STAFF) as client:
        path = f"/v1/issues/{issue['id']}"
        seen = client.get(path).headers["etag"]
        answer = client.post(f"{path}/accept", json=BODY, headers={"If-Match": tags.format(seen)})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("body", [b"{", b"x", b"[]", b'{"a":1}', b"null", b"\xff"])
def test_an_acknowledgement_with_a_body_that_says_nothing_readable_is_refused(scene: Scene, body: bytes) -> None:
    with scene.client(COUNTY) as client:
        assert slug(client.post("/v1/alerts/x/acknowledge", content=body)) == "invalid"
        assert slug(client.post("/v1/alerts/x/acknowledge", content=b"{}")) == "unknown-alert"


def test_a_wrong_type_in_a_queue_answers_with_the_list(inspector: httpx.Client) -> None:
    for item in ('{"type":"visit","report":{}}', '{"type":5,"report":{}}', '{"type":"x","report":{"a":01}}'):
        (result,) = inspector.post("/v1/sync", content='{"items":[' + item + "]}").json()["results"]
        assert result["problem"]["known"] == ["site_visit", "incident"]
        assert "site_visit" in result["problem"]["detail"]
