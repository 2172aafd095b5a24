"""Knows where a message may go: never inside, unless the deployment says so (SSRF).

An address in a URL is not trusted, nor is a name: the name is resolved once, every address it has must be public or
in a network that the deployment names, and the connection is made to that very address.
"""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

import httpx

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]

# IANA special-purpose address registries (RFC 6890 and later); Python's own `is_global` differs between releases.
_NOT_PUBLIC_4: Final = tuple(
    IPv4Network(each)
    for each in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_GLOBAL_6: Final = IPv6Network("2000::/3")
# In that range, but special, or carrying an IPv4 address inside: Teredo and the like, documentation, 6to4.
_NOT_PUBLIC_6: Final = tuple(
    IPv6Network(each) for each in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48")
)
_ISATAP: Final = (0x00005EFE, 0x02005EFE)
_ENDS_IN_NUMBER: Final = re.compile(r"(^|\.)(\d+|0[xX][0-9a-fA-F]*)\.?$")


class AddressRefused(Exception):
    """Nothing may be sent there; the message says why."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the deployment allows.

    `networks` may be reached although they are not public. With `hosts` (names, or `*.example.org` for all below),
    no other host may be named. `http` lets messages go without TLS.
    """

    networks: tuple[Network, ...] = ()
    hosts: tuple[str, ...] = ()
    http: bool = False


NOTHING_INSIDE: Final = Allowed()


async def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a host by the system's resolver. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """One deployment's guard."""

    allowed: Allowed = NOTHING_INSIDE
    resolver: Resolver = look_up

    def check_url(self, url: str) -> httpx.URL:
        """The URL, read once for all. Raises AddressRefused for what its text alone forbids."""
        try:
            read = httpx.URL(url)
            host, port = read.raw_host.decode("ascii"), read.port
            _demand_one_reading(url, read)
        except (httpx.InvalidURL, ValueError, UnicodeError) as error:
            raise AddressRefused(f"not a URL: {error}") from None
        if read.scheme != "https" and not (read.scheme == "http" and self.allowed.http):
            raise AddressRefused("只允许 https:// / only https:// is allowed (XIAOHAO_OUTBOUND_HTTP)")
        if read.userinfo:
            raise AddressRefused("a URL with a user or password in it is not allowed")
        if not host or (port is not None and not 0 < port < 65536):
            raise AddressRefused("the URL names no host or no port")
        literal = _literal(host)
        if literal is not None:
            self.check_address(str(literal))
        self._demand_named(host)
        return read

    def check_address(self, text: str) -> Address:
        """The address, when it may be reached. Raises AddressRefused."""
        try:
            address = ip_address(text)
        except ValueError:
            raise AddressRefused(f"not an address: {text!r}") from None
        if any(address in network for network in self.allowed.networks if network.version == address.version):
            return address
        if not is_public(address):
            raise AddressRefused(f"{address} is not a public address, nor in a network of XIAOHAO_OUTBOUND_NETWORKS")
        return address

    async def resolve(self, host: str, port: int) -> list[Address]:
        """Where to connect to, in order; asked of the resolver once. Raises AddressRefused or OSError."""
        literal = _literal(host)
        found = [str(literal)] if literal is not None else await self.resolver(host, port)
        if not found:
            raise OSError(f"{host} has no address")
        return [self.check_address(each) for each in found]

    def _demand_named(self, host: str) -> None:
        if self.allowed.hosts and not any(_matches(host.lower().rstrip("."), name) for name in self.allowed.hosts):
            raise AddressRefused(f"{host} is not among the hosts that XIAOHAO_OUTBOUND_HOSTS names")


def is_public(address: Address) -> bool:
    """Whether an address is one of the open Internet; those that carry or stand for an IPv4 address are not."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address.scope_id or address not in _GLOBAL_6 or any(address in network for network in _NOT_PUBLIC_6):
        return False
    return (int(address) >> 32) & 0xFFFFFFFF not in _ISATAP


def read_network(text: str) -> Network:
    """A network in CIDR form, or one address. Raises ValueError."""
    return ip_network(text)


def _literal(host: str) -> Address | None:
    """The address that a host is, None for a name. Raises AddressRefused on a number that is no plain address.

    `2130706433`, `0x7f.1`, `0177.0.0.1` and `127.1` are all 127.0.0.1 to some readers and something else to others.
    """
    bare = host.removeprefix("[").removesuffix("]")
    try:
        return ip_address(bare)
    except ValueError:
        if ":" in bare or _ENDS_IN_NUMBER.search(bare):
            raise AddressRefused(f"{host} is not a plain address or name") from None
    return None


def _demand_one_reading(url: str, read: httpx.URL) -> None:
    """Raises ValueError when another reader would see another host: spaces, backslashes, control characters."""
    if any(character <= " " or character in "\\\x7f" for character in url):
        raise ValueError("a space, backslash or control character in it")
    other = urlsplit(url).hostname or ""
    if other.isascii() and other.lower() != read.raw_host.decode("ascii").lower():
        raise ValueError("its host can be read in two ways")


def _matches(host: str, name: str) -> bool:
    return host.endswith(name[1:]) if name.startswith("*.") else host == name
