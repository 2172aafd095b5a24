"""Rankings tell places of the period before; bulletins are read by who reads all, and given only as they were built."""

import hashlib
from datetime import UTC, datetime
from typing import Any, Final

import httpx
import pytest

from ledger.figures.keeping import Reporting, report
from ledger.registry.days import CHINA
from ledger.registry.files.loading import load_catalogue
from oversight.bulletins.files import files_of, hashes_of
from oversight.bulletins.keeping import BULLETINS, KeptBulletin, issue, keep
from oversight.bulletins.making import bulletin_of
from oversight.bulletins.stored import basis_of
from oversight.ranking.periods import period_of
from oversight.ranking.shipped import shipped_rules
from oversight.ranking.stored import Ledger
from stack.processes.settings import settings
from tests.api.parts import Scene, paths, slug
from tests.oversight.bulletins.parts import reported

RULE: Final = "shanxi-province-level"
AT: Final = datetime(2019, 9, 5, 2, tzinfo=UTC)
CATALOGUE: Final = load_catalogue(samples=True)


@pytest.fixture(scope="module", name="kept")
def kept_of_august(scene: Scene) -> KeptBulletin:
    """The bulletin of the published figures of August 2019, which are those of July too."""
    both = [*reported(), *(each.model_copy(update={"month": "2019-07"}) for each in reported())]
    report(scene.store, both, Reporting("someone", AT, CATALOGUE, CHINA))
    basis = basis_of(shipped_rules()[RULE], period_of("2019-08"), Ledger(scene.store, CATALOGUE, CHINA, AT))
    made = bulletin_of(basis)
    return keep(scene.store, made, hashes_of(files_of(made, settings().fonts)), "operator:li", AT)


@pytest.fixture(name="rows")
def rows_of_august(kept: KeptBulletin, county: httpx.Client) -> list[dict[str, Any]]:
    """Those of the ranking, which everybody may read."""
    assert kept.period == "2019-08"
    found: list[dict[str, Any]] = county.get(f"/v1/rankings/{RULE}", params={"period": "2019-08"}).json()["items"]
    return found


def test_each_row_tells_its_place_in_the_period_before(rows: list[dict[str, Any]], county: httpx.Client) -> None:
    assert [row["previous"] for row in rows] == [row["place"] for row in rows]
    july = county.get(f"/v1/rankings/{RULE}", params={"period": "2019-07"}).json()
    assert ({row["previous"] for row in july["items"]}, july["before"]) == ({None}, "2019-06")


def test_the_months_that_can_be_ranked_are_told_the_last_first(kept: KeptBulletin, county: httpx.Client) -> None:
    assert county.get("/v1/rankings").json()["months"] == [kept.period, "2019-07"]


def test_a_bulletin_is_told_until_it_is_issued_and_then_by_whom(kept: KeptBulletin, scene: Scene) -> None:
    with scene.client("supervisor-140000") as client:
        (told,) = client.get("/v1/bulletins", params={"rule": RULE, "period": "2019-08"}).json()["items"]
        assert (told["id"], told["issued_at"], told["sha256"]) == (kept.id, None, dict(kept.sha256))
        issue(scene.store, kept.id, "operator:wang", AT)
        assert client.get("/v1/bulletins").json()["items"][0]["issued_by"] == "operator:wang"
        assert client.get("/v1/bulletins", params={"period": "2019-07"}).json()["items"] == []


@pytest.mark.parametrize("period", ["2026-13", "abc", ""])
def test_what_is_no_period_is_refused_and_finds_no_bulletins(province: httpx.Client, period: str) -> None:
    answer = province.get("/v1/bulletins", params={"period": period})
    assert (answer.status_code, slug(answer), paths(answer)) == (422, "invalid", ["request.query.period"])


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf"])
def test_each_file_is_the_very_one_that_was_built(kept: KeptBulletin, province: httpx.Client, suffix: str) -> None:
    answer = province.get(f"/v1/bulletins/{kept.id}/bulletin.{suffix}")
    assert answer.status_code == 200, answer.text
    assert hashlib.sha256(answer.content).hexdigest() == kept.sha256[suffix]
    assert f"{RULE}-2019-08.{suffix}" in answer.headers["content-disposition"]


def test_a_file_that_would_be_another_one_is_not_given(
    kept: KeptBulletin, scene: Scene, province: httpx.Client
) -> None:
    scene.store[BULLETINS].update_one({"_id": kept.id}, {"$set": {"sha256.docx": "0" * 64}})
    answer = province.get(f"/v1/bulletins/{kept.id}/bulletin.docx")
    scene.store[BULLETINS].update_one({"_id": kept.id}, {"$set": {"sha256.docx": kept.sha256["docx"]}})
    assert (answer.status_code, slug(answer)) == (409, "other-file")


def test_who_does_not_read_every_region_finds_none(
    kept: KeptBulletin, city: httpx.Client, county: httpx.Client
) -> None:
    assert city.get("/v1/bulletins").json()["items"] == []
    assert slug(city.get(f"/v1/bulletins/{kept.id}/bulletin.xlsx")) == "unknown-bulletin"
    assert county.get("/v1/bulletins").status_code == 403


def test_what_no_bulletin_is_called_is_not_found(province: httpx.Client) -> None:
    assert slug(province.get(f"/v1/bulletins/{'0' * 32}/bulletin.pdf")) == "unknown-bulletin"
