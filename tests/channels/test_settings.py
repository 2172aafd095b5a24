"""Where messages may go, and by which mail server, as the environment says; what is impossible is named."""

import pytest

from channels.senders.guard import Allowed, read_network
from channels.senders.outbound import MailServer
from channels.settings import OutboundSettings
from ledger.groundwork.process_settings import SettingsError

SAID = {
    "XIAOHAO_OUTBOUND_NETWORKS": "10.20.0.0/16, 192.168.7.9,fd00::/8,",
    "XIAOHAO_OUTBOUND_HOSTS": "qyapi.weixin.qq.com, *.Example.gov.cn",
    "XIAOHAO_OUTBOUND_HTTP": "yes",
    "XIAOHAO_SMTP_URL": "smtp://mail.example.org",
    "XIAOHAO_SMTP_FROM": "xiaohao@example.org",
}


def outbound(monkeypatch: pytest.MonkeyPatch, **said: str) -> tuple[Allowed, MailServer | None]:
    """Where messages may go, and by which mail server."""
    for name in SAID:
        monkeypatch.delenv(name, raising=False)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    ways = OutboundSettings.from_environment().outbound
    return ways.poster.guard.allowed, ways.mail


def test_nothing_inside_and_no_mail_unless_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert outbound(monkeypatch) == (Allowed(), None)
    assert outbound(monkeypatch, **dict.fromkeys(SAID, "")) == (Allowed(), None)


def test_networks_hosts_and_a_mail_server_are_as_said(monkeypatch: pytest.MonkeyPatch) -> None:
    networks = tuple(map(read_network, ("10.20.0.0/16", "192.168.7.9", "fd00::/8")))
    allowed = Allowed(networks, ("qyapi.weixin.qq.com", "*.example.gov.cn"), http=True)
    mail = MailServer("mail.example.org", 587, "xiaohao@example.org")
    assert outbound(monkeypatch, **SAID) == (allowed, mail)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (
            {"XIAOHAO_OUTBOUND_HTTP": "true"},
            "XIAOHAO_OUTBOUND_HTTP 应为 yes 或 no / XIAOHAO_OUTBOUND_HTTP must be yes or no, not 'true'",
        ),
        ({"XIAOHAO_OUTBOUND_NETWORKS": "10.0.0.1/8"}, "XIAOHAO_OUTBOUND_NETWORKS: 10.0.0.1/8 has host bits set"),
        ({"XIAOHAO_SMTP_URL": "mail.example.org"}, "XIAOHAO_SMTP_URL must be smtps://"),
        ({"XIAOHAO_SMTP_FROM": ""}, "XIAOHAO_SMTP_FROM must say who the mail is from"),
    ],
)
def test_what_is_impossible_is_named(said: dict[str, str], message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError) as refused:
        outbound(monkeypatch, **SAID | said)
    assert str(refused.value).startswith(message)
