"""While MongoDB is away the rules in force stay in force."""

import pytest
from pymongo.errors import PyMongoError

from ledger.mongo.connection import connect
from ledger.policy.in_force import RulesSource
from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import seed
from stack.processes.ports import free_port


def test_rules_once_read_outlast_an_absence_of_mongodb_and_without_any_it_is_told(mongo_url: str) -> None:
    seed(connect(mongo_url), load_catalogue(samples=True))
    source = RulesSource(refresh_seconds=-1)
    before = source.current()
    gone = connect(f"mongodb://127.0.0.1:{free_port()}/gone")
    try:
        assert source.current() is before
        with pytest.raises(PyMongoError):
            RulesSource().current()
    finally:
        gone.close()
