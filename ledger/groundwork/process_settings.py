"""Knows what the environment says to every process: where the ledger and the broker are, and which clock it goes by."""

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from ledger.groundwork.brokers import Brokers, Mechanism, Protocol, addresses_in
from ledger.groundwork.log_lines import Kind

_PRODUCT: Final = "xiaohao"
DEFAULT_ZONE: Final = "Asia/Shanghai"
DEFAULT_GROUP: Final = "xiaohao-ledger"


class SettingsError(ValueError):
    """The environment lacks something, or says something impossible; the message names the variable."""


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"没有时区 {name!r} / no time zone {name!r}") from None


def _path(told: object) -> object:
    return Path(told) if isinstance(told, str) else told


Needed = Annotated[str, Field(min_length=1)]
Folder = Annotated[Path, BeforeValidator(_path)]
"""A folder under any name that the system allows: one may end in a space, or be no text at all."""


def not_set(variable: str) -> str:
    """What to say of a variable that is needed."""
    return f"未设置 {variable} / {variable} is not set"


def key_file_in(data: Path) -> Path:
    """Where a data folder keeps the keys that records of reports are signed by."""
    return data / "keys" / "intake"


class ProcessSettings(BaseSettings):
    """`XIAOHAO_` and a field's name is the variable that says it; an empty one says nothing.

    `mongo_url` may stand in a file instead, `mongo_url_file`; `kafka` is HOST:PORT[,HOST:PORT…];
    days begin in `time_zone`, such as Asia/Shanghai;
    `metrics_port` is where a process without HTTP of its own tells Prometheus its figures;
    `kafka_*` is how clients speak with the brokers (`Brokers`), the workers as the group `kafka_group`, before which,
    as before the name of each topic, `topic_prefix` stands;
    `data` is the folder for files, `intake_key` the file of the keys that records of reports are signed by,
    `informant_key` that of those by which informants are sealed, `search` the folder of this machine's index for text
    search, `fonts` a folder of an office's own fonts for papers.
    """

    model_config = SettingsConfigDict(
        env_prefix="XIAOHAO_", env_ignore_empty=True, frozen=True, str_strip_whitespace=True, validate_default=False
    )

    mongo_url: str = ""
    mongo_url_file: Folder | None = None
    kafka: str = ""
    clock: Literal["system", "movable"] = "system"
    time_zone: Annotated[str, AfterValidator(_zone)] = DEFAULT_ZONE
    log: Kind = "text"
    metrics_port: Annotated[int, Field(ge=1, le=65_535)] | None = None
    data: Folder | None = None
    intake_key: Folder | None = None
    informant_key: Folder | None = None
    search: Folder | None = None
    fonts: Folder | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_mongo_url(cls, told: dict[str, Any]) -> dict[str, Any]:
        file = told.get("mongo_url_file")
        if file is None:
            return told
        if told.get("mongo_url"):
            raise SettingsError("XIAOHAO_MONGO_URL 与 XIAOHAO_MONGO_URL_FILE 只能设置一个 / are both set: give one")
        return told | {"mongo_url": _content(Path(file), "XIAOHAO_MONGO_URL_FILE")}

    @property
    def mongo_url_told_by(self) -> str:
        """The variable that says where MongoDB is: who is told that the address is wrong looks there."""
        return "XIAOHAO_MONGO_URL" if self.mongo_url_file is None else "XIAOHAO_MONGO_URL_FILE"

    @property
    def key_file(self) -> Path:
        """Where the keys are: in the data folder unless told otherwise. Raises SettingsError when neither is named."""
        if self.intake_key is not None:
            return self.intake_key
        if self.data is None:
            raise SettingsError(not_set("XIAOHAO_INTAKE_KEY"))
        return key_file_in(self.data)

    @property
    def informant_key_file(self) -> Path:
        """Where the keys are that informants are sealed by: beside those of reports unless told otherwise.

        Raises as `key_file`.
        """
        return self.informant_key or self.key_file.with_name("informant")

    @property
    def search_folder(self) -> Path | None:
        """Where the index for text search is: in the data folder unless told otherwise; None when neither is named."""
        return self.search or (None if self.data is None else self.data / "search")

    kafka_protocol: Protocol = "PLAINTEXT"
    kafka_mechanism: Mechanism = "SCRAM-SHA-512"
    kafka_user: str = ""
    kafka_password: str = Field(default="", repr=False)
    kafka_password_file: Folder | None = None
    kafka_ca: Folder | None = None
    kafka_certificate: Folder | None = None
    kafka_key: Folder | None = None
    kafka_check_name: bool = True
    kafka_group: Needed = DEFAULT_GROUP
    topic_prefix: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{0,100}$")] = ""

    @property
    def group(self) -> str:
        """The workers' group."""
        return f"{self.topic_prefix}{self.kafka_group}"

    @property
    def brokers(self) -> Brokers:
        """The brokers, and how to speak with them. Raises SettingsError when the password's file cannot be read."""
        return Brokers(
            addresses_in(self.kafka),
            self.kafka_protocol,
            self.kafka_mechanism,
            self.kafka_user,
            self._password(),
            self.kafka_ca,
            self.kafka_certificate,
            self.kafka_key,
            self.kafka_check_name,
        )

    def _password(self) -> str:
        if self.kafka_password_file is None:
            return self.kafka_password
        return _content(self.kafka_password_file, "XIAOHAO_KAFKA_PASSWORD_FILE")

    def introduced_as(self, process: str) -> str:
        """What a process says of itself on its connections to MongoDB, so that doctor sees whether all agree."""
        return f"{_PRODUCT} {process} {version(_PRODUCT)} {self.time_zone}"

    @classmethod
    def from_environment(cls) -> Self:
        """What this process is told. Raises SettingsError."""
        try:
            return cls()
        except ValidationError as error:
            raise SettingsError(_sentence(error.errors()[0])) from None


@dataclass(frozen=True, slots=True)
class Introduced:
    """A process that is connected to the ledger: its kind (worker, relay, …), where it runs, what it goes by."""

    process: str
    version: str
    zone: str
    host: str


def introduced(name: str, host: str) -> Introduced | None:
    """Who `ProcessSettings.introduced_as` speaks of; None for any other name."""
    match name.split(" "):
        case [product, process, release, zone] if product == _PRODUCT:
            return Introduced(process, release, zone, host)
    return None


def _content(file: Path, variable: str) -> str:
    """What a file says that a variable names. Raises SettingsError when it cannot be read or says nothing.

    A pipe that nobody writes to, or a device, would be read for ever.
    """
    try:
        if file.exists() and not (file.is_file() or file.is_dir()):
            raise SettingsError(f"{variable}: {file} 不是文件 / is no file")
        said = file.read_text(encoding="utf-8-sig").strip()
    except (OSError, ValueError) as error:
        raise SettingsError(f"{variable}: {file} 无法读取 / cannot be read: {error}") from None
    if not said:
        raise SettingsError(f"{variable}: {file} 是空的 / is empty")
    return said


def _sentence(fault: ErrorDetails) -> str:
    told = fault.get("ctx", {})
    if not fault["loc"]:
        return str(told["error"])
    name = f"XIAOHAO_{fault['loc'][0]}".upper()
    if fault["type"] in ("missing", "string_too_short"):
        return not_set(name)
    if fault["type"] == "literal_error":
        words = told["expected"].replace("'", "")
        return f"{name} 应为 {words.replace('or', '或')} / {name} must be {words}, not {fault['input']!r}"
    return f"{name}: {told.get('error', fault['msg'])}"
