"""Nothing is sent inside: whatever the URL's spelling, whatever a name resolves to, and however often it is asked."""

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.senders.guard import AddressRefused, Allowed, Guard, is_public, read_network
from tests.channels.parts import LOOPBACK, poster, receiving

INSIDE = [
    "https://127.0.0.1/",
    "https://localhost/",
    "https://10.0.0.8/",
    "https://172.31.255.255/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://198.18.0.1/",
    "https://192.0.0.170/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://127.0.0.1./",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:8.8.8.8]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::a00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[fe80::1]/",
    "https://[fe80::1%25eth0]/",
    "https://[fc00::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://[2001:db8::1]/",
    "https://[2400:cb00::5efe:10.0.0.1]/",
    "https://①②⑦.⓪.⓪.①/",
    "https://127。0。0。1/",
]


async def _all_of(url: str, guard: Guard) -> None:
    read = guard.check_url(url)
    await guard.resolve(read.raw_host.decode(), 443)


@pytest.mark.parametrize("url", INSIDE)
def test_an_address_inside_is_refused_however_it_is_spelt(url: str) -> None:
    with pytest.raises(AddressRefused):
        asyncio.run(_all_of(url, Guard()))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.org/", "only https.*XIAOHAO_OUTBOUND_HTTP"),
        ("ftp://example.org/", "only https"),
        ("file:///etc/passwd", "only https"),
        ("https://user:pass@example.org/", "user or password"),
        ("https:///path", "no host"),
        ("https://example.org:0/", "no port"),
        ("https://example.org:99999/", "no port"),
        ("https://example.org\\@127.0.0.1/", "backslash"),
        ("https://example.org /", "space"),
        ("https://example.org\r\nHost: x/", "non-printable"),
        ("nonsense", "only https"),
    ],
)
def test_a_url_that_may_not_be_used_is_refused_with_the_reason(url: str, why: str) -> None:
    with pytest.raises(AddressRefused, match=why):
        Guard().check_url(url)


@given(st.ip_addresses(v=4))
def test_no_ipv4_that_python_calls_private_is_public(address: IPv4Address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert not is_public(address)


@given(st.ip_addresses(v=6))
def test_no_ipv6_that_python_calls_private_or_that_carries_an_ipv4_is_public(address: IPv6Address) -> None:
    carries = address.ipv4_mapped or address.sixtofour or address.teredo
    if carries or not address.is_global or address.is_multicast:
        assert not is_public(address)


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "::{}", "64:ff9b::{}"]))
def test_no_ipv4_inside_an_ipv6_is_public(inner: IPv4Address, form: str) -> None:
    assert not is_public(ip_address(form.format(inner)))


@pytest.mark.parametrize("address", ["8.8.8.8", "203.119.26.1", "2400:3200::1", "2606:4700::1111"])
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_a_name_is_refused_when_any_of_its_addresses_is_inside() -> None:
    async def both(host: str, port: int) -> Sequence[str]:
        return ["8.8.8.8", "10.0.0.1"]

    with pytest.raises(AddressRefused, match=r"10\.0\.0\.1 is not a public address.*XIAOHAO_OUTBOUND_NETWORKS"):
        asyncio.run(Guard(resolver=both).resolve("example.org", 443))


def test_with_hosts_named_no_other_is_allowed() -> None:
    guard = Guard(Allowed(hosts=("oa.example.org", "*.gov.example")))
    guard.check_url("https://oa.example.org/x")
    guard.check_url("https://hooks.gov.example/x")
    for other in ("https://example.org/", "https://gov.example/", "https://evilgov.example/", "https://8.8.8.8/"):
        with pytest.raises(AddressRefused, match="XIAOHAO_OUTBOUND_HOSTS"):
            guard.check_url(other)


def test_a_network_that_the_deployment_names_may_be_reached_and_no_more() -> None:
    guard = Guard(Allowed(networks=(read_network("10.20.0.0/16"),)))
    guard.check_url("https://10.20.0.5/")
    with pytest.raises(AddressRefused):
        guard.check_url("https://10.21.0.5/")


def test_a_name_is_resolved_once_and_the_connection_goes_to_the_address_that_was_checked() -> None:
    """DNS rebinding: the second answer leads inside; it is never asked for."""
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.2"] if len(asked) == 1 else ["127.0.0.1"]

    allowed = Allowed(networks=(read_network("127.0.0.2/32"),), http=True)
    with receiving("127.0.0.2") as outside, receiving("127.0.0.1", outside.port) as inside:
        url = f"http://rebind.example:{outside.port}/hook"
        posts = poster(allowed, rebinding)
        answer = asyncio.run(posts.post(url, {}, b"{}"))
        assert answer.status == 200
        assert (len(outside.requests), len(inside.requests), asked) == (1, 0, ["rebind.example"])
        assert outside.requests[0].headers["host"] == f"rebind.example:{outside.port}"
        with pytest.raises(AddressRefused):
            asyncio.run(posts.post(url, {}, b"{}"))
        assert (len(outside.requests), len(inside.requests)) == (1, 0)


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as proxy, receiving() as target:
        monkeypatch.setenv("HTTP_PROXY", proxy.url(""))
        monkeypatch.setenv("http_proxy", proxy.url(""))
        asyncio.run(poster(LOOPBACK).post(target.url(), {}, b"{}"))
        assert (len(proxy.requests), len(target.requests)) == (0, 1)


def test_a_name_with_an_ipv6_address_inside_is_refused() -> None:
    async def mapped(host: str, port: int) -> Sequence[str]:
        return [socket.inet_ntop(socket.AF_INET6, bytes(10) + b"\xff\xff" + bytes([127, 0, 0, 1]))]

    with pytest.raises(AddressRefused):
        asyncio.run(Guard(resolver=mapped).resolve("example.org", 443))
