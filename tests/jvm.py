"""Knows how the JVMs of a whole run start in a third of the time: of the classes that a first broker loaded."""

import os
from pathlib import Path
from typing import Final

from ledger.groundwork.brokers import brokers_at
from stack.embedded.kafka import KafkaBroker
from streams.prepare.topics import ensure_topics

_OPTIONS: Final = "JDK_JAVA_OPTIONS"
"""What the JDK's `java` reads besides its command line."""
_PATIENCE_SECONDS: Final = 120.0


def start_from(kept: Path) -> None:
    """From here on JVMs start of what `keep_loaded` leaves there; before it does, they load what they need."""
    os.environ[_OPTIONS] = f"-XX:AOTCache={kept} -Xlog:disable"


def keep_loaded(kept: Path, folder: Path) -> None:
    """Run a broker on an empty folder and keep what it loaded, linked (JEP 514)."""
    broker, whole = KafkaBroker(folder), kept.with_suffix(".whole")
    broker.prepare()
    os.environ[_OPTIONS] = f"-XX:AOTCacheOutput={whole} -Xlog:disable"
    with broker:
        ensure_topics(brokers_at(broker.bootstrap))
        broker.child.ask_to_end()
        broker.child.wait_end(_PATIENCE_SECONDS)
    whole.rename(kept)
