"""Knows the province's own sign-on (OpenID Connect, code flow with PKCE): where to send people, whom an answer names.

Nothing in an answer is believed before its signature by a key of the provider's own list, by RS256 or ES256 alone; a
person is found by the subject that was mapped to them, never by an e-mail address.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS: Final = ("RS256", "ES256")
UNDER_WAY: Final = timedelta(minutes=10)
_LEEWAY_SECONDS: Final = 60
_LONGEST: Final = 200


class BadAnswer(Exception):
    """An answer that names nobody; the message says why, for the log and not for the browser."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Who signs people on: as the deployment says, and where its own document says that it answers."""

    issuer: str
    client_id: str
    claim: str
    authorization: str
    token: str
    keys: str


class UnderWay(msgspec.Struct, frozen=True):
    """A sign-on that was begun, as the browser keeps it in a signed cookie; `until` is in seconds."""

    state: str
    nonce: str
    verifier: str
    until: int


def provider_in(document: Mapping[str, Any], issuer: str, client_id: str, claim: str) -> Provider:
    """The provider that a discovery document describes. Raises BadAnswer where it is another's, or not whole."""
    if document.get("issuer") != issuer:
        raise BadAnswer(f"the discovery document is of {str(document.get('issuer'))[:200]}, not of {issuer}")
    named = [document.get(f"{name}_endpoint") for name in ("authorization", "token")]
    addresses = [*named, document.get("jwks_uri")]
    if not all(isinstance(each, str) and each.startswith(("https://", "http://")) for each in addresses):
        raise BadAnswer("the discovery document lacks an endpoint")
    return Provider(issuer, client_id, claim, *map(str, addresses))


def begin(at: datetime) -> UnderWay:
    """What a new sign-on is recognised by."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return UnderWay(state, nonce, verifier, int((at + UNDER_WAY).timestamp()))


def address_to(provider: Provider, under_way: UnderWay, back_to: str) -> str:
    """Where to send the browser."""
    address: str = prepare_grant_uri(
        provider.authorization,
        provider.client_id,
        "code",
        back_to,
        scope="openid",
        state=under_way.state,
        nonce=under_way.nonce,
        code_challenge=create_s256_code_challenge(under_way.verifier),
        code_challenge_method="S256",
    )
    return address


def demand_ours(under_way: UnderWay | None, state: str, at: datetime) -> UnderWay:
    """The sign-on that this browser began. Raises BadAnswer where it began none, another one, or too long ago."""
    if under_way is None or not secrets.compare_digest(under_way.state.encode(), state.encode()):
        raise BadAnswer("the state is not of a sign-on that this browser began")
    if under_way.until <= at.timestamp():
        raise BadAnswer("the sign-on was begun too long ago")
    return under_way


def subject_of(provider: Provider, id_token: str, keys: KeySet, under_way: UnderWay, at: datetime) -> str:
    """Whom an ID token names: the issuer, and the value of the claim that persons are mapped by. Raises BadAnswer."""
    try:
        told = jwt.decode(id_token, keys, algorithms=list(ALGORITHMS))
        claims = CodeIDToken(
            told.claims,
            told.header,
            {
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
            },
            {"nonce": under_way.nonce, "client_id": provider.client_id},
        )
        claims.validate(int(at.timestamp()), _LEEWAY_SECONDS)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise BadAnswer(f"the ID token is not good: {type(error).__name__} {error}") from error
    value = told.claims.get(provider.claim)
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST:
        raise BadAnswer(f"the ID token has no text as {provider.claim}")
    return subject(provider.issuer, value)


def subject(issuer: str, value: str) -> str:
    """How a subject is kept: a value alone would be anybody's at another provider."""
    return f"{issuer} {value}"
