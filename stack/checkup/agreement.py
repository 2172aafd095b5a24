"""Knows whether all processes on one ledger agree: the same version, and days that begin in the same time zone.

Each process says on its connections to MongoDB who it is (`ProcessSettings.introduced_as`), so that those of other
machines, under whatever supervisor, are judged too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Final

from pymongo.errors import OperationFailure
from pymongo.read_concern import ReadConcern

from ledger.groundwork.process_settings import Introduced, introduced
from ledger.mongo.connection import Store
from stack.checkup.finding import Finding

_UNAUTHORIZED: Final = 13


def agreement(store: Store, zone: str) -> Iterator[Finding]:
    """The findings, for a deployment in this zone. Raises pymongo.errors.PyMongoError when MongoDB is away."""
    try:
        there = set(_connected(store))
    except OperationFailure as refused:
        if refused.code != _UNAUTHORIZED:
            raise
        says = "此用户无权查询连接 / this user may not ask who is connected (privilege inprog)"
        yield from (Finding("time zones", says), Finding("versions", says))
        return
    yield judged("time zones", {one: one.zone for one in there}, zone, "XIAOHAO_TIME_ZONE")
    yield judged("versions", {one: one.version for one in there}, version("xiaohao"), "xiaohao")


def judged(part: str, found: dict[Introduced, str], here: str, what: str) -> Finding:
    """Whether all say what this command says, `here`; those that say something else are to be put right."""
    groups: dict[str, set[str]] = defaultdict(set)
    for one, said in found.items():
        groups[said].add(one.process)
    says = "; ".join(f"{said}: {', '.join(sorted(names))}" for said, names in sorted(groups.items()))
    others = sorted({f"{one.process} on {one.host}" for one, said in found.items() if said != here})
    advice = (
        f"本命令为 {here}，请各处统一 {what} 后重新启动 / "
        f"this command has {here}; make {what} the same everywhere and start again: {', '.join(others)}"
    )
    return Finding(part, says or f"{here}: 没有进程连接 / no process is connected", advice if others else "")


def _connected(store: Store) -> Iterable[Introduced]:
    """Those that are connected now, by the names they gave. Raises OperationFailure where one may not ask."""
    admin = store.client.get_database("admin", read_concern=ReadConcern("local"))
    for operation in admin.aggregate([{"$currentOp": {"allUsers": True, "idleConnections": True}}]):
        host = str(operation.get("client", "?")).rpartition(":")[0]
        one = introduced(str(operation.get("appName", "")), host)
        if one is not None:
            yield one
