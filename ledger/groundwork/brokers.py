"""Knows how a client of kafka-python or of aiokafka reaches a deployment's brokers, and proves who it is.

Both take these options under the same names; the TLS context is made once for each client.
"""

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Protocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
Mechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]


class BrokersRefused(OSError):
    """A file of certificates or a key cannot be used; one sentence says which."""


@dataclass(frozen=True, slots=True)
class Brokers:
    """Where the brokers answer (HOST:PORT each), and how a client is to speak with them.

    `ca` is a PEM file of who vouches for them, the system's own where none is named; `certificate` and `key` are the
    client's; `check_name`: whether a broker's certificate must name the host that was asked for.
    """

    addresses: tuple[str, ...]
    protocol: Protocol = "PLAINTEXT"
    mechanism: Mechanism = "SCRAM-SHA-512"
    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    check_name: bool = True

    @property
    def over_tls(self) -> bool:
        """Whether what is said is encrypted."""
        return self.protocol.endswith("SSL")

    @property
    def by_password(self) -> bool:
        """Whether a client proves who it is by a password."""
        return self.protocol.startswith("SASL")

    def options(self) -> dict[str, Any]:
        """The options of a client. Raises BrokersRefused."""
        told: dict[str, Any] = {"bootstrap_servers": list(self.addresses), "security_protocol": self.protocol}
        if self.over_tls:
            told["ssl_context"] = self.tls()
        if self.by_password:
            told["sasl_mechanism"] = self.mechanism
            told["sasl_plain_username"], told["sasl_plain_password"] = self.user, self.password
        return told

    def tls(self) -> ssl.SSLContext:
        """How certificates are checked and shown. Raises BrokersRefused."""
        try:
            context = ssl.create_default_context(cafile=self.ca)
            if self.certificate is not None:
                context.load_cert_chain(self.certificate, self.key)
        except (OSError, ValueError) as error:
            named = ", ".join(str(path) for path in (self.ca, self.certificate, self.key) if path is not None)
            says = f"证书或私钥文件不可用 / certificate or key cannot be used ({named}): {error}"
            raise BrokersRefused(says) from None
        context.check_hostname = self.check_name
        return context


def brokers_at(kafka: str) -> Brokers:
    """The brokers at HOST:PORT[,HOST:PORT…], spoken with in plain text."""
    return Brokers(addresses_in(kafka))


def addresses_in(kafka: str) -> tuple[str, ...]:
    """The addresses one by one."""
    return tuple(address.strip() for address in kafka.split(",") if address.strip())
