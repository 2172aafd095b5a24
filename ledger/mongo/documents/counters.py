"""Knows what is counted of the ledger, and can be counted again: what waits to be added up, sums, what happened."""

from mongoengine import DynamicDocument, StringField


class UncountedDocument(DynamicDocument):
    """What one transaction adds to the counters (`store.counted.uncounted`), until somebody adds it up."""

    meta = {"collection": "uncounted", "auto_create_index": False}


class CounterDocument(DynamicDocument):
    """The issues on the ledger of one row (`counting.cells.Row`), by state and by the day on which they fall due."""

    meta = {"collection": "counters", "auto_create_index": False, "indexes": [["key", "axis"]]}
    id = StringField(primary_key=True)
    key = StringField(required=True)
    axis = StringField(required=True)


class PeriodDocument(DynamicDocument):
    """What happened in a day or a month (`counting.happened.Period`)."""

    meta = {"collection": "periods", "auto_create_index": False, "indexes": [["key", "unit", "span"]]}
    id = StringField(primary_key=True)
    key = StringField(required=True)
    span = StringField(required=True)
    unit = StringField(required=True)
