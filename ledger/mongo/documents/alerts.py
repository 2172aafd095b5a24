"""Knows alerts, and the way of each to those it is for."""

from mongoengine import BooleanField, DateTimeField, DynamicDocument, ListField, StringField


class AlertDocument(DynamicDocument):
    """督办提醒: one message to one recipient about one escalation.

    `scopes` are its issue's, as they were when it fired; `seen`, whether its recipient has looked at it, is absent on
    alerts older than inboxes, which are left alone. `channels` are those that the policy's step names, in its
    order; `dispatched` is False until the deliverer has seen the alert, and absent on alerts older than channels, which
    are left alone.
    """

    meta = {
        "collection": "alerts",
        "auto_create_index": False,
        "indexes": [
            ["recipient_person_id", "seen", "-fired_at", "id"],
            ["scopes", "-fired_at", "id"],
            ["issue_id", "-fired_at", "id"],
            {"fields": ["dispatched", "fired_at"], "partialFilterExpression": {"dispatched": False}},
        ],
    }
    id = StringField(primary_key=True)
    issue_id = StringField(required=True)
    scopes = ListField(StringField())
    recipient_person_id = StringField()
    seen = BooleanField()
    dispatched = BooleanField()
    fired_at = DateTimeField(required=True)
    acknowledged_at = DateTimeField()


class NoticeDocument(DynamicDocument):
    """通知: what one person was told of one event (`store.telling.notices`); `_id` is `issue id:version/person`.

    `seen` says whether that person has looked at it; `dispatched` as on alerts.
    """

    meta = {
        "collection": "notices",
        "auto_create_index": False,
        "indexes": [
            ["recipient_person_id", "seen", "-at", "id"],
            {"fields": ["dispatched", "at"], "partialFilterExpression": {"dispatched": False}},
        ],
    }
    id = StringField(primary_key=True)
    issue_id = StringField(required=True)
    recipient_person_id = StringField(required=True)
    at = DateTimeField(required=True)
    seen = BooleanField(required=True)
    dispatched = BooleanField()


class ArchivedNoticeDocument(DynamicDocument):
    """A notice about an archived issue; it is in no list, and comes back with the issue."""

    meta = {"collection": "notices_archived", "auto_create_index": False}
    id = StringField(primary_key=True)


class ArchivedAlertDocument(DynamicDocument):
    """An alert of an archived issue; listed by its issue alone."""

    meta = {"collection": "alerts_archived", "auto_create_index": False, "indexes": [["issue_id", "-fired_at", "id"]]}
    id = StringField(primary_key=True)
    issue_id = StringField(required=True)
    fired_at = DateTimeField(required=True)


class ChoiceDocument(DynamicDocument):
    """By which ways outside the app a person wants notices, and when (`store.telling.choices`)."""

    meta = {"collection": "choices", "auto_create_index": False}
    person_id = StringField(primary_key=True)


class EndpointDocument(DynamicDocument):
    """Where alerts go outside the app (`ledger.endpoints`), and how that fares; `recent` is when it was last used."""

    meta = {"collection": "endpoints", "auto_create_index": False}
    id = StringField(primary_key=True)
    kind = StringField(required=True)


class DeliveryDocument(DynamicDocument):
    """One alert or notice to one endpoint (`store.deliveries`); `next_try_at` is there until it is over."""

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
            # Only notices that wait to be sent together are in it.
            {"fields": ["fold", "next_try_at"], "partialFilterExpression": {"fold": {"$exists": True}}},
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
