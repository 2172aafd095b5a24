"""Knows the rules as data: calendars, policies, retention, dispatch, and the files of campaigns, rankings, targets."""

from mongoengine import DateTimeField, DynamicDocument, IntField, StringField


class CalendarDocument(DynamicDocument):
    """A calendar file as it was entered; `_id` is `name@version`, and none is ever changed."""

    meta = {"collection": "calendars", "auto_create_index": False}
    id = StringField(primary_key=True)
    text = StringField(required=True)
    sha256 = StringField(required=True)
    entered_at = DateTimeField(required=True)


class PolicyDocument(DynamicDocument):
    """督办规则: one immutable version, its text as entered, and from when on it holds (absent: for nobody yet)."""

    meta = {"collection": "policies", "auto_create_index": False}
    key = StringField(primary_key=True)
    text = StringField(required=True)


class RetentionDocument(DynamicDocument):
    """Retention rules (保管规则) as they were entered, by version; the highest holds, and none is ever changed."""

    meta = {"collection": "retention", "auto_create_index": False}
    version = IntField(primary_key=True)
    text = StringField(required=True)
    sha256 = StringField(required=True)


class DispatchDocument(DynamicDocument):
    """Dispatch rules (针对性调度) as they were entered, by version; the highest holds, and none is ever changed."""

    meta = {"collection": "dispatch_rules", "auto_create_index": False}
    version = IntField(primary_key=True)
    text = StringField(required=True)
    sha256 = StringField(required=True)


class RuleFileDocument(DynamicDocument):
    """A rule file of a kind as it was entered; `_id` is `kind/name@version`, and none is ever changed."""

    meta = {"collection": "rule_files", "auto_create_index": False}
    id = StringField(primary_key=True)
    kind = StringField(required=True)
    text = StringField(required=True)
    sha256 = StringField(required=True)


class LightDocument(DynamicDocument):
    """Under which light each place stood in a version of a campaign, or a target did, when the ledger looked last."""

    meta = {"collection": "lights", "auto_create_index": False}
    id = StringField(primary_key=True)
    day = StringField(required=True)
