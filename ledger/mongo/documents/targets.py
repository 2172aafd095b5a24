"""Knows what is kept of the figures of a year's targets: each entry of a month, never changed."""

from mongoengine import DateTimeField, DynamicDocument, StringField


class TargetFigureDocument(DynamicDocument):
    """One entry (`oversight.targets.keeping`); its id derives from target, month and version."""

    meta = {
        "collection": "target_figures",
        "auto_create_index": False,
        "indexes": [{"fields": ["target", "month", "version"], "unique": True}],
    }
    id = StringField(primary_key=True)
    target = StringField(required=True)
    month = StringField(required=True)
    at = DateTimeField(required=True)
