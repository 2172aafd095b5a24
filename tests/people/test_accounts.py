"""Accounts: a password set and replaced, a one-time code used once, a second factor without replay, subjects of one."""

from datetime import timedelta

import pyotp
import pytest

from ledger.mongo.connection import Store
from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import read_catalogue
from mobile_schema.vocabulary import Role
from people import second_factor
from people.accounts import (
    CODE_GOOD_FOR,
    SubjectTaken,
    account_of,
    code_is_right,
    end_account,
    issue_code,
    link,
    person_with,
    rehashed,
    reopen,
    set_password,
    use_code,
)
from people.first_run import ADMINISTRATOR, give_samples, make_administrator, new_password, wants_administrator
from people.passwords import compare, demand_strong
from tests.ledger.factories import COUNTY, INSPECTOR, START

STEP = timedelta(seconds=30)


def test_an_account_nobody_made_is_empty_and_open(store: Store) -> None:
    account = account_of(store, COUNTY)
    assert (account.password, account.totp, account.subjects, account.open) == (None, None, (), True)


def test_a_better_hash_takes_the_place_of_the_one_it_was_made_from_alone(store: Store) -> None:
    set_password(store, COUNTY, "first", START)
    rehashed(store, COUNTY, "another", "better")
    assert account_of(store, COUNTY).password == "first"
    rehashed(store, COUNTY, "first", "better")
    assert account_of(store, COUNTY).password == "better"


def test_a_code_is_good_once_for_its_person_and_for_three_days(store: Store) -> None:
    code = issue_code(store, COUNTY, START)
    assert code not in str(list(store["accounts"].find()))
    assert not code_is_right(store, INSPECTOR, code, START)
    assert not code_is_right(store, COUNTY, code, START + CODE_GOOD_FOR)
    assert code_is_right(store, COUNTY, f" {code.lower().replace('-', ' ')} ", START)
    assert not use_code(store, COUNTY, "WRONG", "hash", START)
    assert use_code(store, COUNTY, code, "hash", START)
    assert not use_code(store, COUNTY, code, "other", START)
    assert account_of(store, COUNTY).password == "hash"


def test_a_second_code_takes_the_place_of_the_first_and_a_password_ends_both(store: Store) -> None:
    first, second = issue_code(store, COUNTY, START), issue_code(store, COUNTY, START)
    assert not code_is_right(store, COUNTY, first, START)
    set_password(store, COUNTY, "hash", START)
    assert not code_is_right(store, COUNTY, second, START)


def test_an_ended_account_is_closed_until_it_is_opened_again(store: Store) -> None:
    code = issue_code(store, COUNTY, START)
    end_account(store, COUNTY, START)
    assert not account_of(store, COUNTY).open
    assert not use_code(store, COUNTY, code, "hash", START)
    reopen(store, COUNTY)
    assert account_of(store, COUNTY).open


def test_a_subject_is_one_persons(store: Store) -> None:
    link(store, COUNTY, "https://id.example/ 17")
    link(store, COUNTY, "https://id.example/ 17")
    found = person_with(store, "https://id.example/ 17")
    assert found is not None
    assert found.person_id == COUNTY
    assert person_with(store, "https://id.example/ 18") is None
    with pytest.raises(SubjectTaken):
        link(store, INSPECTOR, "https://id.example/ 17")


def enrolled(store: Store) -> pyotp.TOTP:
    """A second factor that counts, whose last code was that of the start."""
    set_password(store, COUNTY, "hash", START)
    told = second_factor.enrol(store, COUNTY)
    assert told is not None
    app = pyotp.TOTP(told[0])
    assert second_factor.confirm(store, COUNTY, app.at(START), START)
    return app


def test_a_second_factor_counts_once_a_code_was_seen(store: Store) -> None:
    set_password(store, COUNTY, "hash", START)
    told = second_factor.enrol(store, COUNTY)
    assert told is not None
    assert told[1].startswith("otpauth://totp/")
    assert account_of(store, COUNTY).totp is None
    assert not second_factor.confirm(store, COUNTY, "000000", START)
    assert second_factor.confirm(store, COUNTY, pyotp.TOTP(told[0]).at(START), START)
    assert account_of(store, COUNTY).totp == told[0]
    assert second_factor.enrol(store, COUNTY) is None


def test_a_code_is_good_once_and_none_before_it_is_good_after_it(store: Store) -> None:
    app = enrolled(store)
    assert not second_factor.use(store, COUNTY, app.secret, app.at(START), START)
    later = START + 3 * STEP
    assert second_factor.use(store, COUNTY, app.secret, app.at(later), later)
    assert not second_factor.use(store, COUNTY, app.secret, app.at(later), later)
    assert not second_factor.use(store, COUNTY, app.secret, app.at(later - STEP), later)
    assert second_factor.use(store, COUNTY, app.secret, app.at(later + STEP), later)


def test_a_clock_half_a_minute_off_is_good_and_a_whole_one_is_not(store: Store) -> None:
    app, later = enrolled(store), START + 20 * STEP
    assert not second_factor.use(store, COUNTY, app.secret, app.at(later + 2 * STEP), later)
    assert not second_factor.use(store, COUNTY, app.secret, app.at(later - 2 * STEP), later)
    assert second_factor.use(store, COUNTY, app.secret, app.at(later - STEP), later)


def test_a_removed_factor_is_demanded_no_more(store: Store) -> None:
    enrolled(store)
    assert second_factor.remove(store, COUNTY)
    assert not second_factor.remove(store, COUNTY)
    assert account_of(store, COUNTY).totp is None


def test_the_first_administrator_keeps_people_and_credentials_and_signs_in(store: Store) -> None:
    password = new_password()
    assert wants_administrator(read_catalogue())
    make_administrator(store, START, password)
    catalogue = read_catalogue()
    person = catalogue.persons[ADMINISTRATOR]
    assert person.has(Role.ADMIN)
    assert person.has(Role.SECURITY)
    assert not wants_administrator(catalogue)
    assert compare(account_of(store, ADMINISTRATOR).password, password).right
    demand_strong(password)


def test_a_sample_is_no_administrator_and_samples_share_one_password(store: Store) -> None:
    samples = load_catalogue(samples=True)
    assert {role for person in samples.persons.values() for role in Role if person.has(role)} == set(Role)
    assert wants_administrator(samples)
    set_password(store, COUNTY, "own", START)
    give_samples(store, [COUNTY, INSPECTOR], "a password for all", START)
    assert account_of(store, COUNTY).password == "own"
    assert compare(account_of(store, INSPECTOR).password, "a password for all").right
