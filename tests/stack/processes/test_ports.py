"""Ports of servers lie where the kernel never takes one for an outgoing connection."""

import socket
from pathlib import Path

from stack.processes.ports import free_port, ports_apart


def test_a_free_port_is_below_the_range_of_outgoing_connections() -> None:
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert all(free_port() < lowest for _ in range(20))


def test_the_preferred_port_is_kept_while_it_is_free() -> None:
    preferred = free_port()
    assert free_port(preferred) == preferred
    with socket.create_server(("127.0.0.1", preferred)):
        assert free_port(preferred) != preferred


def test_parts_never_share_a_port_also_when_they_remember_the_same() -> None:
    clash, other = free_port(), free_port()
    remembered = {"mongod": clash, "kafka": clash, "controller": other}
    ports = ports_apart(("mongod", "kafka", "controller"), remembered, taken={other})
    assert ports["mongod"] == clash
    assert len({*ports.values(), other}) == 4
    assert ports_apart(ports, ports, taken={other}) == ports
