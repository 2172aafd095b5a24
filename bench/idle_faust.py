"""Knows how fast faust reads a topic when its agent does nothing: the ceiling of every faust worker here."""

import json
import logging
import sys
import time
import uuid
from tempfile import mkdtemp

import faust

_WARM_UP = 0.1


def main(bootstrap: str, topic: str, total: int) -> None:
    """Read `total` records from the beginning and print the rate after the first tenth, as JSON."""
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
                sys.stdout.write(json.dumps({"rate": rate}) + "\n")
                sys.stdout.flush()
                raise SystemExit

    worker = faust.Worker(app, loglevel=logging.ERROR)
    worker.execute_from_commandline()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
