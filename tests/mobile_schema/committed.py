"""Knows the schemas that are committed, to validate by."""

import json
from functools import cache

from jsonschema import Draft202012Validator

from mobile_schema.publishing import export


@cache
def committed(name: str) -> Draft202012Validator:
    """The validator of a committed schema."""
    text = (export.FOLDER / f"{name}.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text), format_checker=Draft202012Validator.FORMAT_CHECKER)
