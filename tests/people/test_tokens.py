"""Bearer tokens: random, each for one person, ended together, and nowhere to be read again."""

from ledger.mongo.connection import Store
from people.tokens import digest, issue_token, person_of, persons_of, revoke_tokens
from tests.ledger.factories import COUNTY, INSPECTOR, START


def test_a_token_speaks_for_its_person(store: Store) -> None:
    token, other = issue_token(store, INSPECTOR, START), issue_token(store, COUNTY, START)
    assert (person_of(store, token), person_of(store, other)) == (INSPECTOR, COUNTY)
    assert persons_of(store, [digest(token), digest(other), digest("x")]) == {
        digest(token): INSPECTOR,
        digest(other): COUNTY,
    }


def test_only_its_digest_is_stored(store: Store) -> None:
    token = issue_token(store, INSPECTOR, START)
    (document,) = store["tokens"].find({})
    assert document["_id"] == digest(token)
    assert token not in str(document)


def test_tokens_are_long_and_never_the_same(store: Store) -> None:
    tokens = {issue_token(store, INSPECTOR, START) for _ in range(50)}
    assert len(tokens) == 50
    assert all(token.startswith("xh_") and len(token) >= 43 for token in tokens)


def test_what_is_no_token_speaks_for_nobody(store: Store) -> None:
    token = issue_token(store, INSPECTOR, START)
    for other in ("", "xh_", token[:-1], token + " ", token.upper(), digest(token)):
        assert person_of(store, other) is None


def test_revoking_ends_every_token_of_a_person_and_no_others(store: Store) -> None:
    tokens = [issue_token(store, INSPECTOR, START) for _ in range(2)]
    other = issue_token(store, COUNTY, START)
    assert revoke_tokens(store, INSPECTOR, START) == 2
    assert [person_of(store, token) for token in tokens] == [None, None]
    assert persons_of(store, [digest(token) for token in tokens]) == {}
    assert person_of(store, other) == COUNTY
    assert revoke_tokens(store, INSPECTOR, START) == 0


def test_after_a_revocation_a_new_token_can_be_had(store: Store) -> None:
    issue_token(store, INSPECTOR, START)
    revoke_tokens(store, INSPECTOR, START)
    assert person_of(store, issue_token(store, INSPECTOR, START)) == INSPECTOR
