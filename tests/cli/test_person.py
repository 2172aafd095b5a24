"""What an operator does about signing in: lists, a one-time code, a subject, an end, keys; each in the journal."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.groundwork.key_file import make_keys
from ledger.intake.signing import Signatures
from ledger.mongo.connection import Store
from people import accounts, devices, sessions, tokens
from people.credentials import digest
from people.journal import OPERATOR, What, lines
from people.keys import Purpose, keys_of
from tests.cli.conftest import Run
from tests.people.phones import Phone

COUNTY = "supervisor-140105"


def now() -> datetime:
    return datetime.now(UTC)


def noted(store: Store) -> list[tuple[What, str | None]]:
    """What the journal has, the latest first, all by the operator."""
    found = lines(store, 50).items
    assert {entry.by for entry in found} == {OPERATOR}
    return [(entry.what, entry.person_id) for entry in found]


def test_a_code_is_told_once_and_sets_a_password(store: Store, run: Run) -> None:
    code = run("person", "reset", COUNTY).stdout.strip()
    assert accounts.code_is_right(store, COUNTY, code, now())
    assert noted(store) == [(What.CODE_ISSUED, COUNTY)]


def test_a_lost_phone_with_the_second_factor_is_told_to_the_operator(store: Store, run: Run) -> None:
    totp = {"secret": "JBSWY3DPEHPK3PXP", "confirmed_at": now(), "last_step": 0}
    store["accounts"].insert_one({"_id": COUNTY, "totp": totp})
    assert run("person", "reset", COUNTY).exit_code == 0
    assert accounts.account_of(store, COUNTY).totp is not None
    assert run("person", "reset", COUNTY, "--second-factor").exit_code == 0
    assert accounts.account_of(store, COUNTY).totp is None


def test_people_are_listed_with_what_they_sign_in_by(store: Store, run: Run) -> None:
    accounts.set_password(store, COUNTY, "hash", now())
    accounts.end_account(store, "inspector-140105-1", now())
    told = run("person", "list", "--region", "140105").stdout
    shown = {line.split()[0]: line for line in told.splitlines() if line}
    assert "password" in shown[COUNTY]
    assert "ended" in shown["inspector-140105-1"]
    assert "supervisor-140100" not in shown
    assert "hash" not in told
    assert run("person", "list", "--region", "14").exit_code == 2


def test_who_is_ended_has_nothing_left(store: Store, run: Run) -> None:
    secret, _ = sessions.begin(store, COUNTY, now(), methods=["password"])
    token, phone = tokens.issue_token(store, COUNTY, now()), Phone()
    devices.register(store, COUNTY, phone.public, "phone", now())
    told = run("person", "end", COUNTY)
    assert "1 session(s), 1 device(s), 1 token(s)" in told.stdout
    assert sessions.sessions_of(store, [digest(secret)], now()) == {}
    assert tokens.person_of(store, token) is None
    assert not accounts.account_of(store, COUNTY).open
    assert noted(store) == [(What.ACCOUNT_ENDED, COUNTY)]


def test_a_subject_is_mapped_to_one_person(store: Store, run: Run) -> None:
    issuer = ("--issuer", "https://id.example.gov.cn")
    assert run("person", "link", COUNTY, "8c1f", *issuer).exit_code == 0
    found = accounts.person_with(store, "https://id.example.gov.cn 8c1f")
    assert found is not None
    assert found.person_id == COUNTY
    other = run("person", "link", "supervisor-140100", "8c1f", *issuer)
    assert (other.exit_code, "another person" in other.stderr) == (1, True)


@pytest.mark.parametrize("command", [("reset",), ("end",), ("link", "x", "--issuer", "https://id.example")])
def test_nobody_unknown_has_an_account(store: Store, run: Run, command: tuple[str, ...]) -> None:
    name, *more = command
    told = run("person", name, "nobody", *more)
    assert (told.exit_code, "no such person: nobody" in told.stderr) == (1, True)
    assert store["accounts"].count_documents({}) == 0


def test_sessions_are_listed_and_ended_by_the_name_that_events_give_them(store: Store, run: Run) -> None:
    _, session = sessions.begin(store, COUNTY, now(), methods=["password"], address="10.1.2.3")
    token = tokens.issue_token(store, COUNTY, now())
    assert f"session:{session.id}" in run("session", "list").stdout
    assert f"session:{session.id}" in run("session", "list", "--person", COUNTY).stdout
    for name in (f"session:{session.id}", f"token:{tokens.token_id(token)}"):
        assert run("session", "end", name).exit_code == 0
        again = run("session", "end", name)
        assert (again.exit_code, "there is none" in again.stderr) == (1, True)
    assert run("session", "end", "nonsense").exit_code == 2
    assert noted(store) == [(What.TOKEN_ENDED, COUNTY), (What.SESSION_ENDED, COUNTY)]


def test_keys_are_rotated_and_two_stay_good(store: Store, run: Run) -> None:
    for number in (1, 2, 3):
        assert f"session {number}" in run("keys", "rotate").stdout
    assert [key.number for key in keys_of(store, Purpose.SESSION)] == [3, 2]
    assert run("keys", "rotate", "nonsense").exit_code == 2
    assert noted(store) == [(What.KEY_ROTATED, None)] * 3


def test_the_key_of_informants_is_rotated_as_often_as_one_likes(
    store: Store, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIAOHAO_INFORMANT_KEY", str(tmp_path / "informant"))
    assert "run xiaohao prepare" in run("keys", "rotate", "informant").stderr
    make_keys(tmp_path / "informant")
    for number in (2, 3):
        assert f"informant {number}" in run("keys", "rotate", "informant").stdout
    assert noted(store) == [(What.KEY_ROTATED, None)] * 2


def test_the_key_of_records_is_rotated_and_what_waits_stays_believed(
    store: Store, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XIAOHAO_INTAKE_KEY", raising=False)
    assert "XIAOHAO_INTAKE_KEY is not set" in run("keys", "rotate", "intake").stderr
    monkeypatch.setenv("XIAOHAO_INTAKE_KEY", str(tmp_path / "intake"))
    assert "run xiaohao prepare" in run("keys", "rotate", "intake").stderr
    make_keys(tmp_path / "intake")
    waiting = Signatures(tmp_path / "intake").sign([], "topic", b"report")
    assert "intake 2" in run("keys", "rotate", "intake").stdout
    assert Signatures(tmp_path / "intake").hold(waiting, "topic", b"report")
    run("keys", "rotate", "intake")
    assert not Signatures(tmp_path / "intake").hold(waiting, "topic", b"report")
    assert noted(store) == [(What.KEY_ROTATED, None)] * 2
