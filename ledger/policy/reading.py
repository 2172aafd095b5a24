"""Knows how a policy file is read and judged: what is wrong with it, and what its writer may not have meant."""

from dataclasses import dataclass
from datetime import datetime

from ledger.groundwork.process_settings import DEFAULT_ZONE
from ledger.groundwork.yaml_lines import DataFileRefused, FileFault, YamlFile
from ledger.policy.doubts import doubts_of, doubts_with
from ledger.policy.policy import Policy
from ledger.policy.soundness import PolicyFault, faults_of
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import local_day


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a file: the policy, or None with its `faults`; `warnings` do not hinder it."""

    policy: Policy | None
    faults: tuple[FileFault, ...] = ()
    warnings: tuple[FileFault, ...] = ()


def parse_sound(text: str, zone: str = DEFAULT_ZONE) -> Policy:
    """A policy from its YAML; one that names no time zone gets the deployment's. Raises DataFileRefused."""
    return _parsed(YamlFile(text), zone)


def check_policy(
    text: str, zone: str = DEFAULT_ZONE, catalogue: Catalogue | None = None, at: datetime | None = None
) -> Checked:
    """What is wrong with a policy file, and what is odd about it, each in the order of the lines.

    With a registry and a moment it is also told whom the ladder would not find in the places where it holds.
    """
    try:
        file = YamlFile(text)
        policy = _parsed(file, zone)
    except DataFileRefused as refused:
        return Checked(None, refused.faults)
    doubts = [*doubts_of(policy)]
    if catalogue is not None and at is not None:
        doubts += doubts_with(policy, catalogue, local_day(at, policy.zone))
    return Checked(policy, warnings=_in_lines(file, doubts))


def _parsed(file: YamlFile, zone: str) -> Policy:
    policy = file.parse(Policy, {"time_zone": zone})
    faults = _in_lines(file, list(faults_of(policy)))
    if faults:
        raise DataFileRefused(faults)
    return policy


def _in_lines(file: YamlFile, found: list[PolicyFault]) -> tuple[FileFault, ...]:
    told = (file.fault(each.path, each.message) for each in found)
    return tuple(sorted(told, key=lambda fault: fault.line))
