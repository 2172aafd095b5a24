"""Knows the views of the ledger that people keep, and when they looked at it."""

from mongoengine import DateTimeField, DictField, DynamicDocument, StringField


class ViewDocument(DynamicDocument):
    """A saved view (`store.lists.saved`); a person has one of a name."""

    meta = {
        "collection": "views",
        "auto_create_index": False,
        "indexes": [{"fields": ["owner", "name"], "unique": True}],
    }
    id = StringField(primary_key=True)
    owner = StringField(required=True)
    name = StringField(required=True)
    query = DictField()


class LookDocument(DynamicDocument):
    """As of which moment a person last looked (`store.telling.looks`)."""

    meta = {"collection": "looks", "auto_create_index": False}
    person_id = StringField(primary_key=True)
    at = DateTimeField(required=True)
