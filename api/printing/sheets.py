"""Knows the sheet of every list, by its path: which columns, in which order."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from api.printing import flat, slip
from api.printing.sheet import Sheet, sheet

_CHANGES: Final = "at what kind entry_id=条目 changes=变更 reason actor.person_id=操作人 actor.credential version"
_JOURNAL: Final = "at what person_id by=操作人 credential address=地址 facts=详情"
_ENTRIES: Final[Mapping[str, tuple[str, str]]] = {
    "townships": ("乡镇街道", "id entry.name_zh entry.name_en entry.kind entry.retired_on"),
    "zones": (
        "开发区",
        "id entry.name_zh entry.name_en entry.region entry.tier=等级 entry.targets=目标 entry.retired_on",
    ),
    "units": (
        "责任单位名录",
        "id entry.name_zh entry.bureau=部门 entry.region entry.level entry.phone entry.parent=上级单位"
        " entry.retired_on",
    ),
    "persons": (
        "人员名录",
        "id entry.name=姓名 entry.title entry.role entry.unit_id entry.region entry.level entry.phone entry.email=邮箱"
        " entry.left_on=离任日",
    ),
    "evidence": ("销号材料", "id entry.name_zh entry.name_en entry.photo=须为照片"),
    "categories": ("问题类别", "id entry.name_zh entry.name_en entry.bureau=部门 entry.evidence entry.retired_on"),
    "projects": (
        "项目名录",
        "id entry.name_zh entry.level entry.regions entry.sector=行业 entry.stage entry.lead_unit=责任单位"
        " entry.retired_on",
    ),
    "posts": ("岗位", "id entry.code=岗位 entry.place entry.holders.person_id=任职人员 entry.holders.since=任职自"),
    "routes": (
        "分派规则",
        "id entry.lead=牵头 entry.supervise=督办 entry.order=次序 entry.categories entry.severity entry.level"
        " entry.within=范围 entry.retired_on",
    ),
}

SHEETS: Final[Mapping[str, Sheet]] = {
    "/v1/issues": sheet(
        "台账",
        "serial light names.state names.region names.project category description names.unit person_name due_at"
        " next_step.title_zh=下一步 next_step.at=下一步时间 next_step.to=督办对象"
        " | project_code severity works_stopped reported_at updated_at",
    ),
    "/v1/issues/{issue_id}/history": sheet(
        "办理记录", "version at type=事项 note actor.person_id=操作人 actor.role actor.unit_id", flat.event
    ),
    "/v1/issues/{issue_id}/comments": sheet(
        "评论、批示、回复",
        "version at title_zh by_name by.person_id=人员 by.unit_id note_shown instruction=批示号 due_at",
    ),
    "/v1/issues/{issue_id}/similar": sheet(
        "疑似重复",
        "serial state description project_code region unit_id reported_at words=文字相似 metres=相距(米)"
        " days=相隔(天) why=依据",
    ),
    "/v1/issues/{issue_id}/may": sheet("可执行的操作", "title_zh=操作 ok=可执行 why_zh=原因"),
    "/v1/issues/{issue_id}/informant/reveals": sheet(
        "线索人填写与查看记录", "at what=事项 person_id=经手人 credential reason=理由"
    ),
    "/v1/issues/{issue_id}/slip": replace(
        sheet("督办单", "section=栏目 what=事项 said=内容", slip.rows), page=slip.page
    ),
    "/v1/counts": sheet("未销号问题数", "state light count=问题数", flat.counts),
    "/v1/boards": sheet("看板", "name_zh category open red yellow green", flat.board),
    "/v1/boards/days": sheet("逐日", "day new struck_off on_time overdue", lambda body, _: body["days"]),
    "/v1/boards/hours": sheet("今日到期", "at=起 due", lambda body, _: body["hours"]),
    "/v1/boards/coming": sheet(
        "今日将升级", "at serial description region unit_id title_zh=步骤 instrument_zh=方式 light_zh=灯 to=督办对象"
    ),
    "/v1/boards/steps": sheet(
        "办理时长", "unit obligation=时限节点 met missed in_time_rate median_hours p90_hours", flat.steps
    ),
    "/v1/boards/slowest": sheet(
        "最慢环节",
        "serial title_zh=环节 unit_name_zh=单位 started_at=起 due_at ran_hours=已办(小时) late_hours=超时(小时)",
    ),
    "/v1/boards/since": sheet("上次查看以来", "since changed=有变化 new struck_off overdue", lambda body, _: [body]),
    "/v1/matter-sets": sheet(
        "任务分解一览",
        "title=标题 paper.number=文号 count=任务数 shown=可见 open red yellow green struck_off entered_at=登记时间"
        " entered_by=登记人",
    ),
    "/v1/matter-sets/{set_id}": sheet(
        "任务分解",
        "number serial light state description=任务 demand unit_id=牵头单位 supporting_unit_ids person_name percent"
        " due_on due_at region",
    ),
    "/v1/rankings": sheet("排名规则", "name=名称 version=版本 title=标题 source=依据 period=时期 subjects=对象"),
    "/v1/rankings/{name}": sheet(
        "排名",
        "place=名次 previous=上期名次 subject=对象 sequence=序列 values=指标 excluded=不参与原因 lists=红黑榜"
        " broken=不成立的关系",
    ),
    "/v1/rankings/{name}/rows": sheet("排名数据来源", "id=代码 name=名称 subject=对象 measures=计数"),
    "/v1/campaigns": sheet("专题活动", "name=名称 version=版本 title=标题 begins=开始 ends=结束 about=说明"),
    "/v1/campaigns/{name}": sheet(
        "活动进度",
        "light subject=对象 indicator=指标 value=数值 expected=应达到 done=已完成 of=应完成 target=目标 by=期限"
        " why=说明",
        flat.campaign,
    ),
    "/v1/campaigns/{name}/rows": sheet("活动数据来源", "id=代码 name=名称 regions measures=计数"),
    "/v1/project-board": sheet(
        "项目看板",
        "code name_zh=地区 projects=项目数 plan=年度计划(分) done=本年完成(分) rate=完成率(%) silent=两个月未报"
        " flagged=有标记",
        flat.project_board,
    ),
    "/v1/project-board/projects": sheet(
        "看板项目",
        "code name month=最近月份 stage=阶段 plan=年度计划(分) done=本年完成(分) flags silent=未报 regions",
    ),
    "/v1/targets/{code}/figures": sheet(
        "目标填报", "month=月份 version=次 value=完成 source=数据来源 corrects=更正 at=填报时间 by=填报人"
    ),
    "/v1/targets": sheet(
        "主要目标",
        "code=代码 item=文号条目 name_zh=目标 unit_name_zh=牵头单位 value=全年目标 measure=单位 month=月份 reached=完成"
        " due=应完成 light source=数据来源",
    ),
    "/v1/bulletins": sheet(
        "通报",
        "title=标题 rule=规则 version=版本 period=时期 frozen_at=数据截至 built_at=生成时间 built_by=生成人"
        " issued_at=印发时间 issued_by=印发人 id=编号",
    ),
    "/v1/figures": sheet(
        "月报报送情况",
        "name_zh=项目 code=代码 regions=涉及区划 unit_name_zh=责任单位 standing=报送情况 figure.plan_year=年度计划(分)"
        " figure.done_year=本年累计完成(分) figure.stage=阶段 figure.flags=标记 figure.at=报送时间"
        " before.month=上次报送月份",
    ),
    "/v1/projects/{code}/figures": sheet(
        "项目月报",
        "month=月份 version=次 name=名称 kind=性质 stage=阶段 plan_year=年度计划(分) done_year=本年累计完成(分)"
        " regions=涉及区划 note=说明 flags=标记 at=报送时间 by=报送人"
        " | plan_months=分月计划(分) key_project=重点工程 transition=转型项目",
    ),
    "/v1/projects/{code}/permits": sheet(
        "项目手续",
        "kind=手续 name=名称 state=状态 unit_name_zh=单位 applied_on=申请日期 due_on=限期 decided_on=办结日期 light"
        " late=超期 number=文号 parallel=并联组 at=报送时间 by=报送人",
    ),
    "/v1/permits": sheet(
        "手续清单",
        "project_name_zh=项目 kind=手续 name=名称 state=状态 unit_name_zh=单位 applied_on=申请日期 due_on=限期"
        " decided_on=办结日期 light late=超期 number=文号 parallel=并联组 | project=项目代码 at=报送时间 by=报送人",
    ),
    "/v1/complaints": sheet(
        "中介登记簿",
        "received_on=收到日期 intermediary=机构 kind=类别 service=事项 fee=收费(元) days=耗时(天) region_name_zh=区划"
        " asked_name_zh=被要求单位 issue=编号 withdrawn=撤回理由 | words=情况 project=项目代码 complaint=投诉编号"
        " version=次 at=登记时间 by=登记人",
        flat.complaints,
    ),
    "/v1/complaints/counts": sheet(
        "投诉统计", "kind=类别 name_zh=区划 count=件数 fees=收费(元) median_days=耗时中位数(天)", flat.complaint_counts
    ),
    "/v1/complaints/{complaint_id}": sheet(
        "投诉各次登记",
        "version=次 at=登记时间 by=登记人 intermediary=机构 kind=类别 service=事项 fee=收费(元) days=耗时(天)"
        " asked_of=被要求单位 received_on=收到日期 words=情况 withdrawn=撤回理由",
        flat.complaints,
    ),
    "/v1/alerts": sheet(
        "督办提醒",
        "fired_at serial light instrument text_zh recipient_person_id recipient_region due_at acknowledged_at"
        " acknowledged_by acknowledged_note | project_code",
    ),
    "/v1/notices": sheet("通知", "at serial notice text_zh region project_code seen_at"),
    "/v1/inbox": sheet("收件箱", "what serial light at description", flat.inbox),
    "/v1/inbox/{what}": sheet(
        "待办问题", "serial light state category severity description region unit_id project_code due_at updated_at"
    ),
    "/v1/reports": sheet(
        "报告",
        "seen_at=到场时间 kind project_name_zh project_code reporter_name progress.percent progress.stage"
        " no_problem_found=未发现问题 issues.serial=问题编号 issues.state=问题状态 flags withdrawn.reason=撤回原因"
        " received_at",
    ),
    "/v1/refused-reports": sheet("未入账的报告", "at report_id project_code reason detail faults.message=不符之处"),
    "/v1/dead-letters": sheet(
        "死信",
        "at id reason detail report_id reporter=上报人 reporter_name=姓名 replayed=已重发 mended=已改正"
        " replayed_at=重发时间",
    ),
    "/v1/imports": sheet(
        "导入记录",
        "filename=文件 by.name=导入人 created_at counts.rows=行数 counts.new=新增 counts.changed=有改动"
        " counts.fault=有误 committed_at=入账时间 undone_at=撤销时间",
    ),
    "/v1/imports/{import_id}/rows": sheet(
        "导入逐行结论", "sheet=工作表 row=行 verdict=结论 reason faults.cell=单元格 faults.sentence=不符之处 serial"
    ),
    "/v1/views": sheet("我的视图", "name list=列表 shown=可见 mine=本人的"),
    "/v1/projects": sheet("项目", "code name_zh level region regions=涉及区划"),
    "/v1/units": sheet("责任单位", "id name_zh bureau=部门 level region"),
    "/v1/regions": sheet("行政区划", "code full_name_zh=全称 name_zh name_en level"),
    "/v1/categories": sheet("问题类别", "code name_zh evidence"),
    "/v1/persons": sheet("可选人员", "id name=姓名 title role unit_id region level"),
    "/v1/vacancies": sheet(
        "空缺岗位", "name_zh=岗位 region since=空缺自 nobody=单位无人 open_issues passes_to=代为接收"
    ),
    "/v1/policies": sheet("督办规则", "name version title=标题 adopted=已采用 holds_from"),
    "/v1/channels": sheet(
        "渠道",
        "id kind name address=地址 persons=人员 regions posts=岗位 state queued=待发 failing_since=故障自"
        " last_error=最近错误",
    ),
    "/v1/deliveries": sheet(
        "投递",
        "created_at serial notice kind=渠道 recipient_person_id state reason attempts delivered_at next_try_at=下次",
    ),
    "/v1/registry/history": sheet("名录变更记录", _CHANGES),
    "/v1/history/policies": sheet("规则变更记录", _CHANGES),
    "/v1/history/channels": sheet("渠道变更记录", _CHANGES),
    "/v1/me/sessions": sheet(
        "我的登录", "created_at seen_at ends_at methods=方式 agent=浏览器 address=地址 current=当前"
    ),
    "/v1/me/devices": sheet("我的设备", "name registered_at seen_at ended_at copied=密钥被复制 current=当前"),
    "/v1/me/journal": sheet("我的登录记录", _JOURNAL),
    "/v1/tokens": sheet(
        "令牌", "id person_id name actions=权限 created_at ends_at revoked_at=吊销时间 used_at issued_by=签发人"
    ),
    "/v1/history/tokens": sheet("令牌记录", _JOURNAL),
    "/v1/journal": sheet("登录记录", _JOURNAL),
    **{f"/v1/registry/{kind}": sheet(title, columns) for kind, (title, columns) in _ENTRIES.items()},
}
"""Path → sheet. A test holds it to every list of the OpenAPI document, and each column to the list's answer."""
