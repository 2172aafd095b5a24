"""Knows whose token speaks where: the people of a stack's credentials file, or one token given by hand."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from exchange.tables.faults import PlayError
from ledger.registry.regions import ancestors, is_within, level_of
from mobile_schema.vocabulary import Level, Role
from stack.processes.data_folder import DataFolder, default_folder


@dataclass(frozen=True, slots=True)
class Credential:
    """One person's token, and what it may do."""

    token: str
    name: str
    role: Role
    unit: str | None
    region: str
    password: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """The API that is played on. `people` is empty when one token was given by hand."""

    url: str
    people: dict[str, Credential]
    token: str | None = None

    def inspector_for(self, project_code: str) -> str:
        """The token that reports on a project: of the nearest inspector over the region in its code, else of any.

        Raises PlayError when there is no inspector.
        """
        if self.token is not None:
            return self.token
        inspectors = [person for person in self.people.values() if person.role == Role.INSPECTOR]
        if not inspectors:
            raise PlayError("此台账的凭据中没有巡查员 / no inspector among the credentials of this stack")
        covering = [person for person in inspectors if _covers(person.region, project_code[5:11])]
        return max(covering, key=lambda person: len(ancestors(person.region)), default=inspectors[0]).token

    def staff_of(self, unit_id: str | None) -> str | None:
        """The id of someone who works for a unit, a 经办人 before a head; None when nobody does."""
        found = [
            key for key, person in self.people.items() if person.role == Role.UNIT_STAFF and person.unit == unit_id
        ]
        return max(found, key=lambda key: key.startswith("staff-"), default=None)

    def supervisor_over(self, region: str) -> str | None:
        """The id of the nearest supervisor from a region upward; None when there is none."""
        for code in reversed(ancestors(region)):
            for key, person in self.people.items():
                if person.role == Role.SUPERVISOR and person.region == code:
                    return key
        return None

    def province(self) -> str:
        """The token of a supervisor of the province, who may move the clock. Raises PlayError."""
        for person in self.people.values():
            if person.role == Role.SUPERVISOR and level_of(person.region) is Level.PROVINCE:
                return person.token
        raise PlayError(
            f"凭据中没有省级督办人员 / no supervisor of the province among these credentials: {how_to_sign(self.url)}"
        )


def chosen_target(data: Path | None, url: str | None, token: str | None) -> Target:
    """The API at `url` with one token, or the stack of a data folder, by default that of `up`. Raises PlayError."""
    if (url is None) != (token is None) or (url is not None and data is not None):
        raise PlayError(one_target())
    if url is not None:
        return Target(url.rstrip("/"), {}, token)
    return running_target(data or default_folder())


def running_target(data: Path) -> Target:
    """The stack that runs on a data folder, with its credentials. Raises PlayError when none does."""
    folder = DataFolder(data)
    running = folder.running()
    if running is None:
        raise PlayError(
            f"{folder.path} 上没有运行的台账 / no stack runs on {folder.path}: start one with  {folder.started_by}"
        )
    try:
        return Target(running.url, read_credentials(folder.credentials_file))
    except FileNotFoundError:
        raise PlayError(
            "此台账没有样例人员 / this stack has no sample people: "
            f"{how_to_sign(running.url, f' --data {folder.path}')}"
        ) from None


def one_target() -> str:
    """What to say to somebody who named no API, or two."""
    return (
        f"--url 与 --token 须同时给出,或只给 --data / give --url and --token together, or --data alone: {how_to_sign()}"
    )


def how_to_sign(url: str = "URL", data: str = "") -> str:
    """What to do where no sample person's token lies ready."""
    return (
        f"以 xiaohao token issue PERSON{data} 签发令牌,再给出 --url {url} --token TOKEN / "
        f"issue a token with  xiaohao token issue PERSON{data}  and say  --url {url} --token TOKEN"
    )


def read_credentials(file: Path) -> dict[str, Credential]:
    """The people of a credentials file. Raises PlayError, which repeats nothing of it, or FileNotFoundError."""
    try:
        return TypeAdapter(dict[str, Credential]).validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "$"
        raise PlayError(f"{file} 不是凭据文件 / is no credentials file: {where}: {first['msg']}") from None


def _covers(region: str, place: str) -> bool:
    try:
        return is_within(place, region)
    except ValueError:
        return False
