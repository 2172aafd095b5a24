"""Knows the collections, their fields that are queried, and their indexes; built by an explicit step.

Issues, events, receipts and alerts are written as plain documents on the hot path (`commit`); these classes
say what stands in them and which questions they answer fast.
"""

from mongoengine import (
    BooleanField,
    DateTimeField,
    DictField,
    DynamicDocument,
    IntField,
    ListField,
    StringField,
)


class RegionDocument(DynamicDocument):
    """行政区划, GB/T 2260."""

    meta = {"collection": "regions", "auto_create_index": False, "indexes": ["rules_version"]}
    code = StringField(primary_key=True)


class UnitDocument(DynamicDocument):
    """责任单位."""

    meta = {"collection": "units", "auto_create_index": False, "indexes": ["rules_version"]}
    id = StringField(primary_key=True)
    region = StringField(required=True)


class PersonDocument(DynamicDocument):
    """One person with a role; the token that speaks for them is in `tokens`."""

    meta = {"collection": "persons", "auto_create_index": False, "indexes": ["rules_version"]}
    id = StringField(primary_key=True)
    role = StringField(required=True)


class ProjectDocument(DynamicDocument):
    """项目, by its 投资项目统一代码."""

    meta = {"collection": "projects", "auto_create_index": False, "indexes": ["rules_version"]}
    code = StringField(primary_key=True)
    region = StringField(required=True)


class PostDocument(DynamicDocument):
    """岗位: a post in a unit or region and who holds it."""

    meta = {"collection": "posts", "auto_create_index": False, "indexes": ["rules_version"]}
    id = StringField(primary_key=True)
    code = StringField(required=True)
    place = StringField(required=True)


class ZoneDocument(DynamicDocument):
    """开发区, which GB/T 2260 does not know."""

    meta = {"collection": "zones", "auto_create_index": False, "indexes": ["rules_version"]}
    id = StringField(primary_key=True)


class TownshipDocument(DynamicDocument):
    """乡镇街道, below the counties of GB/T 2260."""

    meta = {"collection": "townships", "auto_create_index": False, "indexes": ["rules_version"]}
    code = StringField(primary_key=True)


class EvidenceDocument(DynamicDocument):
    """销号材料: a kind of evidence."""

    meta = {"collection": "evidence", "auto_create_index": False, "indexes": ["rules_version"]}
    code = StringField(primary_key=True)


class CategoryDocument(DynamicDocument):
    """问题类别: what striking off demands, and who leads."""

    meta = {"collection": "categories", "auto_create_index": False, "indexes": ["rules_version"]}
    code = StringField(primary_key=True)


class RouteDocument(DynamicDocument):
    """分派规则, in the order of `order`."""

    meta = {"collection": "routes", "auto_create_index": False, "indexes": ["rules_version"]}
    id = StringField(primary_key=True)
    order = IntField(required=True)


class RegistryEventDocument(DynamicDocument):
    """What somebody changed in the registry: append-only; `_id` begins with the version that the change made."""

    meta = {"collection": "registry_events", "auto_create_index": False, "indexes": [["kind", "entry_id", "id"]]}
    id = StringField(primary_key=True)
    kind = StringField(required=True)
    entry_id = StringField(required=True)
    at = DateTimeField(required=True)


class CalendarDocument(DynamicDocument):
    """A calendar file as it was entered; `_id` is `name@version`, and none is ever changed."""

    meta = {"collection": "calendars", "auto_create_index": False}
    id = StringField(primary_key=True)
    text = StringField(required=True)
    sha256 = StringField(required=True)
    entered_at = DateTimeField(required=True)


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


class ReceiptDocument(DynamicDocument):
    """One report as it came: its bytes (`raw`, until they are archived), their SHA-256, the issues it became."""

    meta = {"collection": "receipts", "auto_create_index": False}
    report_id = StringField(primary_key=True)
    sha256 = StringField(required=True)


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
    left to fire, and for a moment too early, never too late; `slot` parts the issues among those that sweep (`slots`).
    """

    meta = {
        "collection": "issues",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["serial"], "unique": True},
            ["scopes", "state", "due_at", "id"],
            ["project_code", "due_at", "id"],
            ["category", "state", "due_at", "id"],
            {"fields": ["slot", "next_due_at"], "partialFilterExpression": {"next_due_at": {"$exists": True}}},
            # Only issues with an empty post are in it, so that it costs intake nothing.
            {"fields": ["vacant_posts", "state"], "partialFilterExpression": {"vacant_posts": {"$gt": ""}}},
        ],
    }
    id = StringField(primary_key=True)
    serial = StringField(required=True)
    version = IntField(required=True)
    state = StringField(required=True)
    category = StringField(required=True)
    project_code = StringField(required=True)
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
            ["scopes", "state", "due_at", "id"],
            ["project_code", "due_at", "id"],
        ],
    }
    id = StringField(primary_key=True)
    serial = StringField(required=True)
    project_code = StringField(required=True)
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


class AlertDocument(DynamicDocument):
    """督办提醒: one message to one recipient about one escalation.

    `scopes` are its issue's, as they were when it fired. `channels` are those that the policy's step names, in its
    order; `dispatched` is False until the deliverer has seen the alert, and absent on alerts older than channels, which
    are left alone.
    """

    meta = {
        "collection": "alerts",
        "auto_create_index": False,
        "indexes": [
            ["recipient_person_id", "-fired_at", "id"],
            ["scopes", "-fired_at", "id"],
            ["issue_id", "-fired_at", "id"],
            {"fields": ["dispatched", "fired_at"], "partialFilterExpression": {"dispatched": False}},
        ],
    }
    id = StringField(primary_key=True)
    issue_id = StringField(required=True)
    scopes = ListField(StringField())
    recipient_person_id = StringField()
    dispatched = BooleanField()
    fired_at = DateTimeField(required=True)
    acknowledged_at = DateTimeField()


class ArchivedAlertDocument(DynamicDocument):
    """An alert of an archived issue; listed by its issue alone."""

    meta = {"collection": "alerts_archived", "auto_create_index": False, "indexes": [["issue_id", "-fired_at", "id"]]}
    id = StringField(primary_key=True)
    issue_id = StringField(required=True)
    fired_at = DateTimeField(required=True)


class PolicyDocument(DynamicDocument):
    """督办规则: one immutable version, its text as entered, and from when on it holds (absent: for nobody yet)."""

    meta = {"collection": "policies", "auto_create_index": False}
    key = StringField(primary_key=True)
    text = StringField(required=True)


class EndpointDocument(DynamicDocument):
    """Where alerts go outside the app (`ledger.endpoints`), and how that fares; `recent` is when it was last used."""

    meta = {"collection": "endpoints", "auto_create_index": False}
    id = StringField(primary_key=True)
    kind = StringField(required=True)


class DeliveryDocument(DynamicDocument):
    """One alert to one endpoint (`store.deliveries`); `next_try_at` is there until it is over."""

    meta = {
        "collection": "deliveries",
        "auto_create_index": False,
        "indexes": [
            {
                "fields": ["next_try_at", "endpoint_id"],
                "partialFilterExpression": {"next_try_at": {"$exists": True}},
            },
            {
                "fields": ["endpoint_id", "next_try_at", "id"],
                "partialFilterExpression": {"next_try_at": {"$exists": True}},
            },
            {"fields": ["message_id"], "partialFilterExpression": {"next_try_at": {"$exists": True}}},
            ["alert_id", "-created_at", "id"],
            ["endpoint_id", "-created_at", "id"],
            ["state", "-created_at", "id"],
            ["-created_at", "id"],
        ],
    }
    id = StringField(primary_key=True)
    alert_id = StringField(required=True)
    endpoint_id = StringField(required=True)
    state = StringField(required=True)
    message_id = StringField()
    created_at = DateTimeField(required=True)
    next_try_at = DateTimeField()


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


class UploadDocument(DynamicDocument):
    """That a person sent a file (`evidence.uploads`); `_id` is `sha256:person`, `at` the machine's own time."""

    meta = {"collection": "uploads", "auto_create_index": False, "indexes": [["person_id", "at"]]}
    id = StringField(primary_key=True)
    person_id = StringField(required=True)
    bytes = IntField(required=True)
    at = DateTimeField(required=True)


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
    counted, under `clock` how far it was moved."""

    meta = {"collection": "positions", "auto_create_index": False}
    id = StringField(primary_key=True)


class RetentionDocument(DynamicDocument):
    """Retention rules (保管规则) as they were entered, by version; the highest holds, and none is ever changed."""

    meta = {"collection": "retention", "auto_create_index": False}
    version = IntField(primary_key=True)
    text = StringField(required=True)
    sha256 = StringField(required=True)


class SerialDocument(DynamicDocument):
    """The last 编号 given out in a region and year."""

    meta = {"collection": "serials", "auto_create_index": False}
    id = StringField(primary_key=True)
    last = IntField(required=True)


class LeaseDocument(DynamicDocument):
    """Which process does a job that only one may do at a time, and until when; or which have its slots."""

    meta = {"collection": "leases", "auto_create_index": False}
    id = StringField(primary_key=True)
    holder = StringField()
    until = DateTimeField()


DOCUMENTS = (
    RegionDocument,
    UnitDocument,
    PersonDocument,
    ProjectDocument,
    PostDocument,
    ZoneDocument,
    TownshipDocument,
    EvidenceDocument,
    CategoryDocument,
    RouteDocument,
    RegistryEventDocument,
    CalendarDocument,
    TokenDocument,
    AccountDocument,
    SessionDocument,
    DeviceDocument,
    TriesDocument,
    BrowserDocument,
    KeyDocument,
    JournalDocument,
    ReceiptDocument,
    ArchivedReceiptDocument,
    IssueDocument,
    ArchivedIssueDocument,
    EventDocument,
    ArchivedEventDocument,
    AlertDocument,
    ArchivedAlertDocument,
    PolicyDocument,
    RetentionDocument,
    EndpointDocument,
    DeliveryDocument,
    AnsweredDocument,
    UploadDocument,
    DeadLetterDocument,
    PositionDocument,
    SerialDocument,
    LeaseDocument,
)
