"""A list of any length is exported meanwhile: told of, kept a week, fetched from any byte on, by who asked alone."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from python_calamine import CalamineWorkbook

from ledger.jobs import exports
from ledger.jobs.claims import MOST_TRIES
from tests.api.parts import Scene, slug
from tests.streams.parts import until


@pytest.fixture(autouse=True)
def nothing_left(scene: Scene) -> Iterator[None]:
    yield
    scene.store["exports"].delete_many({})


def asked(client: httpx.Client, **said: Any) -> dict[str, Any]:
    answer = client.post("/v1/exports", json=said)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/v1/exports/{answer.json()['id']}"
    return dict(answer.json())


def ended(client: httpx.Client, job: dict[str, Any]) -> dict[str, Any]:
    """The job once it is done or has failed: a process is started for it."""
    last: dict[str, Any] = {}

    def has_ended() -> bool:
        last.update(client.get(f"/v1/exports/{job['id']}").json())
        return last["state"] in {"done", "failed"}

    until(has_ended, seconds=90)
    return last


def serials_in(content: bytes) -> list[str]:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("台账").to_python()
    return [str(row[2]) for row in rows if str(row[2]).startswith("140105-")]


def test_a_job_makes_the_file_of_the_list_and_any_of_its_bytes_can_be_fetched(
    scene: Scene, county: httpx.Client
) -> None:
    for category in ("land", "other", "land"):
        scene.issue(category=category)
    job = ended(county, asked(county, query={"category": "land", "sort": "serial"}))
    assert (job["state"], job["rows"], job["total"], job["failure"]) == ("done", 2, 2, None)
    whole = county.get(job["file"])
    assert len(whole.content) == job["bytes"]
    listed = county.get("/v1/issues?category=land&sort=serial").json()["items"]
    assert serials_in(whole.content) == [line["serial"] for line in listed]

    tag, size = whole.headers["etag"], job["bytes"]
    rest = county.get(job["file"], headers={"Range": "bytes=1000-", "If-Range": tag})
    assert (rest.status_code, rest.headers["content-range"]) == (206, f"bytes 1000-{size - 1}/{size}")
    assert rest.content == whole.content[1000:]
    some = county.get(job["file"], headers={"Range": "bytes=10-19"})
    last = county.get(job["file"], headers={"Range": "bytes=-5"})
    assert (some.content, last.content) == (whole.content[10:20], whole.content[-5:])
    assert county.get(job["file"], headers={"Range": f"bytes={size}-"}).status_code == 416
    assert county.get(job["file"], headers={"Range": "bytes=1-", "If-Range": '"another"'}).status_code == 200
    assert county.get(job["file"], headers={"If-None-Match": tag}).status_code == 304


def test_it_is_the_askers_own_alone(scene: Scene, county: httpx.Client, city: httpx.Client) -> None:
    scene.issue(category="land")
    job = asked(county, form="csv")
    assert slug(city.get(f"/v1/exports/{job['id']}")) == "unknown-export"
    assert slug(city.get(f"/v1/exports/{job['id']}/file")) == "unknown-export"
    assert ended(county, job)["state"] == "done"


def test_what_is_not_done_has_no_file_and_what_is_older_than_a_week_is_gone(scene: Scene, county: httpx.Client) -> None:
    store, keys = scene.store, ("r:140105",)
    kept = exports.keep_job(store, "supervisor-140105", keys, {"form": "csv"}, "")
    store["exports"].update_one({"_id": kept.id}, {"$set": {"until": datetime.now(UTC) + timedelta(hours=1)}})
    assert slug(county.get(f"/v1/exports/{kept.id}/file")) == "export-not-done"
    done = {"state": "done", "done_at": datetime.now(UTC) - timedelta(days=8), "sha256": "0" * 64, "file": None}
    store["exports"].update_one({"_id": kept.id}, {"$set": done})
    assert slug(county.get(f"/v1/exports/{kept.id}/file")) == "export-gone"


def test_who_does_not_read_any_more_what_they_read_then_gets_no_file(scene: Scene, county: httpx.Client) -> None:
    scene.issue(category="land")
    job = ended(county, asked(county, form="csv"))
    scene.store["exports"].update_one({"_id": job["id"]}, {"$set": {"keys": ["r:140000"]}})
    assert slug(county.get(job["file"])) == "export-gone"
    again = exports.keep_job(scene.store, "supervisor-140105", ("r:140000",), {"form": "csv"}, "")
    assert ended(county, {"id": again.id})["failure"] == "not-permitted"


def test_one_whose_process_died_is_begun_again(scene: Scene, county: httpx.Client) -> None:
    scene.issue(category="land")
    job = asked(county, form="csv")
    ended(county, job)
    dead = {"state": "running", "holder": "dead", "until": datetime.now(UTC) - timedelta(seconds=1), "rows": 1}
    scene.store["exports"].update_one({"_id": job["id"]}, {"$set": dead})
    assert ended(county, job)["state"] == "done"
    assert not exports.go_on(scene.store, job["id"], "dead", rows=2)


def test_one_that_is_begun_again_and_again_in_vain_is_given_up(scene: Scene, county: httpx.Client) -> None:
    job = exports.keep_job(scene.store, "supervisor-140105", ("r:140105",), {"form": "csv"}, "")
    scene.store["exports"].update_one({"_id": job.id}, {"$set": {"tries": MOST_TRIES}})
    assert ended(county, {"id": job.id})["failure"] == "made-in-vain"


def test_nobody_has_more_than_three_at_once(scene: Scene, county: httpx.Client) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    for _ in range(exports.MOST_OPEN):
        kept = exports.keep_job(scene.store, "supervisor-140105", ("r:140105",), {"form": "csv"}, "")
        scene.store["exports"].update_one({"_id": kept.id}, {"$set": {"until": later}})
    assert slug(county.post("/v1/exports", json={})) == "too-many-exports"


def test_files_are_let_go_of_after_a_week(scene: Scene, county: httpx.Client) -> None:
    scene.issue(category="land")
    job = ended(county, asked(county, form="csv"))
    exports.forget_files(scene.store)
    assert county.get(job["file"]).status_code == 200
    scene.store["exports"].update_one({"_id": job["id"]}, {"$set": {"done_at": datetime.now(UTC) - timedelta(days=8)}})
    exports.forget_files(scene.store)
    assert scene.store["exports"].find_one({"_id": job["id"]})["file"] is None
    assert slug(county.get(job["file"])) == "export-gone"


@pytest.mark.parametrize(
    "said",
    [
        {"query": {"light": "purple"}},
        {"query": {"limit": "3"}},
        {"columns": "serials"},
        {"template": "name: own\ntitle: 甲\ncolumns: [nonsense]\n"},
        {"form": "pdf"},
        {"more": 1},
    ],
)
def test_what_it_does_not_know_is_refused(county: httpx.Client, said: dict[str, Any]) -> None:
    assert slug(county.post("/v1/exports", json=said)) == "invalid"


def test_an_office_sends_its_own_template(scene: Scene, county: httpx.Client) -> None:
    scene.issue(category="land")
    template = "name: own\ntitle: 汾河台账\ncolumns: [serial, {column: due, heading: 限期}]\n"
    job = ended(county, asked(county, form="csv", template=template, encoding="gb18030"))
    assert county.get(job["file"]).content.decode("gb18030").splitlines()[0] == "编号,限期"
    assert job["name"].startswith("汾河台账-")
