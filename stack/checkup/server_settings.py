"""Knows whether MongoDB's own settings fit the ledger: how long a transaction may stay open, what its files are for."""

from collections.abc import Iterator
from typing import Final

from pymongo.errors import OperationFailure

from ledger.mongo.connection import Store
from stack.checkup.finding import Finding

LONGEST_LIFETIME_SECONDS: Final = 10
_LIFETIME, _LEVEL = "transactionLifetimeLimitSeconds", "featureCompatibilityVersion"


def server_settings(store: Store) -> Iterator[Finding]:
    """Every check of the settings. Raises pymongo.errors.PyMongoError when MongoDB is away."""
    lifetime = _asked(store, _LIFETIME)
    if isinstance(lifetime, int):
        says = f"未结束的事务 {lifetime} 秒后中止 / one that is left open ends after {lifetime} s"
        yield Finding("transactions", says, advice_on_lifetime(lifetime))
    else:
        says = f"此用户无权查询，应为 10 秒 / this user may not ask how long one lives; it should be 10 s ({_LIFETIME})"
        yield Finding("transactions", says)
    level = _asked(store, _LEVEL)
    if isinstance(level, dict):
        running = ".".join(store.client.server_info()["version"].split(".")[:2])
        yield Finding(
            "mongodb files", f"版本 / of version {level['version']}", advice_on_level(level["version"], running)
        )


def advice_on_lifetime(seconds: int) -> str:
    """A worker that is killed inside a transaction keeps its locks for as long."""
    if seconds <= LONGEST_LIFETIME_SECONDS:
        return ""
    command = f"db.adminCommand({{setParameter: 1, {_LIFETIME}: {LONGEST_LIFETIME_SECONDS}}})"
    return (
        f"入账进程被杀后，其他进程须等这么久；请在每个成员上执行并写入 mongod.conf / "
        f"others wait so long for a worker that was killed: run {command} on each member, and set it in mongod.conf"
    )


def advice_on_level(level: str, running: str) -> str:
    """Files of an older version than the server that runs: the next upgrade refuses them."""
    if level == running:
        return ""
    command = f'db.adminCommand({{setFeatureCompatibilityVersion: "{running}", confirm: true}})'
    return f"请完成升级到 {running} / finish the upgrade to {running}: run {command} (without confirm before MongoDB 7)"


def _asked(store: Store, parameter: str) -> object:
    """A parameter's value, None for a user who may not ask."""
    try:
        return store.client.admin.command({"getParameter": 1, parameter: 1})[parameter]
    except OperationFailure:
        return None
