"""Knows what is kept of figures, permits and complaints: each report or entry, never changed; what waits for
dispatch, or is watched.
"""

from mongoengine import BooleanField, DateTimeField, DynamicDocument, IntField, StringField


class FigureDocument(DynamicDocument):
    """One report of a project's month (`figures.figure`); its id derives from project, month and version."""

    meta = {
        "collection": "figures",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["project", "month", "version"], "unique": True},
            ["month", "project", "version"],
            ["plain_name", "project"],
            ["kept_at"],
            # Which projects lie in a zone, which are in reserve: only figures that say so are in them, so that the
            # others cost nothing; with all that is asked, so that no figure is read.
            {"fields": ["zone", "month", "project", "at"], "partialFilterExpression": {"zone": {"$gt": ""}}},
            {"fields": ["stage", "month", "project", "at"], "partialFilterExpression": {"stage": "reserve"}},
            # Which months were ever withdrawn, which are few; and what a file reported, by the file.
            {
                "fields": ["project", "month", "version", "withdrawn"],
                "partialFilterExpression": {"withdrawn": {"$gt": ""}},
            },
            {
                "fields": ["source.sha256", "project", "month"],
                "partialFilterExpression": {"source.sha256": {"$gt": ""}},
            },
        ],
    }
    id = StringField(primary_key=True)
    project = StringField(required=True)
    month = StringField(required=True)
    at = DateTimeField(required=True)


class UndispatchedDocument(DynamicDocument):
    """A figure of which no matter was opened or told yet (`mongo.waiting`); `failed` says why none could be."""

    meta = {"collection": "undispatched", "auto_create_index": False}
    id = StringField(primary_key=True)
    version = IntField(required=True)


class WatchedDocument(DynamicDocument):
    """Of what the ledger's daily look opened which matter, and how that stood last (`dispatch.watching`)."""

    meta = {"collection": "watched", "auto_create_index": False}
    id = StringField(primary_key=True)
    issue = StringField(required=True)
    behind = BooleanField(required=True)


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


class PermitDocument(DynamicDocument):
    """One report of a permit (`permits.permit`); its id is the one under which it was sent."""

    meta = {
        "collection": "permits",
        "auto_create_index": False,
        "indexes": [{"fields": ["project", "kind", "name", "version"], "unique": True}],
    }
    id = StringField(primary_key=True)
    project = StringField(required=True)
    at = DateTimeField(required=True)


class ComplaintDocument(DynamicDocument):
    """One version of a complaint (`complaints.complaint`); its id is the one under which it was sent."""

    meta = {
        "collection": "complaints",
        "auto_create_index": False,
        "indexes": [{"fields": ["complaint", "version"], "unique": True}],
    }
    id = StringField(primary_key=True)
    complaint = StringField(required=True)
    at = DateTimeField(required=True)
