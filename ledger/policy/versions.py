"""Knows the policy versions of a deployment: each immutable, found by name, chosen for an issue by date and scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from typing import Final

from ledger.groundwork.process_settings import DEFAULT_ZONE
from ledger.policy.policy import Facts, Policy, Scope
from ledger.policy.reading import parse_sound

DEFAULT_POLICY = "13710"
ALWAYS = datetime.min.replace(tzinfo=UTC)
"""Since when a policy holds that was there from the beginning."""
_HELD_SINCE: Final = {DEFAULT_POLICY: ALWAYS}


@dataclass(frozen=True, slots=True)
class Adoption:
    """From when on new assignments within a policy's scope get it; None for one that is only kept."""

    policy: Policy
    holds_from: datetime | None


class Policies:
    """All versions known to a deployment. ValueError when one version says two things, or none always holds."""

    def __init__(self, adoptions: Iterable[Adoption]) -> None:
        self._versions: dict[tuple[str, int], Policy] = {}
        self._adopted: list[tuple[datetime, int, Policy]] = []
        for adoption in adoptions:
            policy = adoption.policy
            if self._versions.setdefault((policy.name, policy.version), policy) != policy:
                raise ValueError(f"policy {policy.key} is there twice, and they differ")
            if adoption.holds_from is not None:
                self._adopted.append((adoption.holds_from, policy.version, policy))
        self._adopted.sort(key=lambda entry: entry[:2], reverse=True)
        self._chosen: dict[tuple[Facts, int], Policy] = {}

    def of(self, name: str, version: int) -> Policy:
        """The version frozen onto an issue. Raises LookupError when this deployment never had it."""
        try:
            return self._versions[name, version]
        except KeyError:
            raise LookupError(f"policy {name} version {version} is not known here") from None

    def newest(self, name: str = DEFAULT_POLICY) -> Policy:
        """The newest version of a policy. Raises LookupError when there is none."""
        versions = [version for known, version in self._versions if known == name]
        if not versions:
            raise LookupError(f"no policy {name} here")
        return self._versions[name, max(versions)]

    def named(self, key: str) -> Policy:
        """A version by its key, such as `13710@1`, or the newest of a name. Raises LookupError."""
        name, at, version = key.partition("@")
        if not at:
            return self.newest(name)
        if not version.isdecimal():
            raise LookupError(f"{key}: 应为 NAME@VERSION / should be NAME@VERSION, such as 13710@1")
        return self.of(name, int(version))

    def for_issue(self, facts: Facts, at: datetime) -> Policy:
        """What an issue assigned at `at` gets: of those that hold then and cover it, one with a scope of its own
        before one for everything, the later adopted before the earlier.

        Raises LookupError when none does.
        """
        held = [policy for holds_from, _, policy in self._adopted if holds_from <= at]
        chosen = self._chosen.get((facts, len(held)))
        if chosen is None:
            covering = [policy for policy in held if policy.applies_to.covers(facts)]
            if not covering:
                raise LookupError(f"no policy holds for {facts.category} in {facts.region} at {at.isoformat()}")
            chosen = max(covering, key=lambda policy: policy.applies_to != Scope())
            self._chosen[facts, len(held)] = chosen
        return chosen

    def versions(self) -> tuple[Policy, ...]:
        """All of them, by name and version."""
        return tuple(self._versions[key] for key in sorted(self._versions))

    def adopted(self) -> tuple[Adoption, ...]:
        """Those that hold or will, the latest first."""
        return tuple(Adoption(policy, holds_from) for holds_from, _, policy in self._adopted)


@lru_cache(maxsize=64)
def parse_policy(text: str, zone: str = DEFAULT_ZONE) -> Policy:
    """A policy from its YAML; one that names no time zone gets the deployment's.

    Raises DataFileRefused with the line of every fault. The last ones are remembered, since all are read again
    whenever anything in force changed.
    """
    return parse_sound(text, zone)


def shipped_texts() -> dict[str, str]:
    """The YAML of the policies that come inside the package, by name: the newest version of each."""
    return {name: text for name, text in _shipped_files().items() if "@" not in name}


def shipped_versions() -> tuple[str, ...]:
    """The YAML of every version that comes inside the package, also of those that a newer one has followed."""
    return tuple(_shipped_files().values())


def shipped_text(key: str) -> str:
    """The YAML of a version that comes inside the package. Raises LookupError."""
    for text in shipped_versions():
        if parse_policy(text).key == key:
            return text
    raise LookupError(f"没有这个规则版本 / no such policy version: {key}")


@lru_cache(maxsize=4)
def shipped_policies(zone: str = DEFAULT_ZONE) -> Policies:
    """The policies that come inside the package; 13710 holds always, the others once somebody adopts them."""
    return Policies(shipped_adoptions(zone))


def shipped_adoptions(zone: str = DEFAULT_ZONE) -> list[Adoption]:
    """Those of the package, as `Policies` takes them."""
    policies = [parse_policy(text, zone) for text in shipped_versions()]
    return [Adoption(policy, _HELD_SINCE.get(policy.name)) for policy in policies]


def _shipped_files() -> dict[str, str]:
    """By name, and by name@version what a newer version has followed."""
    folder = resources.files("ledger.policy") / "shipped"
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".yaml")), key=lambda file: file.name)
    return {file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8") for file in files}
