"""Knows what people read for each code of the vocabulary: Chinese first, English second."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal

from mobile_schema import vocabulary as words

Language = Literal["zh", "en"]

# Keyed by class first: members of two StrEnums with the same text ("other") are equal and would collide.
_TEXTS: Final[dict[type[StrEnum], dict[str, tuple[str, str]]]] = {
    words.Category: {
        "permits": ("手续审批", "permits"),
        "land": ("用地", "land"),
        "demolition": ("征地拆迁", "expropriation and demolition"),
        "funding": ("资金", "funding"),
        "environment": ("环境容量", "environmental capacity"),
        "utilities": ("配套设施", "utilities"),
        "obstruction": ("阻工扰工", "obstruction of works"),
        "intermediary": ("中介服务", "intermediary services"),
        "acceptance": ("竣工验收", "acceptance on completion"),
        "other": ("其他", "other"),
    },
    words.Severity: {"ordinary": ("一般", "ordinary"), "major": ("重大", "major")},
    words.VisitKind: {
        "site_visit": ("进工地", "site visit"),
        "follow_up": ("回访", "follow-up"),
        "recheck": ("复核", "recheck"),
    },
    words.IncidentKind: {
        "forced_contracting": ("强揽工程", "alleged forced contracting"),
        "forced_trading": ("强买强卖", "alleged forced trading"),
        "forced_stoppage": ("强行阻工", "alleged forced stoppage"),
        "forced_loading": ("强装强卸", "alleged forced loading and unloading"),
        "forced_labour": ("强行提供劳务", "alleged imposed labour services"),
        "extortion": ("敲诈勒索", "alleged extortion"),
        "provocation": ("寻衅滋事", "alleged provocation of trouble"),
        "mob": ("聚众闹事", "alleged gathering to make trouble"),
        "blockade": ("封门堵路", "alleged blocking of gates or roads"),
        "other": ("其他", "other"),
    },
    words.MatterSource: {
        "leader": ("领导批示", "a leader's instruction"),
        "meeting": ("会议议定", "a meeting's decision"),
        "inspection": ("督查", "an inspection from above"),
        "hotline": ("12345热线", "the hotline 12345"),
        "petition": ("信访", "a letter or visit"),
        "media": ("媒体", "the media"),
        "self_check": ("自查", "a check of one's own"),
        "superior": ("上级交办", "given by a level above"),
        "document": ("文件任务", "a task of a document"),
        "figures": ("月报调度", "a project's flagged figure"),
        "campaign": ("专题活动", "a campaign behind schedule"),
        "permits": ("手续超期", "a permit over its limit"),
    },
    words.State: {
        "reported": ("已上报", "reported"),
        "assigned": ("已交办", "assigned"),
        "accepted": ("已签收", "accepted"),
        "in_progress": ("办理中", "in progress"),
        "closure_requested": ("申请销号", "closure requested"),
        "returned": ("不合格退回", "returned"),
        "closed": ("已销号", "struck off"),
        "closed_on_paper": ("账面销号", "closed on paper"),
        "declined": ("退回", "declined"),
        "reopened": ("反弹", "reopened"),
        "suspended": ("挂起", "suspended"),
        "merged": ("并案", "merged"),
        "voided": ("误报", "voided"),
    },
    words.VoidCause: {"import_undone": ("导入已撤销", "import undone")},
    words.Grade: {
        "excellent": ("优秀", "excellent"),
        "good": ("良好", "good"),
        "qualified": ("合格", "qualified"),
    },
    words.Role: {
        "inspector": ("巡查员", "inspector"),
        "unit_staff": ("责任单位人员", "staff of a responsible unit"),
        "supervisor": ("督办人员", "supervisor"),
        "auditor": ("审计人员", "auditor"),
        "admin": ("系统管理员", "administrator"),
        "security": ("安全管理员", "security officer"),
    },
    words.Level: {
        "county": ("县级", "county"),
        "city": ("市级", "city"),
        "province": ("省级", "province"),
    },
    words.Light: {
        "green": ("绿", "green"),
        "yellow": ("黄", "yellow"),
        "red": ("红", "red"),
        "blue": ("蓝", "blue"),
        "orange": ("橙", "orange"),
    },
    words.Instrument: {
        "reminder": ("提醒函", "reminder"),
        "supervision_order": ("督办单", "supervision order"),
        "circular": ("通报", "circular"),
        "interview": ("约谈", "interview"),
    },
    words.ObligationCode: {
        "triage": ("分派", "triage"),
        "deploy": ("研究部署", "deploy"),
        "feedback": ("反馈", "feedback"),
        "resolve": ("解决", "resolve"),
        "verify": ("核查", "verify"),
        "zero": ("清零", "clear to zero"),
        "police_answer": ("警方响应", "police answer"),
        "resume_works": ("恢复施工", "works resumed"),
    },
    words.NoticeKind: {
        "triaged": ("待分派", "waits for triage"),
        "assigned": ("交办", "assigned"),
        "accepted": ("签收", "accepted"),
        "declined": ("退回", "declined"),
        "transferred": ("改派", "transferred"),
        "taken_away": ("移出", "taken away"),
        "named": ("指定责任人", "named responsible"),
        "supporting": ("配合", "asked to support"),
        "extension_requested": ("申请延期", "extension asked for"),
        "extension_decided": ("延期审批", "extension decided"),
        "suspension_requested": ("申请挂起", "suspension asked for"),
        "suspension_decided": ("挂起审批", "suspension decided"),
        "closure_requested": ("申请销号", "closure asked for"),
        "closure_decided": ("销号审核", "closure decided"),
        "merged": ("并案", "merged"),
        "reopened": ("反弹", "reopened"),
        "instructed": ("批示", "instructed"),
        "replied": ("回复", "replied"),
        "corrected": ("更正", "corrected"),
        "mentioned": ("提及", "mentioned"),
    },
    words.RecheckResult: {"solved": ("已解决", "solved"), "not_solved": ("未解决", "not solved")},
    words.ReferralBody: {
        "police_110": ("110报警", "police emergency line 110"),
        "public_security": ("公安机关", "public security organ"),
        "saohei_office": ("扫黑办", "office against organised crime"),
        "labour_inspection": ("劳动保障监察", "labour inspection"),
        "petition_office": ("信访部门", "petition office"),
        "local_government": ("属地政府", "local government"),
        "other": ("其他", "other"),
    },
    words.ReferralState: {
        "waiting": ("待答复", "no answer yet"),
        "taken": ("已受理", "taken up"),
        "declined": ("不予受理", "not taken up"),
        "concluded": ("已办结", "concluded"),
    },
    words.SourceCrs: {
        "WGS-84": ("WGS-84", "WGS-84"),
        "GCJ-02": ("国测局坐标", "GCJ-02"),
        "BD-09": ("百度坐标", "BD-09"),
    },
    words.NoLocationReason: {
        "denied": ("未授权定位", "permission denied"),
        "no_signal": ("无定位信号", "no signal"),
        "turned_off": ("定位已关闭", "location turned off"),
        "not_supported": ("设备不支持", "not supported by the device"),
        "not_recorded": ("未记录", "not recorded"),
        "other": ("其他", "other"),
    },
}
_SHAPES: Final[Mapping[str, str]] = {words.Light.RED: "▲", words.Light.YELLOW: "◆", words.Light.GREEN: "●"}


def _in_language(index: int) -> Mapping[type[StrEnum], Mapping[str, str]]:
    return MappingProxyType(
        {
            kind: MappingProxyType({code: texts[index] for code, texts in codes.items()})
            for kind, codes in _TEXTS.items()
        }
    )


LABELS_ZH: Final = _in_language(0)
LABELS_EN: Final = _in_language(1)


def label(code: StrEnum, language: Language = "zh") -> str:
    """What people read for `code`, a member of the vocabulary; KeyError for any other enum.

    An office's own category has its name in the registry (`Catalogue.category_name`), and here its code alone.
    """
    texts = (LABELS_EN if language == "en" else LABELS_ZH)[type(code)]
    return texts.get(code, code.value) if isinstance(code, words.Category) else texts[code]


def shape(light: str) -> str:
    """The mark of a light, which is never its colour alone: so it survives a copier. Lights of policies are squares."""
    return _SHAPES.get(light, "■")


def described(kind: type[StrEnum]) -> str:
    """All codes of one word list with their labels, as schemas show them."""
    return "; ".join(f"{code.value} {LABELS_ZH[kind][code]} ({LABELS_EN[kind][code]})" for code in kind)
