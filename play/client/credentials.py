"""Knows whose token speaks where: the people of a stack's credentials file, or one token given by hand."""

import json
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
            raise PlayError("no inspector among the credentials of this stack")
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
        raise PlayError("no supervisor of the province among the credentials of this stack")


def chosen_target(data: Path | None, url: str | None, token: str | None) -> Target:
    """The API at `url` with one token, or the stack of a data folder, by default that of `up`. Raises PlayError."""
    if (url is None) != (token is None) or (url is not None and data is not None):
        raise PlayError("give --url and --token together, or --data alone")
    if url is not None:
        return Target(url.rstrip("/"), {}, token)
    return running_target(data or default_folder())


def running_target(data: Path) -> Target:
    """The stack that runs on a data folder, with its credentials. Raises PlayError when none does."""
    folder = DataFolder(data)
    running = folder.running()
    if running is None:
        raise PlayError(f"no stack runs on {folder.path}: start one with  xiaohao up --data {folder.path}")
    return Target(running.url, read_credentials(folder.credentials_file))


def read_credentials(file: Path) -> dict[str, Credential]:
    """The people of a credentials file. Raises PlayError."""
    try:
        return TypeAdapter(dict[str, Credential]).validate_python(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise PlayError(f"no {file}: this stack has no sample people; give --url and --token instead") from None
    except (ValueError, ValidationError) as error:
        raise PlayError(f"{file} is no credentials file: {' '.join(str(error).split())}") from error


def _covers(region: str, place: str) -> bool:
    try:
        return is_within(place, region)
    except ValueError:
        return False
