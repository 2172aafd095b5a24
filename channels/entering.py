"""Knows whether an endpoint that an operator adds can work: each fault in a line of its own, never with a secret."""

import re
from collections.abc import Iterator
from typing import Final

from channels.endpoints.endpoint import ChannelKind, Endpoint
from channels.senders.guard import AddressRefused, Guard
from channels.senders.webhooks import secret_fault
from channels.settings import Outbound
from ledger.mongo.connection import Store

_ID: Final = re.compile(r"[0-9a-z][0-9a-z-]{0,59}")
_POST: Final = re.compile(r"[0-9a-z_-]{1,60}")
# Not all that RFC 5321 allows, but what people have; and no character that could begin another header or recipient.
_MAIL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z0-9-]{2,63}")
_LONGEST_ADDRESS: Final = 2000


class EntryRefused(Exception):
    """It cannot be added; `faults` says why."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def check_entry(endpoint: Endpoint, settings: Outbound, store: Store) -> None:
    """Raises EntryRefused, or pymongo.errors.PyMongoError when MongoDB is away."""
    faults = [*_form(endpoint), *_address(endpoint, settings), *_secret(endpoint), *_served(endpoint, store)]
    if faults:
        raise EntryRefused(faults)


def _form(endpoint: Endpoint) -> Iterator[str]:
    if not _ID.fullmatch(endpoint.id):
        yield f"ID 只能含 a-z 0-9 - / the id may have a-z, 0-9 and -: {endpoint.id!r}"
    if endpoint.language not in ("zh", "en"):
        yield f"语言须为 zh 或 en / the language must be zh or en: {endpoint.language!r}"
    if len(endpoint.name) > 100 or not endpoint.name.isprintable():
        yield "名称过长或含控制字符 / the name is too long or has control characters"


def _address(endpoint: Endpoint, settings: Outbound) -> Iterator[str]:
    if len(endpoint.address) > _LONGEST_ADDRESS:
        yield "地址过长 / the address is too long"
    elif endpoint.kind is ChannelKind.EMAIL:
        if not _MAIL.fullmatch(endpoint.address):
            yield f"邮箱地址无效 / not a mail address: {endpoint.address!r}"
        if settings.mail is None:
            yield "未设置 XIAOHAO_SMTP_URL / XIAOHAO_SMTP_URL is not set: this deployment sends no mail"
    else:
        try:
            Guard(settings.allowed).check_url(endpoint.address)
        except AddressRefused as error:
            yield f"不允许的地址 / the address is refused: {error}"


def _secret(endpoint: Endpoint) -> Iterator[str]:
    if endpoint.kind is ChannelKind.WEBHOOK:
        fault = secret_fault(endpoint.secret)
        if fault is not None:
            yield f"密钥无效 / the secret is not valid: {fault}"
    elif endpoint.secret and endpoint.kind in (ChannelKind.WECOM, ChannelKind.EMAIL):
        yield f"{endpoint.kind.value} 不签名 / {endpoint.kind.value} is not signed: leave the secret out"


def _served(endpoint: Endpoint, store: Store) -> Iterator[str]:
    if not (endpoint.persons or endpoint.regions or endpoint.posts):
        yield "须指定 --person、--region 或 --post / say whom it is for: --person, --region or --post"
    for collection, codes, chinese in (("persons", endpoint.persons, "此人"), ("regions", endpoint.regions, "此区划")):
        known = {each["_id"] for each in store[collection].find({"_id": {"$in": list(codes)}}, {"_id": 1})}
        yield from (
            f"没有{chinese} / no such {collection.removesuffix('s')}: {code}" for code in codes if code not in known
        )
    yield from (f"岗位代码无效 / not a post: {post!r}" for post in endpoint.posts if not _POST.fullmatch(post))
