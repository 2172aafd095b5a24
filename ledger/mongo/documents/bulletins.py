"""Knows what is kept of bulletins: that one was built, of what, with which figures and files; that one was issued."""

from mongoengine import DateTimeField, DynamicDocument, StringField


class BulletinDocument(DynamicDocument):
    """`bulletin.built` or `bulletin.issued` (`oversight.bulletins.keeping`); appended and never changed.

    A few a month: found by id, or all of them listed, so that they need no index.
    """

    meta = {"collection": "bulletins", "auto_create_index": False}
    id = StringField(primary_key=True)
    type = StringField(required=True)
    at = DateTimeField(required=True)
    rule = StringField(required=True)
    period = StringField(required=True)
