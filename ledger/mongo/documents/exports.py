"""Knows the exports that are made as jobs: who asked for which list, how far each is, and its file."""

from mongoengine import DateTimeField, DynamicDocument, StringField


class ExportDocument(DynamicDocument):
    """An export (`jobs.exports`); its file lies in the bucket `exports`. Forgotten 30 days after it was asked for."""

    meta = {
        "collection": "exports",
        "auto_create_index": False,
        "indexes": [
            ["state", "until"],
            ["owner", "state"],
            {"fields": ["asked_at"], "expireAfterSeconds": 30 * 86_400},
        ],
    }
    id = StringField(primary_key=True)
    owner = StringField(required=True)
    state = StringField(required=True)
    asked_at = DateTimeField(required=True)
    until = DateTimeField(required=True)
