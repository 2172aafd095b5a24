"""Knows how entries and files of them are shown in OpenAPI: an example of each."""

from typing import Any, Final

EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    kind: {"entry": entry, "reason": "录入"}
    for kind, entry in {
        "townships": {"code": "140105001", "name_zh": "坞城街道", "kind": "street"},
        "units": {"id": "140105-new-town", "region": "140105", "name_zh": "新城管委会", "phone": "0351-7000000"},
        "persons": {
            "id": "wang-140105",
            "name": "王某",
            "role": "unit_staff",
            "unit_id": "140105-housing",
            "region": "140105",
        },
        "evidence": {"code": "handover", "name_zh": "移交单", "name_en": "handover sheet"},
        "projects": {
            "code": "2026-140105-48-01-000001",
            "name_zh": "某大桥",
            "name_en": "A bridge",
            "level": "county",
            "regions": ["140105"],
        },
        "zones": {"id": "xiaodian-zone", "name_zh": "某开发区", "name_en": "A zone", "region": "140105", "targets": []},
        "posts": {"code": "supervisor", "place": "140105", "holders": ["supervisor-140105"]},
        "categories": {"code": "land", "evidence": ["site_photo"], "bureau": "natural-resources", "source": "T12"},
        "routes": {
            "id": "housing-takes-land",
            "lead": "own",
            "supervise": "own",
            "source": "区政府会议纪要",
            "order": -1,
            "categories": ["land"],
            "within": "140105",
            "bureau": "housing",
        },
    }.items()
}

CSV: Final = "text/csv"
YAML: Final = "application/yaml"
BOOK: Final = "application/octet-stream"
"""A workbook, whatever it is: its content tells."""
_ROWS: Final[dict[str, Any]] = {"schema": {"type": "string"}}
_KINDS: Final[dict[str, Any]] = {
    "schema": {"type": "object"},
    "example": {"units": [{"id": "140105-new-town", "region": "140105", "name_zh": "新城管委会"}]},
}
CONTENT: Final = {CSV: _ROWS, YAML: _KINDS, BOOK: {"schema": {"type": "string", "format": "binary"}}}
"""What a file may be, by media type."""
