"""Knows what is kept of projects' figures: every report of a month, never changed."""

from mongoengine import DateTimeField, DynamicDocument, StringField


class FigureDocument(DynamicDocument):
    """One report of a project's month (`figures.figure`); its id derives from project, month and version."""

    meta = {
        "collection": "figures",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["project", "month", "version"], "unique": True},
            ["month", "project", "version"],
            ["plain_name", "project"],
        ],
    }
    id = StringField(primary_key=True)
    project = StringField(required=True)
    month = StringField(required=True)
    at = DateTimeField(required=True)
