"""Every kind of channel has a provider, and each says of an entry what cannot work and what may be shown."""

from typing import get_args

import pytest

from channels.endpoints.endpoint import ChannelKind
from channels.providers import PROVIDERS
from channels.senders.outbound import MailServer, Outbound
from ledger.policy.ladder import Channel
from tests.channels.parts import poster

URL = "https://user@example.org:8443/hooks/send?key=693a91f6-7xxx-4bc4"
ROBOTS = (ChannelKind.WECOM, ChannelKind.DINGTALK, ChannelKind.FEISHU)
OUTBOUND = Outbound(poster(), MailServer("mail.example.org", 25, "ledger@example.org", plain=True))


def test_every_kind_has_one_and_a_policy_can_name_it() -> None:
    assert {kind: each.kind for kind, each in PROVIDERS.items()} == {kind: kind for kind in ChannelKind}
    assert set(get_args(Channel)) == {"app", *ChannelKind}


@pytest.mark.parametrize("kind", ROBOTS)
def test_of_a_robots_address_only_the_end_is_shown_and_it_is_not_echoed(kind: ChannelKind) -> None:
    assert PROVIDERS[kind].shown(URL) == "https://example.org:8443/…4bc4"
    assert PROVIDERS[kind].hides_address


def test_of_a_webhooks_address_user_and_query_are_not_shown() -> None:
    assert PROVIDERS[ChannelKind.WEBHOOK].shown(URL) == "https://example.org:8443/hooks/send"


def test_a_mail_address_is_shown() -> None:
    assert PROVIDERS[ChannelKind.EMAIL].shown("head@example.org") == "head@example.org"


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (ChannelKind.EMAIL, "head@example.org\nBcc: someone@example.org"),
        *((kind, "https://user:word@example.org/x") for kind in ChannelKind if kind is not ChannelKind.EMAIL),
    ],
)
def test_an_address_that_cannot_work_is_refused(kind: ChannelKind, address: str) -> None:
    assert len(list(PROVIDERS[kind].address_faults(address, OUTBOUND))) == 1


@pytest.mark.parametrize("kind", [ChannelKind.WECOM, ChannelKind.EMAIL])
def test_where_nothing_is_signed_a_secret_is_refused_without_being_told(kind: ChannelKind) -> None:
    (fault,) = PROVIDERS[kind].secret_faults("SEC0123456789")
    assert fault == f"{kind.value} 不签名 / {kind.value} is not signed: leave the secret out"


@pytest.mark.parametrize("secret", ["", "SEC0123456789"])
@pytest.mark.parametrize("kind", [ChannelKind.DINGTALK, ChannelKind.FEISHU])
def test_robots_that_can_sign_need_not(kind: ChannelKind, secret: str) -> None:
    assert not list(PROVIDERS[kind].secret_faults(secret))
