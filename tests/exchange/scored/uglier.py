"""Cases uglier still: what people leave in a ledger that is filled in by many hands over years."""

from datetime import date
from typing import Final

from tests.exchange.scored.case import BLANK, TOP, Case, R

CASES: Final = [
    Case(
        "one problem over rows of measures, each with its unit and day",
        [
            (TOP, "序号", "反馈问题", "整改措施", "责任单位", "整改时限"),
            (R, 1, "散煤治理推进不力", "(1)摸排到户", "某镇", "2025-6-1"),
            ("carried-on", "", "", "(2)集中收缴", "公安局", "2025-7-1"),
            ("carried-on", "", "", "(3)补贴清洁煤", "财政局", "2025-8-1"),
            (R, 2, "排污口没有规范", "设置标牌", "环境局", "2025-6-1"),
        ],
        ["A2:A4", "B2:B4"],
    ),
    Case(
        "the same with its merged ranges lost",
        [
            (TOP, "序号", "县区", "反馈问题", "整改措施", "责任单位", "整改时限", "进展", "备注"),
            (R, 1, "某县", "散煤治理推进不力", "(1)摸排到户", "某镇", "2025-6-1", "在办", "急"),
            ("carried-on", "", "", "", "(2)集中收缴", "公安局", "2025-7-1", "", ""),
            ("carried-on", "", "", "", "(3)补贴清洁煤", "财政局", "2025-8-1", "", ""),
            (R, 2, "某县", "排污口没有规范", "设置标牌", "环境局", "2025-6-1", "在办", "缓"),
        ],
    ),
    Case(
        "numbers under no word",
        [
            (TOP, "", "检查日期", "问题描述", "整改期限", "责任单位"),
            (R, 1, "2025-3-1", "路面开裂", "2025-3-5", "一公司"),
            (R, 2, "2025-3-1", "边坡垮塌", "2025-3-6", "二公司"),
            ("note", 3),
        ],
    ),
    Case(
        "days as headings over the records of each",
        [
            (TOP, "安全巡查台账"),
            (TOP, "序号", "部位", "问题描述", "整改措施", "整改人"),
            ("section", "2025年3月1日"),
            (R, 1, "基坑", "临边没有防护", "恢复", "甲某"),
            (R, 2, "塔吊", "吊钩保险失效", "更换", "甲某"),
            ("section", "2025年3月2日"),
            (R, 1, "宿舍", "私拉电线", "拆除", "乙某"),
        ],
    ),
    Case(
        "forms filled in ahead with a state to choose from",
        [
            (TOP, "序号", "检查日期", "问题描述", "责任单位", "整改状态"),
            (R, 1, "2025-3-1", "路面开裂", "一公司", "已整改"),
            ("numbers", 2, "", "", "", "未整改"),
            ("numbers", 3, "", "", "", "未整改"),
        ],
    ),
    Case(
        "counts of kinds at the foot, lines of dashes",
        [
            (TOP, "序号", "检查日期", "项目名称", "问题描述", "隐患等级", "整改措施", "责任单位", "责任人", "状态"),
            (R, 1, "2025-3-1", "一号公路", "路面开裂", "一般", "灌缝", "一公司", "甲某", "整改中"),
            (R, 2, "2025-3-1", "一号公路", "边坡垮塌", "重大", "清方", "二公司", "乙某", "整改中"),
            ("blank", "——", "——", "——", "——"),
            BLANK,
            ("note", "重大隐患", 1, "一般隐患", 1),
            ("subtotal", "其中:逾期", 1),
            ("subtotal", "以上合计", "", "2项"),
        ],
    ),
    Case(
        "words in brackets under the head say how to fill in",
        [
            (TOP, "序号", "检查日期", "问题描述", "总投资", "责任单位"),
            ("head", "", "(年月日)", "(逐条写明)", "(万元)", "(全称)"),
            (R, 1, "2025-3-1", "路面开裂", 100, "一公司"),
        ],
    ),
    Case(
        "spaced words, starred words, words with their rule and their number",
        [
            (TOP, "序  号", "1.检查\n日期*", "②问题描述(必填)", "责 任 单 位", "整改期限(年/月/日)", "备注:"),
            (R, "1、", "2025.3.1", "路面开裂", "一公司", "2025/3/5", ""),
            (R, "2、", "2025.3.1", "边坡垮塌", "一公司", "2025/3/5", "急"),
        ],
    ),
    Case(
        "a group over some columns, the rest with nothing above",
        [
            (TOP, "", "", "基本情况", "", "整改情况", "", ""),
            (TOP, "序号", "县区", "项目名称", "存在问题", "整改措施", "整改时限", "责任单位"),
            (R, 1, "某县", "一号公路", "便道没有通", "修便道", "2025-6-1", "某镇"),
            (R, 2, "某县", "二号公路", "土地没有批", "催批", "2025-6-1", "某局"),
        ],
        ["C1:D1", "E1:G1"],
    ),
    Case(
        "vertical ranges merged, the groups beside them not",
        [
            (TOP, "序号", "问题描述", "整改责任单位", "", "整改期限"),
            (TOP, "", "", "施工", "监理", ""),
            (R, 1, "路面开裂", "一公司", "二公司", "2025-3-5"),
        ],
        ["A1:A2", "B1:B2", "E1:E2"],
    ),
    Case(
        "a day that is merged over the records of a log without numbers",
        [
            (TOP, "Date", "Time", "Location", "Observation", "Action required", "Owner"),
            (R, date(2025, 3, 1), "08:30", "Gate 1", "No signs at the entrance", "Put up signs", "A"),
            (R, "", "10:00", "Gate 2", "Fire extinguisher is missing", "Replace", "B"),
            (R, "", "15:00", "Tower", "Harness is not worn", "Instruct", ""),
            (R, date(2025, 3, 2), "09:00", "Gate 1", "Scaffold without tag", "Tag", "A"),
            ("signature", "Reviewed by:", "", "Date:"),
        ],
        ["A2:A4"],
    ),
    Case(
        "two columns alone",
        [
            (TOP, "序号", "存在问题"),
            (R, 1, "路面开裂"),
            (R, 2, "边坡垮塌"),
            ("numbers", 3),
            ("note", "注:据实填写"),
        ],
    ),
    Case(
        "a note of many lines above, the head far down",
        [
            (TOP, "某市安全生产大检查问题隐患整改台账"),
            (TOP, "填表说明:"),
            *((TOP, f"{number}.第{number}条要求,各单位据实填写并按时报送,不得瞒报漏报。") for number in range(1, 18)),
            (TOP, "序号", "受检单位", "问题隐患", "整改措施", "整改时限", "整改责任人", "销号情况"),
            (R, 1, "某厂", "消防通道堵塞", "清理", "2025-6-1", "甲某", "已销号"),
            (R, 2, "某矿", "通风机没有备用", "购置", "2025-7-1", "乙某", "未销号"),
        ],
    ),
    Case(
        "a sum and a signature on one foot, a seal over two cells",
        [
            (TOP, "序号", "隐患内容", "整改单位", "整改时限", "复查人"),
            (R, 1, "通道堵塞", "一公司", "2025-6-1", "甲某"),
            ("subtotal", "合计:1项", "", "", "", ""),
            ("signature", "检查人员签字:", "", "受检单位负责人签字:"),
            ("signature", "某监理公司(盖章)", "", "某施工公司(盖章)"),
            ("note", "", "", "", "2025年  月  日"),
        ],
    ),
    Case(
        "continued on the next page under the title once more and a head of two rows",
        [
            (TOP, "问题台账"),
            (TOP, "单位:某局", "", "", "", "第1页"),
            (TOP, "序号", "问题", "整改", "", "备注"),
            (TOP, "", "", "措施", "时限", ""),
            (R, 1, "路面开裂", "灌缝", "2025-6-1", ""),
            ("head", "问题台账"),
            ("signature", "单位:某局", "", "", "", "第2页"),
            ("head", "序号", "问题", "整改", "", "备注"),
            ("head", "", "", "措施", "时限", ""),
            (R, 2, "边坡垮塌", "清方", "2025-6-1", ""),
        ],
        ["A1:E1", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "A6:E6", "A8:A9", "B8:B9", "C8:D8", "E8:E9"],
    ),
]
