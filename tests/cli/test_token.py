"""A token is shown once, speaks for its person, and ends when it is revoked."""

from ledger.mongo.connection import Store
from people.tokens import person_of
from tests.cli.conftest import Run

INSPECTOR = "inspector-140105-1"


def test_a_token_speaks_for_its_person_until_it_is_revoked(store: Store, run: Run) -> None:
    first, second = (run("token", "issue", INSPECTOR).stdout.strip() for _ in range(2))
    assert first != second
    assert person_of(store, first) == person_of(store, second) == INSPECTOR
    told = run("token", "revoke", INSPECTOR)
    assert told.exit_code == 0
    assert "2 token(s) revoked" in told.stdout
    assert person_of(store, first) is None
    assert person_of(store, second) is None


def test_nobody_unknown_gets_a_token(store: Store, run: Run) -> None:
    for command in ("issue", "revoke"):
        told = run("token", command, "nobody")
        assert told.exit_code == 1
        assert told.stdout == ""
        assert "no such person: nobody" in told.stderr
    assert store["tokens"].count_documents({}) == 0


def test_no_token_is_made_or_ended_that_the_journal_does_not_tell_of(store: Store, run: Run) -> None:
    token = run("token", "issue", INSPECTOR).stdout.strip()
    store.database.command("collMod", "journal", validator={"never": {"$exists": True}})
    for command in ("issue", "revoke"):
        told = run("token", command, INSPECTOR)
        assert (told.exit_code, told.stdout) == (1, "")
    assert store["tokens"].count_documents({}) == 1
    assert person_of(store, token) == INSPECTOR
