"""Knows whether an endpoint that an operator adds can work: each fault in a line of its own, never with a secret."""

import re
from collections.abc import Iterator
from typing import Final

from channels.endpoints.endpoint import Endpoint
from channels.providers import PROVIDERS
from channels.senders.outbound import Outbound
from ledger.mongo.connection import Store

_ID: Final = re.compile(r"[0-9a-z][0-9a-z-]{0,59}")
_POST: Final = re.compile(r"[0-9a-z_-]{1,60}")
_LONGEST_ADDRESS: Final = 2000


class EntryRefused(Exception):
    """It cannot be added; `faults` says why."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def check_entry(endpoint: Endpoint, outbound: Outbound, store: Store) -> None:
    """Raises EntryRefused, or pymongo.errors.PyMongoError when MongoDB is away."""
    faults = [*_form(endpoint), *_entered(endpoint, outbound), *_served(endpoint, store)]
    if faults:
        raise EntryRefused(faults)


def _form(endpoint: Endpoint) -> Iterator[str]:
    if not _ID.fullmatch(endpoint.id):
        yield f"ID 只能含 a-z 0-9 - / the id may have a-z, 0-9 and -: {endpoint.id!r}"
    if endpoint.language not in ("zh", "en"):
        yield f"语言须为 zh 或 en / the language must be zh or en: {endpoint.language!r}"
    if len(endpoint.name) > 100 or not endpoint.name.isprintable():
        yield "名称过长或含控制字符 / the name is too long or has control characters"


def _entered(endpoint: Endpoint, outbound: Outbound) -> Iterator[str]:
    provider = PROVIDERS[endpoint.kind]
    if len(endpoint.address) > _LONGEST_ADDRESS:
        yield "地址过长 / the address is too long"
    else:
        yield from provider.address_faults(endpoint.address, outbound)
    yield from provider.secret_faults(endpoint.secret)


def _served(endpoint: Endpoint, store: Store) -> Iterator[str]:
    if not (endpoint.persons or endpoint.regions or endpoint.posts):
        yield "须指定 --person、--region 或 --post / say whom it is for: --person, --region or --post"
    for noun, codes, chinese in (("person", endpoint.persons, "此人"), ("region", endpoint.regions, "此区划")):
        known = {each["_id"] for each in store[f"{noun}s"].find({"_id": {"$in": list(codes)}}, {"_id": 1})}
        yield from (f"没有{chinese} / no such {noun}: {code}" for code in codes if code not in known)
    yield from (f"岗位代码无效 / not a post: {post!r}" for post in endpoint.posts if not _POST.fullmatch(post))
