"""Knows what is kept of ledgers that were brought in: the imports, their rows, and mappings by fingerprint."""

from mongoengine import DateTimeField, DynamicDocument, StringField


class ImportDocument(DynamicDocument):
    """One import (`imports.records`): whose, of which file, how far it has come."""

    meta = {
        "collection": "imports",
        "auto_create_index": False,
        "indexes": [
            ["-created_at", "-id"],
            # Only those that are being committed are in it: which of them waits for a process.
            {"fields": ["until"], "partialFilterExpression": {"state": "committing"}},
        ],
    }
    id = StringField(primary_key=True)
    actor = StringField(required=True)
    created_at = DateTimeField(required=True)


class ImportRowDocument(DynamicDocument):
    """A row that came in, under the id it always has: the issue it became, and what it said last."""

    meta = {
        "collection": "import_rows",
        "auto_create_index": False,
        "indexes": [["import_id", "row_id"], ["changed_in", "row_id"]],
    }
    row_id = StringField(primary_key=True)
    issue_id = StringField(required=True)
    import_id = StringField(required=True)


class ImportMappingDocument(DynamicDocument):
    """The mapping with which a template came in last, under the template's fingerprint."""

    meta = {"collection": "import_mappings", "auto_create_index": False}
    fingerprint = StringField(primary_key=True)
    at = DateTimeField(required=True)


class ImportLookDocument(DynamicDocument):
    """What was seen of an import's file, and its last check (`imports.looks`)."""

    meta = {"collection": "import_looks", "auto_create_index": False}
    id = StringField(primary_key=True)


class ImportLineDocument(DynamicDocument):
    """A row of the last check of an import; two months on nobody looks at it any more."""

    meta = {
        "collection": "import_lines",
        "auto_create_index": False,
        "indexes": [
            ["import_id", "turn", "n"],
            ["import_id", "turn", "verdict", "n"],
            {"fields": ["at"], "expireAfterSeconds": 60 * 86_400},
        ],
    }
    id = StringField(primary_key=True)
    import_id = StringField(required=True)
    at = DateTimeField(required=True)
