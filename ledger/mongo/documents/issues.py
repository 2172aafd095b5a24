"""Knows the ledger itself: receipts, issues and their events, those of the archive too, and the counters of 编号."""

from mongoengine import DateTimeField, DictField, DynamicDocument, IntField, ListField, StringField


class ReceiptDocument(DynamicDocument):
    """One report as it came, or one matter or set that was entered: its bytes (`raw`, until they are archived), their
    SHA-256, the issues it became.

    `seen_at` is when it was there, `scopes` are the keys by which people may know of it (`reports.kept`).
    """

    meta = {
        "collection": "receipts",
        "auto_create_index": False,
        "indexes": [
            ["project_code", "-seen_at", "report_id"],
            ["reporter", "-seen_at", "report_id"],
            # Only reports that correct another are in it, so that it costs intake nothing.
            {"fields": ["corrects"], "sparse": True},
            # Likewise only sets of matters.
            {"fields": ["-recorded_at", "report_id"], "partialFilterExpression": {"title": {"$gt": ""}}},
        ],
    }
    report_id = StringField(primary_key=True)
    sha256 = StringField(required=True)
    project_code = StringField()
    reporter = StringField(required=True)
    seen_at = DateTimeField()
    corrects = StringField()
    recorded_at = DateTimeField()


class ArchivedReceiptDocument(DynamicDocument):
    """The bytes of a report of which no issue is left on the ledger, under the receipt's id; they may be deleted."""

    meta = {"collection": "receipts_archived", "auto_create_index": False, "indexes": ["recorded_at"]}
    report_id = StringField(primary_key=True)
    recorded_at = DateTimeField(required=True)


class IssueDocument(DynamicDocument):
    """问题: the projection that lists and boards read.

    `scopes` are the keys by which people may know of it (`access.scopes`), its region and those above it among them:
    whatever people ask of many issues begins with one. `ancestors` is the region with those above it; `due_at` the next
    due time, or the last one of a closed issue; `next_due_at` is when the sweep has to look, absent when nothing is
    left to fire, and for a moment too early, never too late; `slot` parts the issues among those that sweep (`slots`);
    `awaits` is what of it waits for a supervisor (`escalation.awaiting`), absent where nothing does.
    """

    meta = {
        "collection": "issues",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["serial"], "unique": True},
            ["scopes", "state", "due_at", "id", "category"],
            ["project_code", "due_at", "id"],
            ["category", "state", "due_at", "id"],
            # The latest reports, and spans of time: by the region, which an issue has one of, so that each is one key
            # (ADR 0042).
            ["region", "-reported_at", "id"],
            {"fields": ["region", "-closed_at", "id"], "partialFilterExpression": {"closed_at": {"$exists": True}}},
            # Only issues that no unit leads are in it; what intake routes has one.
            {"fields": ["unit_id", "scopes", "state", "due_at", "id"], "partialFilterExpression": {"unit_id": None}},
            # Only issues that somebody signed for are in it: what intake routes nobody has yet.
            {"fields": ["person_id", "state", "due_at", "id"], "partialFilterExpression": {"person_id": {"$gt": ""}}},
            {"fields": ["slot", "next_due_at"], "partialFilterExpression": {"next_due_at": {"$exists": True}}},
            # Only issues that a ledger brought in are in it.
            {
                "fields": ["imported.file.import_id", "state", "due_at", "id"],
                "partialFilterExpression": {"imported.file.import_id": {"$gt": ""}},
            },
            # Only matters that supervisors entered are in it, as few as they are.
            {"fields": ["region", "reported_at"], "partialFilterExpression": {"matter": {"$exists": True}}},
            # Only issues with an empty post are in it, so that it costs intake nothing.
            {"fields": ["vacant_posts", "state"], "partialFilterExpression": {"vacant_posts": {"$gt": ""}}},
            # Likewise only those that wait for a supervisor: what intake routes waits for its unit.
            {"fields": ["awaits", "due_at", "id"], "partialFilterExpression": {"awaits": {"$gt": ""}}},
        ],
    }
    id = StringField(primary_key=True)
    serial = StringField(required=True)
    version = IntField(required=True)
    state = StringField(required=True)
    category = StringField(required=True)
    project_code = StringField()
    unit_id = StringField()
    scopes = ListField(StringField())
    ancestors = ListField(StringField())
    due_at = DateTimeField()
    slot = IntField(required=True)
    next_due_at = DateTimeField()


class ArchivedIssueDocument(DynamicDocument):
    """An issue that ended long ago (`store.archive`), the same document as it was; `archived=true` lists them."""

    meta = {
        "collection": "issues_archived",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["serial"], "unique": True},
            ["scopes", "state", "due_at", "id", "category"],
            ["project_code", "due_at", "id"],
            ["region", "-reported_at", "id"],
            {"fields": ["region", "-closed_at", "id"], "partialFilterExpression": {"closed_at": {"$exists": True}}},
        ],
    }
    id = StringField(primary_key=True)
    serial = StringField(required=True)
    project_code = StringField()
    scopes = ListField(StringField())
    due_at = DateTimeField()


class EventDocument(DynamicDocument):
    """The truth: append-only; `_id` is `issue id:version`, so an event is unique by both; `written` as in `outbox`."""

    meta = {"collection": "events", "auto_create_index": False, "indexes": ["at", "written"]}
    id = StringField(primary_key=True)
    issue_id = StringField(required=True)
    version = IntField(required=True)
    type = StringField(required=True)
    at = DateTimeField(required=True)
    data = DictField()


class ArchivedEventDocument(DynamicDocument):
    """An event of an issue that went to the archive; it stays there, whatever becomes of the issue."""

    meta = {"collection": "events_archived", "auto_create_index": False}
    id = StringField(primary_key=True)


class InformantDocument(DynamicDocument):
    """Who told of an issue, under its id: sealed (`informants.sealing`), and never moved, wherever the issue stands."""

    meta = {"collection": "informants", "auto_create_index": False}
    issue_id = StringField(primary_key=True)
    key = IntField(required=True)


class RevealDocument(DynamicDocument):
    """That somebody gave who told of an issue, or looked: one line, nothing is taken out."""

    meta = {"collection": "reveals", "auto_create_index": False, "indexes": [["issue_id", "-at", "id"]]}
    id = StringField(primary_key=True)
    issue_id = StringField(required=True)
    at = DateTimeField(required=True)


class SerialDocument(DynamicDocument):
    """The last 编号 given out in a region and year."""

    meta = {"collection": "serials", "auto_create_index": False}
    id = StringField(primary_key=True)
    last = IntField(required=True)
