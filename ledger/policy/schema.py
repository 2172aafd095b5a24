"""Knows the JSON Schema of a policy file, for editors and other programs; committed as docs/policy.schema.json."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema

from ledger.policy.policy import Policy
from ledger.policy.words import UNITS

SCHEMA_ID: Final = "urn:xiaohao:schema:v1:policy"

_UNITS: Final = {name: unit.key for name, unit in UNITS.items()}
# By model and key: what its field says, Chinese first. A model is told by its own docstring.
_TOLD: Final[Mapping[str, Mapping[str, str]]] = {
    "Policy": {
        "name": '规则名称,小写字母、数字和连字符,数字须加引号 / a-z, 0-9 and -, digits in quotes: "13710"',
        "version": "版本号,每次修改加一 / a whole number, one more for each change",
        "title": "标题 / what people call it",
        "time_zone": "时区,不写用系统的 / whose days count; the deployment's if left out",
        "applies_to": "适用范围,不写为全部 / for which issues it holds; all if left out",
        "obligations": "时限节点,按代码 / its clocks, by code",
        "ladder": "督办步骤 / the steps of the ladder",
        "notices": "通知:何事告知谁 / who is told of what happens, by kind of notice",
        "lights": "自定义灯及其文字 / lights of its own, each with its word",
        "quiet_hours": "静默时段 / hours in which some steps wait",
        "on_transfer": "改派后时限:保留 keep,重新开始 restart / clocks after a transfer: kept, or begun anew",
        "approvals": "延期、挂起、改用规则的审批 / who approves extensions, suspensions and moves",
        "withdrawal": "上报的撤回 / withdrawing a report",
    },
    "ObligationRule": {
        "title": "名称 / its name",
        "starts": "由哪些事件开始 / what starts the clock",
        "satisfied_by": "由哪些事件办结 / what satisfies it",
        "cancelled_by": "由哪些事件取消 / what cancels it",
        "resumed_by": "办结后由哪些事件恢复 / what lets it run on after it was satisfied",
        "due": "时限,可按一般、重大分别写 / how long it runs, for all or by severity",
        "only": "仅适用于 / the issues that have this clock",
    },
    "Step": {
        "step": "步骤代码,不得重复 / its code, once in the file",
        "obligation": "针对哪个时限节点 / which clock it is about",
        "before": "到期前多久 / how long before the due time",
        "after": "超期多久;与 before 都不写即到期时 / how long after; neither: when it falls due",
        "needs": "以哪个步骤逾期未办为前提 / the step that must have lapsed",
        "lapse": "前一步骤给多久 / how long that step was given",
        "repeat": "重复 / whether it comes again",
        "again_if_idle": "签阅后多久无进展再提醒 / comes again when acknowledged and idle for so long",
        "light": "灯 / its light",
        "instrument": "文书 / the paper it amounts to",
        "to": "发给谁 / to whom",
        "channels": "发送渠道,不写按收件人设置 / by which channels; the recipient's own if left out",
    },
    "Repeat": {
        "every": "间隔 / how often",
        "at_most": "总次数上限 / how many times in all",
        "until": "自首次起多久为止 / until so long after the first time",
    },
    "Recipient": {
        "post": "岗位 / the post",
        "level": "督办人员的级别:县 市 省,本级 supervising,上一级 above / the supervisor's level",
        "of": "主办或配合单位 / lead or supporting unit",
    },
    "Scope": {
        "categories": "问题类别 / categories",
        "severities": "一般、重大 / severities",
        "regions": "行政区划代码(加引号),含下级 / region codes in quotes, with all below",
        "works_stopped": "是否已停工 / whether the works stand still",
    },
    "QuietHours": {
        "from": '开始时刻,加引号 / in quotes: "22:00"',
        "to": '结束时刻,加引号 / in quotes: "07:30"',
        "lights": "哪些灯的步骤等待 / steps with these lights wait",
    },
    "Approvals": {
        "extension": "延期 / extensions",
        "suspension": "挂起 / suspensions",
        "move": "改用其他版本由哪级批准 / who may move an open issue to another version",
    },
    "ExtensionRule": {
        "obligations": "哪些节点可延期 / which clocks may be extended",
        "along": "随之顺延的节点 / which clocks move with them",
        "level": "由哪级批准 / who approves",
        "at_most": "最多几次 / how often at most",
        "longest": "累计最长 / by how much in all",
    },
    "SuspensionRule": {
        "level": "由哪级批准 / who approves",
        "longest": "最长多久 / for how long at most",
    },
    "WithdrawalRule": {
        "within": "收到后多久之内上报人可撤回 / for how long after it came who wrote it may",
    },
    "Words": {"zh": "中文 / Chinese", "en": "英文 / English"},
    "TimeLimit": {
        **_UNITS,
        "or_next_working_day": "末日为休息日时顺延至下一工作日 / if its last day is a day off, the next working day",
    },
    "Span": _UNITS,
}


def policy_schema() -> dict[str, Any]:
    """The JSON Schema of a policy file, every key with a description."""
    schema = Policy.model_json_schema(by_alias=True)
    for name, model in {"Policy": schema, **schema["$defs"]}.items():
        for key, told in model.get("properties", {}).items():
            told["description"] = _TOLD[name][key]
    return {"$schema": GenerateJsonSchema.schema_dialect, "$id": SCHEMA_ID, **schema}
