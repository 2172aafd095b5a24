"""Knows whether MongoDB is one that the ledger can stand on: version, replica set, indexes, a registry with people."""

from collections.abc import Iterator
from typing import Final
from zoneinfo import ZoneInfo

from pymongo.errors import OperationFailure

from ledger.groundwork.clock import Clock
from ledger.mongo.connection import Document, Store
from ledger.mongo.documents import DOCUMENTS
from ledger.registry.days import local_day
from ledger.registry.store import read_catalogue
from ledger.registry.vacancies import unstaffed
from stack.checkup.finding import PREPARE, Finding

_OLDEST: Final = (6, 0)
_HEALTHY: Final = {"PRIMARY", "SECONDARY", "ARBITER"}
_NAMED: Final = 5
_COUNTED: Final = {"regions": "行政区划", "units": "责任单位", "persons": "人员", "projects": "项目"}
_ENTER: Final = (
    "请录入其人员（xiaohao registry import）或修改规则，此前其问题须由人分派（xiaohao registry vacancies 可查） / "
    "enter their people (`xiaohao registry import`), or change the rules; until then a person must route their issues"
    " (`xiaohao registry vacancies` lists them)"
)


def database(store: Store) -> Iterator[Finding]:
    """Every check of the database. Raises pymongo.errors.PyMongoError when it is away."""
    yield _version(store)
    yield _replica_set(store)
    yield _indexes(store)
    yield _registry(store)


def _version(store: Store) -> Finding:
    found = store.client.server_info()
    new_enough = tuple(found["versionArray"][:2]) >= _OLDEST
    return Finding(
        "mongodb",
        f"MongoDB {found['version']}",
        "" if new_enough else "升级到 MongoDB 6.0 以上 / upgrade to MongoDB 6.0 or newer",
    )


def _replica_set(store: Store) -> Finding:
    hello = store.client.admin.command("hello")
    if "setName" not in hello:
        advice = (
            "台账需要事务，请以副本集启动 / "
            "start it as a replica set (--replSet, then rs.initiate()): the ledger needs transactions"
        )
        return Finding("replica set", "单机，无副本集 / a single server without a replica set", advice)
    members = _members(store)
    if members is None:
        return Finding(
            "replica set",
            f"{hello['setName']}，{len(hello['hosts'])} 个成员 / "
            f"{len(hello['hosts'])} member(s), primary {hello['primary']}",
        )
    states = ", ".join(f"{member['name']} {member['stateStr']}" for member in members)
    ill = [member["name"] for member in members if member["stateStr"] not in _HEALTHY]
    advice = f"恢复该成员，查看其日志 / bring back {', '.join(ill)}; see its log"
    return Finding("replica set", f"{hello['setName']}: {states}", advice if ill else "")


def _members(store: Store) -> list[Document] | None:
    """The members with their states, None for a user who may not ask (clusterMonitor)."""
    try:
        members: list[Document] = store.client.admin.command("replSetGetStatus")["members"]
    except OperationFailure:
        return None
    return members


def _indexes(store: Store) -> Finding:
    missing = [
        f"{document._get_collection_name()}({', '.join(name for name, _ in keys)})"
        for document in DOCUMENTS
        for keys in document.compare_indexes()["missing"]
        if keys != [("_id", 1)]  # every collection has it from its first document on
    ]
    if "filename_1" not in store["attachments.files"].index_information():
        missing.append("attachments.files(filename)")
    says = f"缺少 / missing: {', '.join(missing)}" if missing else "齐全 / all there"
    return Finding("indexes", says, PREPARE if missing else "")


def _registry(store: Store) -> Finding:
    counts = {name: store[name].estimated_document_count() for name in _COUNTED}
    empty = [name for name in ("regions", "units") if not counts[name]]
    zh = "，".join(f"{_COUNTED[name]} {count}" for name, count in counts.items())
    en = ", ".join(f"{count} {name}" for name, count in counts.items())
    return Finding("registry", f"{zh} / {en}", PREPARE if empty else "")


def staffing(clock: Clock, zone: str) -> Iterator[Finding]:
    """Whether somebody is in each unit that the routing rules name; sample projects ask for nobody.

    Units above the projects, of regions in which no unit has anybody, are told without being wrong: a county that
    works with this by itself has none. Raises pymongo.errors.PyMongoError.
    """
    catalogue, day = read_catalogue(), local_day(clock.now(), ZoneInfo(zone))
    empty = sorted(unstaffed(catalogue, day, samples=False))
    here = {catalogue.units[unit].region for unit in catalogue.staffed_on(day)}
    here |= {project.region for project in catalogue.projects.values() if not project.sample}
    missing = [unit for unit in empty if unit not in catalogue.units or catalogue.units[unit].region in here]
    beyond = [unit for unit in empty if unit not in missing]
    if missing:
        says = (
            f"分派规则所选的 {len(missing)} 个单位无人在岗 / "
            f"nobody is in {_listed(missing)} that the routing rules name"
        )
        yield Finding("units", says, _ENTER)
    elif not beyond:
        says = "分派规则所选的单位均有人在岗 / somebody is in each unit that the routing rules name for a project"
        yield Finding("units", says)
    if beyond:
        says = (
            f"所在地区各单位均无人的 {len(beyond)} 个单位被越过 / "
            f"issues pass by {_listed(beyond)} of regions in which no unit has anybody"
        )
        yield Finding("units", says)


def _listed(units: list[str]) -> str:
    more = f" and {len(units) - _NAMED} more" if len(units) > _NAMED else ""
    return f"{len(units)} unit(s) ({', '.join(units[:_NAMED])}{more})"
