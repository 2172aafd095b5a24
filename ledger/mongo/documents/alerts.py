"""Knows alerts, and the way of each to those it is for."""

from mongoengine import BooleanField, DateTimeField, DynamicDocument, ListField, StringField


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
