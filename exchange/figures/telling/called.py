"""Knows what each field of a table of projects is called, for who says what a column means."""

from typing import Final

from exchange.figures.dictionary import FIELDS, PLAN_MONTHS

CALLED: Final = {
    "seq": ("序号", "number"),
    "code": ("项目代码", "project code"),
    "name": ("项目名称", "project"),
    "region": ("属地", "region"),
    "county": ("县(区)", "county"),
    "across": ("是否跨市", "across cities"),
    "region_count": ("涉及市县数", "number of regions"),
    "unit": ("责任单位", "unit"),
    "kind": ("建设性质", "new or carried over"),
    "stage": ("项目状态", "stage"),
    "month": ("月份", "month"),
    "total": ("总投资", "total investment"),
    "plan_year": ("年度计划投资", "plan of the year"),
    "plan_month": ("本月计划", "plan of the month"),
    "done_before": ("至上年底累计完成", "done before this year"),
    "done_month": ("本月完成投资", "done this month"),
    "done_year": ("本年累计完成投资", "done this year"),
    "done_all": ("自开工累计完成", "done since the start"),
    "percent": ("占年度计划%", "share of the plan"),
    "progress": ("形象进度", "progress"),
    "due_start": ("计划开工", "planned start"),
    "started_on": ("实际开工", "real start"),
    "due_resume": ("计划复工", "planned resumption"),
    "resumed": ("是否复工", "resumed"),
    "due_complete": ("计划竣工", "planned completion"),
    "due_produce": ("计划投产", "planned production"),
    "due_end": ("竣工投产(未写计划)", "end, planned or real"),
    "leader": ("包联领导", "lead leader"),
    "note": ("备注", "note"),
    "zone": ("开发区", "development zone"),
    "key_project": ("是否重点工程", "key project"),
    "transition": ("是否转型项目", "transition project"),
} | {name: (f"{number}月计划", f"plan of month {number}") for number, name in enumerate(PLAN_MONTHS, 1)}


def fields_told() -> list[dict[str, str]]:
    """[{name, called, called_en}] of every field that a column may be."""
    return [{"name": name, "called": CALLED[name][0], "called_en": CALLED[name][1]} for name in FIELDS]
