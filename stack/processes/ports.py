"""Knows which loopback ports are free."""

import random
import socket
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

from stack.processes.faults import StackError

LOOPBACK: Final = "127.0.0.1"
_LOWEST: Final = 12_000
_TRIES: Final = 50


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether something accepts connections on this loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((LOOPBACK, port)) == 0


def free_port(preferred: int | None = None, unlike: Collection[int] = ()) -> int:
    """`preferred` when it is free and none of `unlike`, else one that the system never gives to outgoing connections.

    A client that keeps asking for a server that was killed may otherwise be given the server's own port, connect to
    itself (TCP simultaneous open), and keep the server from coming back. Raises StackError when none is free.
    """
    if preferred is not None and preferred not in unlike and is_free(preferred):
        return preferred
    below = range(_LOWEST, max(_outgoing_from(), _LOWEST + 1_000))
    found = next((port for port in random.sample(below, _TRIES) if port not in unlike and is_free(port)), None)
    if found is None:
        raise StackError(
            f"{below.start} 至 {below.stop} 之间没有空闲端口 / no free port between {below.start} and {below.stop}"
        )
    return found


def ports_apart(parts: Iterable[str], remembered: Mapping[str, int], taken: Collection[int]) -> dict[str, int]:
    """A free port for each part: the remembered one where it can be, never one that another has or is `taken`.

    Raises StackError when there are not so many.
    """
    ports: dict[str, int] = {}
    for part in parts:
        ports[part] = free_port(remembered.get(part), unlike={*taken, *ports.values()})
    return ports


def _outgoing_from() -> int:
    """The first port of the range that the kernel picks from for outgoing connections."""
    return int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii").split()[0])
