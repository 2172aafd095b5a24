"""Knows the views of the ledger that people keep."""

from mongoengine import DictField, DynamicDocument, StringField


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
