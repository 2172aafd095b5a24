"""Knows the first person of a ledger: an administrator who also keeps the credentials, with a password told once."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from ledger.mongo.connection import Store
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Duty, Person
from ledger.registry.store import enter
from mobile_schema.vocabulary import Role
from people.accounts import set_password
from people.journal import OPERATOR, Entry, What, write
from people.passwords import hash_of

ADMINISTRATOR: Final = "administrator"
_PROVINCE: Final = "140000"
_LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that looks like another
_GROUPS, _LONG = 5, 4


def wants_administrator(catalogue: Catalogue) -> bool:
    """Whether nobody here is an administrator yet; a sample is nobody."""
    return not any(person.has(Role.ADMIN) and not person.sample for person in catalogue.persons.values())


def new_password() -> str:
    """A password of 98 random bits, to be read and typed."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_LONG)) for _ in range(_GROUPS))
    return "-".join(groups)


def make_administrator(store: Store, at: datetime, password: str) -> None:
    """Enter the administrator, who signs in by this password. Raises PyMongoError."""
    duty = Duty(Role.SECURITY, _PROVINCE)
    person = Person(ADMINISTRATOR, "系统管理员", Role.ADMIN, None, _PROVINCE, also=(duty,))
    enter(store, Catalogue({}, {}, {}, {}, {person.id: person}, {}, {}, {}))
    set_password(store, person.id, hash_of(password), at)
    write(store, Entry(at, What.PASSWORD_SET, person.id, OPERATOR))


def give_samples(store: Store, person_ids: Iterable[str], password: str, at: datetime) -> None:
    """Let sample people sign in by one password, hashed once; one who has a password keeps it."""
    has = {each["_id"] for each in store["accounts"].find({"password": {"$exists": True}}, {"_id": 1})}
    missing = [person_id for person_id in person_ids if person_id not in has]
    kept = hash_of(password) if missing else ""
    for person_id in missing:
        set_password(store, person_id, kept, at)
