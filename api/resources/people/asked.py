"""Knows what the bodies of signing in may say: nothing unknown in them, every text bounded before it is looked at."""

from typing import Annotated, Final, Literal, Self, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.http.bodies import read_as
from api.http.settings import SIGN_IN_BYTES
from mobile_schema.fields import UtcMoment

T = TypeVar("T", bound="Body")

_PERSON_ID: Final = r"^[0-9A-Za-z._:-]{1,80}$"
_COORDINATE: Final = r"^[A-Za-z0-9_-]{43}$"

PersonId = Annotated[str, Field(pattern=_PERSON_ID, examples=["supervisor-140105"])]
Password = Annotated[str, Field(min_length=1, max_length=2_000)]
Code = Annotated[str, Field(min_length=1, max_length=40, examples=["J7QK-2M9X-ACTR-V4ZD"])]
Digits = Annotated[str, Field(pattern=r"^[0-9]{6}$", examples=["492039"])]
DeviceName = Annotated[str, Field(min_length=1, max_length=80, examples=["HUAWEI P60"])]


class Body(BaseModel):
    """A body as sent."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Proof(Body):
    """A password and, where there is one, the digits of a second factor; or a one-time code and the password to set."""

    person_id: PersonId
    password: Password | None = None
    code: Code | None = None
    new_password: Password | None = None
    totp: Digits | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.password is None) == (self.code is None) or (self.code is None) != (self.new_password is None):
            raise ValueError("给出 password,或 code 与 new_password / give a password, or a code and a new_password")
        return self


class SignIn(Proof):
    """Signing in at a desk."""


class StepUp(Body):
    """Proving to be there still: the password, or the digits of the second factor."""

    password: Password | None = None
    totp: Digits | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.password is None) == (self.totp is None):
            raise ValueError("给出 password 或 totp / give a password or totp")
        return self


class PasswordChange(Body):
    """The password as it is, and as it shall be."""

    password: Password
    new_password: Password


class Confirmation(Body):
    """The six digits that an authenticator shows now."""

    totp: Digits


class PublicKey(Body):
    """A public key of P-256 as WebCrypto exports it (JWK, RFC 7517)."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: Annotated[str, Field(pattern=_COORDINATE)]
    y: Annotated[str, Field(pattern=_COORDINATE)]


class Renewal(Body):
    """A nonce, the device's counter, its random attempt at that counter, and their signature (ECDSA SHA-256, r ‖ s).

    Signed are the bytes `xiaohao.device.v1\\n{device}\\n{nonce}\\n{counter}\\n{attempt}`. Keep counter and attempt
    before sending; send both again until an answer came.
    """

    nonce: Annotated[str, Field(min_length=1, max_length=200)]
    counter: Annotated[int, Field(ge=0, lt=2**53)]
    attempt: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22,64}$")]
    signature: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{86}$")]


class NewDevice(Body):
    """A phone to be registered: what it is called, its public key, and its first renewal."""

    name: DeviceName
    key: PublicKey
    renewal: Renewal


class DeviceSignIn(NewDevice, Proof):
    """Signing in on a phone: who it is besides."""


class TokenAsked(Body):
    """A program's token: whose, what it is called, which actions it may do, until when (a year at most)."""

    person_id: PersonId
    name: Annotated[str, Field(min_length=1, max_length=80, examples=["省投资平台对接"])]
    actions: Annotated[
        list[Annotated[str, Field(pattern=r"^[a-z]+(\.[a-z-]+)+$")]], Field(min_length=1, max_length=100)
    ]
    ends_at: UtcMoment


ASKED: Final[tuple[type[Body], ...]] = (
    SignIn,
    StepUp,
    PasswordChange,
    Confirmation,
    NewDevice,
    DeviceSignIn,
    Renewal,
    TokenAsked,
)


async def read_body(request: Request, kind: type[T]) -> T:
    """The body of a request. Raises Problem: 408, 413, 415, 422."""
    return await read_as(request, kind, SIGN_IN_BYTES)
