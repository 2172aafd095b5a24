"""Knows how fast faust reads a topic when its agent does nothing: the ceiling of every faust worker here."""

import logging
import os
import sys
import time
import uuid
from pathlib import Path
from tempfile import mkdtemp

import faust

_WARM_UP = 0.1


def main(bootstrap: str, topic: str, total: int, answer: Path) -> None:
    """Read `total` records from the beginning and write the rate after the first tenth into a file."""
    app = faust.App(
        f"idle-{uuid.uuid4().hex[:8]}",
        broker=f"kafka://{bootstrap}",
        datadir=mkdtemp(),
        web_enabled=False,
        topic_disable_leader=True,
        consumer_auto_offset_reset="earliest",
        broker_session_timeout=6,
        broker_heartbeat_interval=2,
        broker_rebalance_timeout=6,
    )
    records = app.topic(topic, value_type=bytes, value_serializer="raw", key_serializer="raw")
    seen = 0
    began = 0.0

    @app.agent(records, concurrency=1)
    async def read(stream: faust.StreamT[bytes]) -> None:
        nonlocal seen, began
        async for _ in stream:
            seen += 1
            if seen == int(total * _WARM_UP):
                began = time.perf_counter()
            if seen == total:
                rate = (total - int(total * _WARM_UP)) / (time.perf_counter() - began)
                answer.write_text(str(rate), encoding="utf-8")  # noqa: ASYNC240 - the last thing it does
                os._exit(0)  # nothing is worth saving, and faust takes seconds to stop

    worker = faust.Worker(app, loglevel=logging.ERROR, quiet=True)
    worker.execute_from_commandline()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
