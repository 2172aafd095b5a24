"""What the environment says to a process, and which variable is named when it says nothing or something impossible."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from api.http.settings import Settings as ApiSettings
from channels.settings import Settings as DelivererSettings
from ledger.groundwork.brokers import brokers_at
from ledger.groundwork.process_settings import ProcessSettings, SettingsError
from stack.processes.settings import Settings as StackSettings
from streams.settings import Settings as StreamSettings

Read = Callable[..., ProcessSettings]

NAMED = {"XIAOHAO_MONGO_URL": "m", "XIAOHAO_KAFKA": "k1:9092, k2:9092"}
EACH = (ApiSettings, StreamSettings, DelivererSettings, StackSettings)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    """The settings of a kind of process whose environment says this and no more."""

    def reading(kind: type[ProcessSettings], said: dict[str, str]) -> ProcessSettings:
        for name in [name for name in os.environ if name.lower().startswith("xiaohao_")]:
            monkeypatch.delenv(name)
        for name, value in said.items():
            monkeypatch.setenv(name, value)
        return kind.from_environment()

    return reading


@pytest.mark.parametrize("kind", EACH)
def test_each_process_is_told_where_the_ledger_and_the_broker_are(kind: type[ProcessSettings], read: Read) -> None:
    told = read(kind, NAMED | {"XIAOHAO_CLOCK": "movable"})
    assert (told.mongo_url, told.brokers, told.clock) == ("m", brokers_at("k1:9092, k2:9092"), "movable")


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        (ApiSettings, ("XIAOHAO_MONGO_URL", "XIAOHAO_KAFKA")),
        (StreamSettings, ("XIAOHAO_MONGO_URL", "XIAOHAO_KAFKA")),
        (DelivererSettings, ("XIAOHAO_MONGO_URL",)),
    ],
)
@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_a_variable_that_is_missing_is_named(
    kind: type[ProcessSettings], needed: tuple[str, ...], nothing: str | None, read: Read
) -> None:
    for name in needed:
        said = {one: nothing if one == name else value for one, value in NAMED.items()}
        with pytest.raises(SettingsError, match=f"^未设置 {name} / {name} is not set$"):
            read(kind, {one: value for one, value in said.items() if value is not None})


@pytest.mark.parametrize("kind", EACH)
def test_a_clock_that_is_none_is_named(kind: type[ProcessSettings], read: Read) -> None:
    with pytest.raises(
        SettingsError,
        match=r"^XIAOHAO_CLOCK 应为 system 或 movable / XIAOHAO_CLOCK must be system or movable, not 'wound'$",
    ):
        read(kind, NAMED | {"XIAOHAO_CLOCK": "wound"})


@pytest.mark.parametrize("kind", EACH)
def test_the_time_zone_is_that_of_china_unless_another_is_named(kind: type[ProcessSettings], read: Read) -> None:
    assert read(kind, NAMED).time_zone == "Asia/Shanghai"
    assert read(kind, NAMED | {"XIAOHAO_TIME_ZONE": ""}).time_zone == "Asia/Shanghai"
    assert read(kind, NAMED | {"XIAOHAO_TIME_ZONE": "Europe/Berlin"}).time_zone == "Europe/Berlin"
    for nowhere in ("Asia/Atlantis", "../../etc/passwd", "/etc/localtime"):
        with pytest.raises(ValueError, match=r"^XIAOHAO_TIME_ZONE: 没有时区 .* / no time zone"):
            read(kind, NAMED | {"XIAOHAO_TIME_ZONE": nowhere})


def test_the_keys_are_in_the_data_folder_unless_told_otherwise(read: Read) -> None:
    assert read(StreamSettings, NAMED | {"XIAOHAO_DATA": "/d"}).key_file == Path("/d/keys/intake")
    assert read(ApiSettings, NAMED | {"XIAOHAO_DATA": "/d", "XIAOHAO_INTAKE_KEY": "/k"}).key_file == Path("/k")
    with pytest.raises(SettingsError, match=r"^未设置 XIAOHAO_INTAKE_KEY / XIAOHAO_INTAKE_KEY is not set$"):
        assert read(ApiSettings, NAMED).key_file


def test_the_keys_of_informants_are_beside_those_of_reports_unless_told_otherwise(read: Read) -> None:
    for told, file in (
        ({"XIAOHAO_DATA": "/d"}, "/d/keys/informant"),
        ({"XIAOHAO_INTAKE_KEY": "/k/intake"}, "/k/informant"),
        ({"XIAOHAO_DATA": "/d", "XIAOHAO_INFORMANT_KEY": "/i"}, "/i"),
    ):
        assert read(ApiSettings, NAMED | told).informant_key_file == Path(file)


def test_the_index_for_text_search_is_there_too_or_nowhere(read: Read) -> None:
    assert read(ApiSettings, NAMED).search_folder is None
    assert read(ApiSettings, NAMED | {"XIAOHAO_DATA": "/d"}).search_folder == Path("/d/search")
    assert read(ApiSettings, NAMED | {"XIAOHAO_DATA": "/d", "XIAOHAO_SEARCH": "/s"}).search_folder == Path("/s")


@pytest.mark.parametrize("kind", EACH)
def test_the_databases_address_may_stand_in_a_file(kind: type[ProcessSettings], read: Read, tmp_path: Path) -> None:
    file, told = tmp_path / "url", {"XIAOHAO_KAFKA": "k", "XIAOHAO_MONGO_URL_FILE": str(tmp_path / "url")}
    file.write_text("mongodb://u:secret@h/x\n")
    assert read(kind, told).mongo_url == "mongodb://u:secret@h/x"
    assert read(kind, NAMED | {"XIAOHAO_MONGO_URL_FILE": ""}).mongo_url == "m"
    with pytest.raises(
        SettingsError, match=r"^XIAOHAO_MONGO_URL 与 XIAOHAO_MONGO_URL_FILE .* / are both set: give one$"
    ):
        read(kind, told | NAMED)
    file.write_text("\n")
    with pytest.raises(SettingsError, match=r"^XIAOHAO_MONGO_URL_FILE: .*url 是空的 / is empty$"):
        read(kind, told)
    file.unlink()
    with pytest.raises(SettingsError, match=r"^XIAOHAO_MONGO_URL_FILE: .*No such file"):
        read(kind, told)


def test_an_address_that_an_editor_marked_as_utf_8_is_the_same_address(read: Read, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("mongodb://h/x\n", encoding="utf-8-sig")
    said = {"XIAOHAO_KAFKA": "k", "XIAOHAO_MONGO_URL_FILE": str(tmp_path / "url")}
    assert read(StackSettings, said).mongo_url == "mongodb://h/x"


def test_a_pipe_or_a_device_in_a_files_place_is_refused_rather_than_read_for_ever(read: Read, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(SettingsError, match=r"^XIAOHAO_MONGO_URL_FILE: .* 不是文件 / is no file$"):
            read(StackSettings, {"XIAOHAO_KAFKA": "k", "XIAOHAO_MONGO_URL_FILE": str(place)})


def test_a_word_of_the_deployment_stands_before_topics_and_group(read: Read) -> None:
    assert read(StreamSettings, NAMED).group == "xiaohao-ledger"
    own = NAMED | {"XIAOHAO_TOPIC_PREFIX": "jinzhong."}
    assert read(StreamSettings, own | {"XIAOHAO_KAFKA_GROUP": "takers"}).group == "jinzhong.takers"
    with pytest.raises(SettingsError, match=r"^XIAOHAO_TOPIC_PREFIX: "):
        read(StreamSettings, NAMED | {"XIAOHAO_TOPIC_PREFIX": "晋中"})


def test_no_other_variable_is_read(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MONGO_URL", "mongo_url", "KAFKA", "cache"):
        monkeypatch.setenv(name, "other")
    assert read(StackSettings, {}) == StackSettings(mongo_url="", kafka="", cache=None)


def test_what_one_process_alone_is_told_is_there(read: Read) -> None:
    own = {"XIAOHAO_INSTANCE": "i", "XIAOHAO_DATA": "/d", "XIAOHAO_CACHE": "~/c"}
    assert read(ApiSettings, NAMED | own).model_dump()["instance"] == "i"
    assert read(StreamSettings, NAMED | own).model_dump()["data"] == Path("/d")
    assert read(StackSettings, own).model_dump()["cache"] == Path("~/c")
