"""Tiles under a map: none unless a deployment names them; then their origin alone may be loaded from beside our own."""

from pathlib import Path

import httpx
import pytest

from api.accepting.publisher import NullPublisher
from api.app import create_app
from api.http.settings import Settings
from api.serving.site.files import Site
from ledger.groundwork.process_settings import SettingsError
from tests.api.parts import Scene, running
from tests.plain_http import PLAIN

TILES = "https://tiles.example.gov.cn:8443/{z}/{x}/{y}.png"


@pytest.mark.parametrize(
    ("tiles", "origin"),
    [
        (TILES, "https://tiles.example.gov.cn:8443"),
        ("https://t{s}.tiles.example.gov.cn/vec?x={x}&y={y}&l={z}", "https://*.tiles.example.gov.cn"),
    ],
)
def test_a_page_may_load_pictures_of_that_origin_and_is_told_where(
    scene: Scene, tmp_path: Path, tiles: str, origin: str
) -> None:
    (tmp_path / "index.html").write_text("a page", encoding="utf-8")
    settings = scene.settings.model_copy(update={"map_tiles": tiles})
    with (
        running(create_app(settings, store=scene.store, publisher=NullPublisher(), site=Site(tmp_path))) as url,
        scene.client() as inspector,
    ):
        assert inspector.get(f"{url}/v1/map").json() == {"tiles": tiles}
        policy = httpx.get(url, **PLAIN).headers["content-security-policy"]
    assert f"img-src 'self' data: blob: {origin};" in policy
    assert policy.count("example") == 1


def test_no_tiles_unless_they_are_named(inspector: httpx.Client) -> None:
    assert inspector.get("/v1/map").json() == {"tiles": None}


@pytest.mark.parametrize(
    "tiles",
    [
        "tiles.example.gov.cn/{z}/{x}/{y}.png",
        "https://tiles.example.gov.cn",
        "javascript:alert(1)",
        "https://a;script-src *//{z}",
        "https://a, https://b/{z}",
        "https://*/{z}",
        "https://user@tiles.example.gov.cn/{z}",
        "https://{s}/{z}",
    ],
)
def test_what_is_no_address_of_tiles_is_refused_when_the_process_starts(
    monkeypatch: pytest.MonkeyPatch, tiles: str
) -> None:
    for name, said in {"MONGO_URL": "mongodb://x/y", "KAFKA": "x:1", "MAP_TILES": tiles}.items():
        monkeypatch.setenv(f"XIAOHAO_{name}", said)
    with pytest.raises(SettingsError, match="XIAOHAO_MAP_TILES"):
        Settings.from_environment()
