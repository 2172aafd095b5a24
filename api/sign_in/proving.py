"""Knows how somebody proves to be there: a password or a one-time code, a second factor where there is one, counted.

Who has no account and who has one are refused in the same words after the same work.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

import pymongo
from fastapi.concurrency import run_in_threadpool

from api.http.problems import Problem, away, invalid
from api.sign_in.auth import unauthorized
from api.sign_in.rules_in_force import RulesInForce
from ledger.groundwork.clock import Clock
from ledger.mongo.connection import Store
from ledger.registry.entries import Person
from mobile_schema.faults import Fault
from people import accounts, journal, second_factor, throttle
from people.accounts import Account
from people.journal import Entry, What
from people.passwords import Pool, TooBusy, WeakPassword, compare, demand_another, demand_strong, hash_of
from people.throttle import Count, TooManyTries

T = TypeVar("T")
_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gives: a password, or a code and the password to set by it; the digits of a second factor."""

    person_id: str
    password: str | None = None
    code: str | None = None
    new_password: str | None = None
    totp: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is given: the browser's cookie, the address, what the browser calls itself."""

    browser: str | None = None
    address: str = ""
    agent: str = ""


@dataclass(slots=True)
class _Try:
    """One try that was admitted: what it is counted by, and what has been proven already."""

    account: Account
    counts: list[Count] = field(default_factory=list)
    digits_used: bool = False


class Proving:
    """Looks at what people give."""

    def __init__(self, store: Store, clock: Clock, rules: RulesInForce, pool: Pool) -> None:
        self._store = store
        self._clock = clock
        self._rules = rules
        self._pool = pool

    def close(self) -> None:
        """End what it runs."""
        self._pool.close()

    async def person(self, given: Given, place: Place) -> tuple[Person, tuple[str, ...]]:
        """Who it is, and by which methods that was proven. Raises Problem: 401, 422, 429, 503."""
        at = self._clock.now()
        tried = await self._ask(lambda: self._admitted(given, place, at))
        if given.code is None:
            await self._password(tried.account, given.password or "")
        elif not await self._ask(lambda: accounts.code_is_right(self._store, given.person_id, given.code or "", at)):
            raise _refused()
        # Only now: looking for a name that the registry does not have takes longer than for one that it has.
        known = await self._rules.there(given.person_id) if tried.account.open else None
        if known is None:
            raise _refused()
        await self._second_factor(tried, given, at)
        if given.code is not None:
            await self._set_by_code(given, known, at)
        await self._ask(lambda: throttle.forgive(self._store, tried.counts))
        methods = ("code" if given.code is not None else "password", *(["totp"] if tried.account.totp else []))
        return known, methods

    async def again(self, person: Person, given: Given, credential: str) -> str:
        """By which one method somebody who is signed in has proven to be there still. Raises Problem: 401, 429."""
        at = self._clock.now()
        counts = [throttle.of_credential(credential)]
        await self._ask(lambda: self._count(counts, person.id, "", at))
        account = await self._ask(lambda: accounts.account_of(self._store, person.id))
        if given.password is not None:
            await self._password(account, given.password)
            method = "password"
        else:
            if account.totp is None or not await self._digits(account, given.totp or "", at):
                raise _wrong_digits()
            method = "totp"
        await self._ask(lambda: throttle.forgive(self._store, counts))
        return method

    async def new_hash(self, person: Person, password: str, before: str | None = None) -> str:
        """The hash of a password that this person may set; `before` is theirs now. Raises Problem (422, 503)."""
        words = [person.id, person.name, *([] if person.unit_id is None else [person.unit_id])]
        try:
            if before is not None:
                demand_another(password, before)
            await self._hashed(lambda: demand_strong(password, words))
        except WeakPassword as weak:
            fault = Fault("$.new_password", str(weak).replace(" / ", "；"), weak.code)
            raise invalid([fault]) from None
        return await self._hashed(lambda: hash_of(password))

    def _admitted(self, given: Given, place: Place, at: datetime) -> _Try:
        """The try, counted. Raises Problem (429), or 401 where it is a second factor's alone and wrong."""
        tried = _Try(accounts.account_of(self._store, given.person_id))
        if throttle.is_known(self._store, place.browser, given.person_id, at):
            tried.counts.append(throttle.of_known(place.browser or "", given.person_id))
            self._count(tried.counts, given.person_id, place.address, at)
            return tried
        tried.counts.append(throttle.of_address(place.address))
        self._count(tried.counts, given.person_id, place.address, at)
        if given.code is None:
            tried.counts.append(throttle.of_account(given.person_id))
            try:
                self._count(tried.counts[1:], given.person_id, place.address, at)
            except Problem:
                if tried.account.totp is None or given.totp is None:
                    raise
                self._count([throttle.of_second_factor(given.person_id)], given.person_id, place.address, at)
                if not second_factor.use(self._store, given.person_id, tried.account.totp, given.totp, at):
                    raise _wrong_digits() from None
                tried.digits_used = True
        return tried

    def _count(self, counts: Sequence[Count], person_id: str, address: str, at: datetime) -> None:
        try:
            throttle.admit(self._store, counts, at)
        except TooManyTries as many:
            if many.first:
                journal.write(self._store, Entry(at, What.TRIES_EXHAUSTED, person_id, address=address))
            raise Problem(
                429,
                "too-many-tries",
                "尝试过多,请稍后再试,或换用登录过的设备、动态口令、管理员发的一次性码 / "
                "too many tries: wait, or use a device that signed in before, a second factor, or a one-time code",
                headers={"Retry-After": str(int(many.again_in.total_seconds()) + 1)},
            ) from None

    async def _password(self, account: Account, password: str) -> None:
        verdict = await self._hashed(lambda: compare(account.password, password))
        if not verdict.right:
            raise _refused()
        better = verdict.rehashed
        if better is not None:
            await self._ask(lambda: accounts.rehashed(self._store, account.person_id, account.password or "", better))

    async def _second_factor(self, tried: _Try, given: Given, at: datetime) -> None:
        account = tried.account
        if account.totp is None or tried.digits_used:
            return
        if given.totp is None:
            await self._ask(lambda: throttle.forgive(self._store, tried.counts))
            raise unauthorized(
                "second-factor-needed", "还须动态口令 / the six digits of your authenticator are needed too"
            )
        if not await self._digits(account, given.totp, at):
            raise _wrong_digits()

    async def _digits(self, account: Account, digits: str, at: datetime) -> bool:
        return await self._ask(
            lambda: second_factor.use(self._store, account.person_id, account.totp or "", digits, at)
        )

    async def _set_by_code(self, given: Given, person: Person, at: datetime) -> None:
        kept = await self.new_hash(person, given.new_password or "")
        if not await self._ask(lambda: accounts.use_code(self._store, person.id, given.code or "", kept, at)):
            raise _refused()

    async def _hashed(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.wrap_future(self._pool.submit(work))
        except TooBusy:
            raise away(
                "sign-in-busy", "登录繁忙,请稍后重试 / too many sign in at this moment; try again soon"
            ) from None

    async def _ask(self, work: Callable[[], T]) -> T:
        return await run_in_threadpool(partial(_bounded, work))


def _bounded(work: Callable[[], Any]) -> Any:
    with pymongo.timeout(_SECONDS):
        return work()


def _refused() -> Problem:
    return unauthorized(
        "sign-in-refused", "人员编号、密码或一次性码不正确 / the person, the password or the code is wrong"
    )


def _wrong_digits() -> Problem:
    return unauthorized("second-factor-wrong", "动态口令不正确或已用过 / the six digits are wrong, or were used before")
