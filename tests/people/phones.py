"""Knows a phone as the page makes it: a key in the browser, a counter and an attempt kept before anything is sent."""

import secrets
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from people.devices import Renewal, device_id, public_key, to_sign


@dataclass
class Phone:
    """One phone, or a copy of one."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    counter: int = -1
    attempt: str = ""

    @property
    def point(self) -> tuple[bytes, bytes]:
        """The coordinates of its public key, as WebCrypto exports them."""
        numbers = self.key.public_key().public_numbers()
        return numbers.x.to_bytes(32), numbers.y.to_bytes(32)

    @property
    def public(self) -> bytes:
        """Its public key as it is stored."""
        return public_key(*self.point)

    @property
    def id(self) -> str:
        """The id of its device."""
        return device_id(self.public)

    def next(self) -> "Phone":
        """The same, with the next counter and a new attempt, as it keeps them before it sends."""
        self.counter += 1
        self.attempt = secrets.token_urlsafe(16)
        return self

    def renewal(self, nonce: str) -> Renewal:
        """What it sends now, signed."""
        unsigned = Renewal(nonce, self.counter, self.attempt, b"")
        r, s = decode_dss_signature(self.key.sign(to_sign(self.id, unsigned), ec.ECDSA(hashes.SHA256())))
        return replace(unsigned, signature=r.to_bytes(32) + s.to_bytes(32))

    def copied(self) -> "Phone":
        """A copy of all that it keeps."""
        return replace(self)
