"""Knows how one thread keeps the index for text search, or waits while another process of this machine does."""

import asyncio
import threading
from pathlib import Path
from typing import Final

from ledger.mongo.connection import Store
from ledger.search.keeping import keep

_STOP_SECONDS: Final = 5.0


class Indexing:
    """The thread; it ends when it is closed, after what it writes just then."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=keep, args=(store, folder, self._stop), name="search", daemon=True)
        self._thread.start()

    async def close(self) -> None:
        """End it; a thread that waits for a MongoDB that hangs ends with the process."""
        self._stop.set()
        await asyncio.to_thread(self._thread.join, _STOP_SECONDS)
