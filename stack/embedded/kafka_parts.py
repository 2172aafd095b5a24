"""Knows which jars Apache Kafka is, and how a person hears of their coming."""

import sys
from pathlib import Path
from typing import Final

from stack.embedded.jars import JarSet, Progress

KAFKA: Final = JarSet("kafka", "Apache Kafka", Path(__file__).parent / "parts" / "jgo.lock.toml", mebibytes=44)


def kafka_version() -> str:
    """The version of Apache Kafka that the lock file pins."""
    return next(jar.version for jar in KAFKA.jars() if jar.artifact.startswith("kafka_"))


def kafka_jars(say: Progress = lambda _: None) -> Path:
    """The folder with every jar of Kafka's, filled on first use. Raises StackError when one cannot be had."""
    return KAFKA.folder(say)


def tell_stderr(line: str) -> None:
    """Say a line of progress to a person; standard output is kept for what programs read."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
