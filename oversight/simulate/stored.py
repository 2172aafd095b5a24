"""Knows a simulation over a stored ledger, in a process of its own: it is work for a processor, not for a server."""

from ledger.mongo.connection import connect
from ledger.policy.in_force import read_rules
from oversight.simulate.comparing import Comparison, Question, simulate
from oversight.simulate.histories import Selection, histories


def simulate_stored(mongo_url: str, question: Question, selection: Selection, zone: str) -> Comparison:
    """The answer for the issues selected; connects, reads, writes nothing. Arguments and answer can be pickled.

    Raises ValueError when the URL names no database, pymongo.errors.PyMongoError when MongoDB is away.
    """
    store = connect(mongo_url)
    try:
        return simulate(histories(store, selection), question, read_rules(zone))
    finally:
        store.close()
