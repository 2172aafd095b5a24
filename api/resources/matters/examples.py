"""Knows one good matter and one good set, as OpenAPI shows them."""

from typing import Any, Final

MATTER: Final[dict[str, Any]] = {
    "id": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57",
    "source": "leader",
    "paper": {"number": "小政督〔2026〕5号", "dated_on": "2026-03-01", "title": "关于汾河东岸便道的批示"},
    "text": "群众反映汾河东岸便道被渣土阻断,请尽快解决。",
    "demand": "查明原因,恢复通行,并反馈结果。",
    "region": "140105",
    "unit_id": "140105-natural-resources",
    "supporting_unit_ids": ["140105-ecology"],
    "due_on": "2026-03-20",
}
SET: Final[dict[str, Any]] = {
    "id": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e58",
    "title": "重点项目攻坚方案",
    "paper": {"number": "小政发〔2026〕3号", "dated_on": "2026-03-01"},
    "due_on": "2026-06-30",
    "tasks": [
        {"number": "1", "text": "完成用地预审。", "unit_ids": ["140105-natural-resources"]},
        {"number": "2", "text": "完成环评批复。", "unit_ids": ["140105-ecology"], "due_on": "2026-04-30"},
    ],
}
