"""Knows the policy versions of a deployment in MongoDB: immutable texts, each with the date from which it holds."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from ledger.groundwork.process_settings import DEFAULT_ZONE
from ledger.issue.issue import OPEN_STATES
from ledger.mongo.connection import Document, Store
from ledger.mongo.rule_data import Moment, Writing, one_moment, write_rule_data
from ledger.mongo.whole import in_states
from ledger.policy.policy import Policy
from ledger.policy.reading import parse_sound
from ledger.policy.versions import Adoption, Policies, parse_policy, shipped_adoptions, shipped_text, shipped_versions
from ledger.registry.actors import SYSTEM, Actor
from ledger.registry.keeping.history import EVENTS, By, to_event

POLICIES: Final = "policies"
"""The kind of their changes in the history."""


class PolicyTaken(Exception):
    """This version is there already and says something else: give the changed policy the next version number."""


class AdoptionRefused(Exception):
    """A policy cannot hold from that date; the message says why."""


def seed_policies(store: Store, at: datetime, zone: str = DEFAULT_ZONE) -> list[str]:
    """Keep the versions that ship as they are now; the keys of those whose stored text differs and was kept."""
    shipped = list(zip(shipped_adoptions(zone), shipped_versions(), strict=True))

    def write(writing: Writing) -> list[str]:
        differing = []
        for adoption, text in shipped:
            try:
                _enter(writing, adoption.policy, text, at, adoption.holds_from)
            except PolicyTaken:
                differing.append(adoption.policy.key)
        return differing

    return write_rule_data(store, write)


def enter_policy(
    store: Store,
    text: str,
    at: datetime,
    zone: str = DEFAULT_ZONE,
    *,
    actor: Actor = SYSTEM,
    reason: str | None = None,
) -> Policy:
    """Keep a new version; it holds for nobody until it is adopted. Entering the same again changes nothing.

    Raises PolicyTaken, or what `parse_policy` raises.
    """
    policy = parse_policy(text, zone)

    def write(writing: Writing) -> None:
        if _enter(writing, policy, text, at, None):
            _tell(writing, policy.key, None, {"sha256": _digest(text)}, By(actor, at, reason))

    write_rule_data(store, write)
    return policy


def adopt_policy(  # noqa: PLR0917 - which version, from when, and who says so
    store: Store,
    name: str,
    version: int,
    holds_from: datetime,
    at: datetime,
    actor: Actor = SYSTEM,
    *,
    reason: str | None = None,
) -> None:
    """Let a version hold for new assignments from a moment on. Raises AdoptionRefused."""
    if holds_from < at:
        raise AdoptionRefused("生效时间不得在过去 / it cannot hold from a moment in the past")
    key = f"{name}@{version}"

    def write(writing: Writing) -> None:
        stored = writing.stored("policies", [key]).get(key)
        if stored is None:
            raise AdoptionRefused(f"没有这个规则版本 / no such policy version: {key}")
        if stored["holds_from"] is not None and stored["holds_from"] <= at:
            raise AdoptionRefused(
                f"{key} 已生效,不能再次采用;要恢复,请以新版本号或新名称录入 / it holds already, "
                "and is not adopted twice: to go back to it, enter its text under the next version or another name"
            )
        if stored["holds_from"] != holds_from:
            writing.put("policies", [stored | {"holds_from": holds_from}])
            before, after = ({"holds_from": each} for each in (stored["holds_from"], holds_from))
            _tell(writing, key, before, after, By(actor, at, reason))

    write_rule_data(store, write)


def read_policies(zone: str = DEFAULT_ZONE) -> Policies:
    """Every version: those stored, and those of the package that are not."""
    with one_moment() as moment:
        return policies_at(moment, zone)


def policies_at(moment: Moment, zone: str) -> Policies:
    """Every version of a moment: those stored, and those of the package that are not."""
    documents = list(moment.find("policies"))
    known = _parsed.of([(document["text"], document["time_zone"]) for document in documents])
    stored = {
        document["_id"]: Adoption(policy, document["holds_from"])
        for document, policy in zip(documents, known, strict=True)
    }
    shipped = {adoption.policy.key: adoption for adoption in shipped_adoptions(zone)}
    return Policies((shipped | stored).values())


def read_policy_text(store: Store, key: str) -> str:
    """A version as it was entered, or as it ships. Raises LookupError."""
    stored = store["policies"].find_one({"_id": key}, {"text": 1})
    if stored is not None:
        return str(stored["text"])
    return shipped_text(key)


def count_open(store: Store) -> Counter[str]:
    """How many open issues each version is frozen onto, by its key; those that wait for none are left out."""
    query = in_states(store, OPEN_STATES) | {"policy": {"$ne": None}}
    by_version = {"_id": {"policy": "$policy", "version": "$policy_version"}, "issues": {"$sum": 1}}
    found = store["issues"].aggregate([{"$match": query}, {"$group": by_version}])
    return Counter({f"{each['_id']['policy']}@{each['_id']['version']}": each["issues"] for each in found})


class _Parsed:
    """The versions as parsed, by SHA-256 of text and zone: as many as are stored, since all are read anew when
    anything changed and none of them ever does."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Policy] = {}

    def of(self, texts: Sequence[tuple[str, str]]) -> list[Policy]:
        """Each of these, parsed if it was not there last time. Raises DataFileRefused."""
        keys = [(_digest(text), zone) for text, zone in texts]
        before = self._kept
        kept = {key: before.get(key) or parse_sound(*each) for key, each in zip(keys, texts, strict=True)}
        self._kept = kept
        return [kept[key] for key in keys]


_parsed = _Parsed()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _tell(writing: Writing, key: str, before: Document | None, after: Document, by: By) -> None:
    """Say who did it: beside the version, in the same transaction."""
    writing.add(EVENTS, [to_event(writing.version, POLICIES, before, after | {"_id": key}, by)])


def _enter(writing: Writing, policy: Policy, text: str, at: datetime, holds_from: datetime | None) -> bool:
    """Whether it is new. Raises PolicyTaken."""
    there, digest = writing.stored("policies", [policy.key]).get(policy.key), _digest(text)
    if there is not None:
        if there["sha256"] != digest:
            raise PolicyTaken(policy.key)
        return False
    document = {
        "_id": policy.key,
        "name": policy.name,
        "version": policy.version,
        "text": text,
        "sha256": digest,
        "time_zone": policy.time_zone,
        "holds_from": holds_from,
        "entered_at": at,
    }
    writing.put("policies", [document])
    return True
