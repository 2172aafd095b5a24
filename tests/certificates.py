"""Knows certificates for tests of TLS: an authority of one's own, and what it vouches for, as PEM files."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Authority:
    """One that vouches; its files go into `folder`."""

    folder: Path
    name: str
    key: ec.EllipticCurvePrivateKey

    @property
    def file(self) -> Path:
        """Its own certificate."""
        return self.folder / f"{self.name}.pem"

    def vouch(self, name: str, days: int = 1) -> Path:
        """A file of the key and the certificate of a host that is 127.0.0.1; with fewer than 0 days it has expired."""
        key = ec.generate_private_key(ec.SECP256R1())
        hosts = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
        ends = datetime.now(UTC) + timedelta(days=days)
        made = _started(name, self.name, key, ends).add_extension(hosts, critical=False)
        path = self.folder / f"{name}.pem"
        path.write_bytes(_pem(key) + made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        return path


def authority(folder: Path, name: str) -> Authority:
    """A new one, with its certificate's file."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = _started(name, name, key, datetime.now(UTC) + timedelta(days=1)).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    new = Authority(folder, name, key)
    new.file.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return new


def _started(subject: str, issuer: str, key: ec.EllipticCurvePrivateKey, ends: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_named(subject))
        .issuer_name(_named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ends - timedelta(days=2))
        .not_valid_after(ends)
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
