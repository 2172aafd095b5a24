"""Knows who signs in, with what, and what they sent."""

from mongoengine import DateTimeField, DictField, DynamicDocument, IntField, ListField, StringField


class TokenDocument(DynamicDocument):
    """A bearer token's SHA-256 and whom it speaks for; the token itself is nowhere."""

    meta = {
        "collection": "tokens",
        "auto_create_index": False,
        "indexes": [["person_id", "-created_at", "id"], ["-created_at", "id"]],
    }
    sha256 = StringField(primary_key=True)
    person_id = StringField(required=True)
    created_at = DateTimeField(required=True)
    revoked_at = DateTimeField()


class AccountDocument(DynamicDocument):
    """What somebody signs in by (`people.accounts`): hashes of a password and a code, a second factor's secret."""

    meta = {
        "collection": "accounts",
        "auto_create_index": False,
        "indexes": [{"fields": ["subjects"], "unique": True, "sparse": True}],
    }
    person_id = StringField(primary_key=True)
    subjects = ListField(StringField())


class SessionDocument(DynamicDocument):
    """A session at a desk, by the SHA-256 of its cookie; an ended one is kept for half a year and more, as events name
    it."""

    meta = {
        "collection": "sessions",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["sha256"], "unique": True},
            ["person_id", "-seen_at", "id"],
            ["-seen_at", "id"],
            {"fields": ["ends_at"], "expireAfterSeconds": 400 * 86_400},
        ],
    }
    id = StringField(primary_key=True)
    sha256 = StringField(required=True)
    person_id = StringField(required=True)
    seen_at = DateTimeField(required=True)
    ends_at = DateTimeField(required=True)


class DeviceDocument(DynamicDocument):
    """A device by its public key, and the SHA-256 of the access it has now (`people.devices`)."""

    meta = {
        "collection": "devices",
        "auto_create_index": False,
        "indexes": [["person_id", "-seen_at", "id"], {"fields": ["access.sha256"], "sparse": True}],
    }
    id = StringField(primary_key=True)
    person_id = StringField(required=True)
    seen_at = DateTimeField(required=True)
    access = ListField(DictField())


class TriesDocument(DynamicDocument):
    """How often a password was tried (`people.throttle`); MongoDB lets it go after a day."""

    meta = {
        "collection": "tries",
        "auto_create_index": False,
        "indexes": [{"fields": ["began_at"], "expireAfterSeconds": 86_400}],
    }
    name = StringField(primary_key=True)
    began_at = DateTimeField()


class BrowserDocument(DynamicDocument):
    """A browser that people signed in from, by the SHA-256 of its cookie, until it was not seen for 400 days."""

    meta = {
        "collection": "browsers",
        "auto_create_index": False,
        "indexes": [{"fields": ["seen_at"], "expireAfterSeconds": 400 * 86_400}],
    }
    sha256 = StringField(primary_key=True)
    seen_at = DateTimeField(required=True)


class KeyDocument(DynamicDocument):
    """A key that this ledger signs its own notes with (`people.keys`)."""

    meta = {"collection": "keys", "auto_create_index": False}
    id = StringField(primary_key=True)
    purpose = StringField(required=True)
    number = IntField(required=True)


class JournalDocument(DynamicDocument):
    """One line of the journal of signing in (`people.journal`)."""

    meta = {
        "collection": "journal",
        "auto_create_index": False,
        "indexes": [["-at", "id"], ["person_id", "-at", "id"], ["what", "-at", "id"]],
    }
    id = StringField(primary_key=True)
    at = DateTimeField(required=True)
    what = StringField(required=True)
    person_id = StringField()


class ThumbnailDocument(DynamicDocument):
    """What was drawn of a picture (`evidence.drawn`); `_id` is `sha256:size`, and MongoDB lets it go after a month."""

    meta = {
        "collection": "thumbnails",
        "auto_create_index": False,
        "indexes": [{"fields": ["at"], "expireAfterSeconds": 30 * 86_400}],
    }
    id = StringField(primary_key=True)
    at = DateTimeField(required=True)


class UploadDocument(DynamicDocument):
    """That a person sent a file (`evidence.uploads`); `_id` is `sha256:person`, `at` the machine's own time."""

    meta = {"collection": "uploads", "auto_create_index": False, "indexes": [["person_id", "at"]]}
    id = StringField(primary_key=True)
    person_id = StringField(required=True)
    bytes = IntField(required=True)
    at = DateTimeField(required=True)
