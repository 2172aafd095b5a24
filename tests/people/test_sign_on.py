"""The province's sign-on: hostile answers name nobody, and a state that another browser began is refused."""

import base64
import hmac
from datetime import timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from people.sign_on import (
    UNDER_WAY,
    BadAnswer,
    Provider,
    UnderWay,
    address_to,
    begin,
    demand_ours,
    provider_in,
    subject_of,
)
from tests.ledger.factories import START

ISSUER, CLIENT = "https://id.example.gov.cn", "xiaohao"
RSA, EC = RSAKey.generate_key(2048, {"kid": "r"}), ECKey.generate_key("P-256", {"kid": "e"})
KEYS = KeySet.import_key_set({"keys": [RSA.as_dict(private=False), EC.as_dict(private=False)]})
DOCUMENT = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
}
PROVIDER = provider_in(DOCUMENT, ISSUER, CLIENT, "sub")
BEGUN = UnderWay("state", "nonce", "verifier", int((START + UNDER_WAY).timestamp()))


def claims(**over: Any) -> dict[str, Any]:
    """What a good ID token says; None leaves a claim out."""
    now = int(START.timestamp())
    said = {"iss": ISSUER, "sub": "8c1f", "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": "nonce", **over}
    return {name: value for name, value in said.items() if value is not None}


def signed(said: dict[str, Any], algorithm: str = "RS256", key: Any = RSA, kid: str = "r") -> str:
    return jwt.encode({"alg": algorithm, "kid": kid}, said, key, algorithms=[algorithm])


def read(token: str, provider: Provider = PROVIDER) -> str:
    return subject_of(provider, token, KEYS, BEGUN, START)


@pytest.mark.parametrize("token", [signed(claims()), signed(claims(), "ES256", EC, "e"), signed(claims(aud=[CLIENT]))])
def test_a_good_answer_names_its_subject_of_its_issuer(token: str) -> None:
    assert read(token) == f"{ISSUER} 8c1f"


def test_a_person_may_be_mapped_by_another_claim() -> None:
    assert (
        read(signed(claims(employee_id="017")), provider_in(DOCUMENT, ISSUER, CLIENT, "employee_id")) == f"{ISSUER} 017"
    )


def unsigned(said: dict[str, Any]) -> str:
    """With `alg` none, as an attacker writes it."""
    body = signed(said).split(".")[1]
    return f"eyJhbGciOiJub25lIn0.{body}."


def by_public_key(said: dict[str, Any]) -> str:
    """HS256 under the bytes of the provider's public key."""
    head = "eyJhbGciOiJIUzI1NiIsImtpZCI6InIifQ"
    body = signed(said).split(".")[1]
    seal = hmac.digest(RSA.as_pem(private=False), f"{head}.{body}".encode(), "sha256")
    return f"{head}.{body}.{base64.urlsafe_b64encode(seal).decode().rstrip('=')}"


def with_its_own_key(said: dict[str, Any]) -> str:
    """By a stranger's key that the header itself carries."""
    stranger = RSAKey.generate_key(2048)
    head = {"alg": "RS256", "jwk": stranger.as_dict(private=False)}
    return jwt.encode(head, said, stranger, algorithms=["RS256"])


HOSTILE = {
    "none": unsigned(claims()),
    "HS256 by the public key": by_public_key(claims()),
    "RS512": signed(claims(), "RS512"),
    "a stranger's key": signed(claims(), key=RSAKey.generate_key(2048)),
    "a stranger's key in the header": with_its_own_key(claims()),
    "an unknown kid": signed(claims(), kid="x"),
    "a changed byte": signed(claims())[:-6] + "AAAAAA",
    "a wrong nonce": signed(claims(nonce="another")),
    "no nonce": signed(claims(nonce=None)),
    "expired": signed(claims(exp=int(START.timestamp()) - 61)),
    "no end": signed(claims(exp=None)),
    "not yet": signed(claims(nbf=int(START.timestamp()) + 3_600)),
    "another issuer": signed(claims(iss="https://evil.example")),
    "another audience": signed(claims(aud="another")),
    "several audiences, made for another": signed(claims(aud=[CLIENT, "another"], azp="another")),
    "no subject": signed(claims(sub=None)),
    "an empty subject": signed(claims(sub="")),
    "a subject that is no text": signed(claims(sub=17)),
    "an endless subject": signed(claims(sub="x" * 201)),
    "nothing": "",
    "no token": "a.b.c",
    "no text": "\ud83d\ude00",
}


@pytest.mark.parametrize("token", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_answer_names_nobody(token: str) -> None:
    with pytest.raises(BadAnswer):
        read(token)


def test_a_sign_on_is_finished_by_the_browser_that_began_it_within_ten_minutes() -> None:
    begun = begin(START)
    soon = START + UNDER_WAY - timedelta(seconds=1)
    assert demand_ours(begun, begun.state, soon) == begun
    for foreign, state, at in (
        (None, begun.state, soon),
        (begin(START), begun.state, soon),
        (begun, "", soon),
        (begun, "é", soon),
        (begun, begun.state, START + UNDER_WAY),
    ):
        with pytest.raises(BadAnswer):
            demand_ours(foreign, state, at)


def test_the_browser_is_sent_with_pkce_and_never_with_the_verifier() -> None:
    address = address_to(PROVIDER, BEGUN, "https://ledger.example.gov.cn/back")
    assert address.startswith(f"{ISSUER}/authorize?response_type=code&client_id={CLIENT}")
    assert "code_challenge_method=S256" in address
    assert "verifier" not in address


@pytest.mark.parametrize(
    "change", [{"issuer": "https://evil.example"}, {"token_endpoint": None}, {"jwks_uri": "file:///etc/passwd"}]
)
def test_another_providers_document_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadAnswer):
        provider_in({**DOCUMENT, **change}, ISSUER, CLIENT, "sub")
