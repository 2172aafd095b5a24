"""Knows why a broker or a database cannot be used, where waiting cures nothing: a name, a certificate, a password.

Told within ten seconds, so that a process that starts says it in one sentence. What is merely away is no such fault.
"""

import asyncio
import socket
import ssl
from typing import Final

import pymongo
from aiokafka.conn import create_conn
from aiokafka.errors import IllegalSaslStateError, KafkaError, SaslAuthenticationFailed, UnsupportedSaslMechanismError
from mongoengine import ConnectionFailure
from pymongo.errors import OperationFailure, PyMongoError, ServerSelectionTimeoutError

from ledger.groundwork.brokers import Brokers
from ledger.mongo.connection import Store, connect
from stack.processes.faults import StackError

_SECONDS: Final = 3.0
_UNAUTHENTICATED: Final = (18, 13)
_NO_NAME: Final = ("Name or service not known", "nodename nor servname", "Temporary failure in name", "No address")


class NoContact(Exception):
    """What is wrong, Chinese first, in one sentence. `passes`: a name may be there later, a password will not."""

    def __init__(self, sentence: str, *, passes: bool = False) -> None:
        super().__init__(sentence)
        self.passes = passes


def opened(mongo_url: str, told_by: str) -> Store:
    """A store on the ledger's database, of whose address a variable tells.

    Raises StackError when the address, or a file that it names, is none.
    """
    try:
        return connect(mongo_url)
    except (PyMongoError, ConnectionFailure, ValueError, OSError) as error:
        raise StackError(f"{told_by}: {error}") from None


def demand_brokers(brokers: Brokers) -> None:
    """Raises NoContact when no broker can be used and waiting cures nothing, BrokersRefused for a file of its own."""
    faults: list[NoContact] = []
    for address in brokers.addresses:
        fault = _fault_of(address, brokers)
        if fault is None:
            return  # one that answers, or is away and may come back
        faults.append(fault)
    if faults:
        raise faults[0]


def demand_database(store: Store) -> None:
    """Raises NoContact when MongoDB cannot be used and waiting cures nothing."""
    try:
        with pymongo.timeout(_SECONDS):
            store.database.command("ping")
            store["positions"].find_one({}, {"_id": 1})
    except OperationFailure as error:
        if error.code in _UNAUTHENTICATED:
            raise NoContact(
                f"MongoDB 不接受此用户或密码 / MongoDB does not take this user or password: {_first_line(error)}"
            ) from None
    except ServerSelectionTimeoutError as error:
        _judge_selection(str(error))
    except PyMongoError:
        """Away: whoever asked waits for it."""


def _judge_selection(said: str) -> None:
    if "certificate verify failed" in said:
        why = said.partition("certificate verify failed: ")[2].partition(" (_ssl")[0]
        raise NoContact(
            f"MongoDB 的证书不可信 / MongoDB's certificate is not trusted: {why or 'verify failed'}"
        ) from None
    if any(words in said for words in _NO_NAME):
        raise NoContact(f"MongoDB 的主机名无法解析 / MongoDB's host is not known: {said[:120]}", passes=True) from None


def _fault_of(address: str, brokers: Brokers) -> NoContact | None:
    host, _, port = address.rpartition(":")
    try:
        _try(host.strip("[]"), int(port), brokers)
    except socket.gaierror:
        return NoContact(f"Kafka 的主机名无法解析 / Kafka's host is not known: {address}", passes=True)
    except ssl.SSLError as error:
        why = getattr(error, "verify_message", error.reason)
        return NoContact(f"Kafka 的证书不可信 / Kafka's certificate is not trusted ({address}): {why}")
    except SaslAuthenticationFailed:
        return NoContact(f"Kafka 不接受此用户或密码 / Kafka does not take this user or password: {brokers.user}")
    except (UnsupportedSaslMechanismError, IllegalSaslStateError):
        return NoContact(f"Kafka 不接受这种认证方式 / Kafka does not take this mechanism: {brokers.mechanism}")
    except (KafkaError, OSError, ValueError):
        """Away: whoever asked waits for it."""
    return None


def _try(host: str, port: int, brokers: Brokers) -> None:
    """Reach a broker, look at its certificate, prove who one is. Raises what each step raises."""
    with socket.create_connection((host, port), _SECONDS) as plain:
        if brokers.over_tls:
            brokers.tls().wrap_socket(plain, server_hostname=host).close()
    if brokers.by_password:
        asyncio.run(_log_in(host, port, brokers))


async def _log_in(host: str, port: int, brokers: Brokers) -> None:
    options = brokers.options()
    del options["bootstrap_servers"]
    async with asyncio.timeout(_SECONDS):
        connection = await create_conn(host, port, **options)
    connection.close()


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
