"""A client of the brokers trusts whom it was told to, shows its own certificate, and says its password as told."""

import ssl
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509

from ledger.groundwork.brokers import Brokers, brokers_at
from tests.certificates import Authority, authority


def shaken(client: ssl.SSLContext, server: ssl.SSLContext) -> str:
    """Whom the server sees after both have greeted each other, in memory. Raises ssl.SSLError."""
    asking, answering = ssl.MemoryBIO(), ssl.MemoryBIO()
    one = client.wrap_bio(answering, asking, server_hostname="localhost")
    other = server.wrap_bio(asking, answering, server_side=True)
    for _ in range(3):
        for side in (one, other):
            with suppress(ssl.SSLWantReadError):
                side.do_handshake()
    shown = other.getpeercert(binary_form=True)
    assert shown is not None
    return x509.load_der_x509_certificate(shown).subject.rfc4514_string()


def who_asks_for_certificates(ca: Authority) -> ssl.SSLContext:
    """A broker's side, which lets nobody in without one."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ca.vouch("broker"))
    context.load_verify_locations(ca.file)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def test_a_broker_that_asks_for_a_certificate_is_shown_ours(tmp_path: Path) -> None:
    ca = authority(tmp_path, "ours")
    server, ours = who_asks_for_certificates(ca), ca.vouch("xiaohao")
    brokers = Brokers(("localhost:9093",), "SSL", ca=ca.file, certificate=ours, key=ours)
    assert shaken(brokers.tls(), server) == "CN=xiaohao"
    with pytest.raises(ssl.SSLError, match="PEER_DID_NOT_RETURN_A_CERTIFICATE"):
        shaken(replace(brokers, certificate=None, key=None).tls(), server)


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
def test_every_client_is_told_the_same_of_password_and_certificates(mechanism: str) -> None:
    told = Brokers(("k:9093",), "SASL_SSL", mechanism, "xiaohao", "a-password").options()  # type: ignore[arg-type]
    assert isinstance(told.pop("ssl_context"), ssl.SSLContext)
    assert told == {
        "bootstrap_servers": ["k:9093"],
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": mechanism,
        "sasl_plain_username": "xiaohao",
        "sasl_plain_password": "a-password",
    }
    assert "a-password" not in repr(Brokers(("k:9093",), password="a-password"))


def test_in_plain_text_nothing_is_proven() -> None:
    assert brokers_at("k:9092").options() == {"bootstrap_servers": ["k:9092"], "security_protocol": "PLAINTEXT"}
