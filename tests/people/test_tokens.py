"""Bearer tokens: random, each for one person, ended together, and nowhere to be read again."""

from ledger.mongo.connection import Store
from people.credentials import digest
from people.tokens import LONGEST, issue_token, listed, person_of, revoke_token, revoke_tokens, token_id, tokens_of
from tests.ledger.factories import COUNTY, INSPECTOR, START


def test_a_token_speaks_for_its_person(store: Store) -> None:
    token, other = issue_token(store, INSPECTOR, START), issue_token(store, COUNTY, START)
    assert (person_of(store, token), person_of(store, other)) == (INSPECTOR, COUNTY)
    found = tokens_of(store, [digest(token), digest(other), digest("x")], START)
    assert {key: each.person_id for key, each in found.items()} == {digest(token): INSPECTOR, digest(other): COUNTY}


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
    assert tokens_of(store, [digest(token) for token in tokens], START) == {}
    assert person_of(store, other) == COUNTY
    assert revoke_tokens(store, INSPECTOR, START) == 0


def test_after_a_revocation_a_new_token_can_be_had(store: Store) -> None:
    issue_token(store, INSPECTOR, START)
    revoke_tokens(store, INSPECTOR, START)
    assert person_of(store, issue_token(store, INSPECTOR, START)) == INSPECTOR


def test_a_token_for_a_program_has_a_name_an_end_and_actions_and_shows_no_secret(store: Store) -> None:
    ends = START + LONGEST
    token = issue_token(store, COUNTY, START, name="省平台", actions=["issue.read"], ends_at=ends, issued_by="boss")
    plain = issue_token(store, COUNTY, START)
    (credential,) = tokens_of(store, [digest(token)], START).values()
    assert credential.name == f"token:{token_id(token)}"
    assert credential.actions == {"issue.read"}
    assert tokens_of(store, [digest(token)], ends) == {}
    assert [each.person_id for each in tokens_of(store, [digest(plain)], ends).values()] == [COUNTY]
    shown = {each.id: each for each in listed(store, COUNTY)}
    assert (shown[token_id(token)].name, shown[token_id(token)].ends_at) == ("省平台", ends)
    assert shown[token_id(plain)].actions is None
    assert token not in str(shown)
    assert digest(token) not in str(shown)


def test_one_token_is_ended_by_its_id_and_the_others_of_its_person_go_on(store: Store) -> None:
    token, other = issue_token(store, COUNTY, START), issue_token(store, COUNTY, START)
    ended = revoke_token(store, token_id(token), START)
    assert ended is not None
    assert ended.person_id == COUNTY
    assert revoke_token(store, token_id(token), START) is None
    assert revoke_token(store, "", START) is None
    assert person_of(store, other) == COUNTY
