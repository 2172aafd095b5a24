"""Knows how far the work has come and who does it: offsets, leases, what was refused, what was answered."""

from mongoengine import BooleanField, DateTimeField, DynamicDocument, StringField


class DeadLetterDocument(DynamicDocument):
    """A record that cannot enter the ledger: why, and its original bytes and headers, so it can be replayed."""

    meta = {
        "collection": "dead_letters",
        "auto_create_index": False,
        "indexes": [
            "report_id",
            ["-at", "id"],
            "written",
            ["replayed", "-at", "id"],
            {"fields": ["reporter", "-at", "id"], "partialFilterExpression": {"reporter": {"$gt": ""}}},
            {"fields": ["reason"], "partialFilterExpression": {"reason": "damaged"}},
        ],
    }
    id = StringField(primary_key=True)
    report_id = StringField()
    reason = StringField(required=True)
    at = DateTimeField(required=True)
    replayed = BooleanField(default=False)


class PositionDocument(DynamicDocument):
    """How far a reader has come: the next Kafka offset of a partition, or the relays' marks (`outbox`). Besides, under
    `rules` the version of what rules are made of (`rule_data`), under `calendars` by which of them the clocks were
    counted, under `clock` how far it was moved, under `counters` by which zone's days the ledger is counted,
    and before which day the past is put together."""

    meta = {"collection": "positions", "auto_create_index": False}
    id = StringField(primary_key=True)


class LeaseDocument(DynamicDocument):
    """Which process does a job that only one may do at a time, and until when; or which have its slots."""

    meta = {"collection": "leases", "auto_create_index": False}
    id = StringField(primary_key=True)
    holder = StringField()
    until = DateTimeField()


class AnsweredDocument(DynamicDocument):
    """A command that came with a key, and the issue after it (`store.carrying_out`); MongoDB lets it go after a day."""

    meta = {
        "collection": "answered",
        "auto_create_index": False,
        "indexes": [{"fields": ["at"], "expireAfterSeconds": 86_400}],
    }
    id = StringField(primary_key=True)
    sha256 = StringField(required=True)
    at = DateTimeField(required=True)
