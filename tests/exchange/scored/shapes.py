"""Cases of shape: where a table stands, how high its head is, and what stands between its records."""

from typing import Final

from tests.exchange.scored.case import BLANK, TOP, Case, R

HEAD: Final = ("序号", "检查时间", "项目名称", "存在问题", "整改期限", "责任单位", "状态")
ONE: Final = (R, 1, "2025-03-01", "一号公路", "便道未通车", "2025-03-20", "住建局", "整改中")
TWO: Final = (R, 2, "2025-03-02", "二号公路", "土地证没有办", "2025-04-01", "自然资源局", "已整改")
THREE: Final = (R, 3, "2025-03-03", "三号公路", "围挡破损多处", "2025-04-02", "交通局", "整改中")


def _plain(*lines: tuple[object, ...]) -> list[tuple[object, ...]]:
    return [(TOP, *HEAD), *lines]


CASES: Final = [
    Case("plain", _plain(ONE, TWO, THREE)),
    Case("a title over the table", [(TOP, "某县重点工程问题台账"), *_plain(ONE, TWO)], ["A1:G1"]),
    Case(
        "title, who reports and when, unit of money, then the head",
        [
            (TOP, "附件1"),
            (TOP, "某县重点工程问题台账"),
            (TOP, "填报单位:某局", "", "", "填报日期:2025年3月5日"),
            (TOP, "", "", "", "", "", "", "单位:万元"),
            *_plain(ONE, TWO),
        ],
        ["A2:G2", "A3:C3", "D3:F3"],
    ),
    Case("title not in A1, table in column B", [(TOP,), (TOP, "", "", "问题台账"), *_plain(ONE, TWO)], left=1),
    Case("ghost rows below", _plain(ONE, ("blank", "", " ", "", "", "\u3000"), BLANK, BLANK, ("blank", "", "\u200b"))),
    Case(
        "head shared with metadata",
        [(TOP, *HEAD, "填报日期:2025年3月5日"), ONE, TWO],
    ),
    Case(
        "head repeated on each printed page, with its title",
        [
            (TOP, "某县问题台账"),
            *_plain(ONE),
            ("note", "第1页 共2页"),
            ("head", "某县问题台账"),
            ("head", *HEAD),
            TWO,
            ("head", "序 号", "检查\n时间", "项目名称", "存在问题", "整改期限", "责任单位", "状 态"),
            THREE,
        ],
        ["A1:G1", "A5:G5"],
    ),
    Case(
        "head of two rows repeated",
        [
            (TOP, "序号", "问题描述", "整改责任单位", "", "整改期限"),
            (TOP, "", "", "施工", "监理", ""),
            (R, 1, "路面开裂", "一公司", "二公司", "2025-3-5"),
            ("head", "序号", "问题描述", "整改责任单位", "", "整改期限"),
            ("head", "", "", "施工", "监理", ""),
            (R, 2, "边坡垮塌", "一公司", "二公司", "2025-3-6"),
        ],
        ["A1:A2", "B1:B2", "C1:D1", "E1:E2", "A4:A5", "B4:B5", "C4:D4", "E4:E5"],
    ),
    Case(
        "head of three rows",
        [
            (TOP, "序号", "问题描述", "整改", "", "", "", "问题类型", "备注"),
            (TOP, "", "", "责任", "", "时限", "", "", ""),
            (TOP, "", "", "责任单位", "责任人", "整改期限", "完成日期", "", ""),
            (R, 1, "路没有通", "一公司", "甲某", "2025-3-5", "", "用地", ""),
            (R, 2, "桥没有通", "二公司", "乙某", "2025-3-6", "", "用地", "急"),
        ],
        ["A1:A3", "B1:B3", "C1:F1", "C2:D2", "E2:F2", "G1:G3", "H1:H3"],
    ),
    Case(
        "head of two rows whose merged ranges were lost",
        [
            (TOP, "序号", "问题描述", "整改责任单位", "", "整改期限"),
            (TOP, "", "", "施工单位", "监理单位", ""),
            (R, 1, "路面开裂", "一公司", "二公司", "2025-3-5"),
            (R, 2, "边坡垮塌", "一公司", "二公司", "2025-3-6"),
        ],
    ),
    Case(
        "a word merged over two columns that nothing parts",
        [
            (TOP, "序号", "存在问题", "", "责任单位", "整改期限"),
            (R, 1, "路面开裂", "", "一公司", "2025-3-5"),
            (R, 2, "边坡垮塌", "", "二公司", "2025-3-6"),
        ],
        ["B1:C1", "B2:C2", "B3:C3"],
    ),
    Case(
        "a group of columns wider than half the table",
        [
            (TOP, "序号", "存在问题", "整改落实", "", "", "", ""),
            (TOP, "", "", "整改措施", "责任单位", "责任人", "整改时限", "进展情况"),
            (R, 1, "路面开裂", "灌缝", "一公司", "甲某", "2025-3-5", "已完成一半"),
        ],
        ["A1:A2", "B1:B2", "C1:G1"],
    ),
    Case(
        "head in two languages, and a row that rules what to fill in",
        [
            (TOP, "序号", "问题描述", "责任单位", "整改期限", "状态"),
            ("head", "No.", "Description", "Responsible unit", "Due date", "Status"),
            ("head", "必填", "必填", "必填", "选填", "必填"),
            (R, 1, "路面开裂", "一公司", "2025-3-5", "整改中"),
        ],
    ),
    Case(
        "numbers of columns and an example under the head",
        [
            (TOP, *HEAD),
            ("numbers", 1, 2, 3, 4, 5, 6, 7),
            ("note", "示例", "2025-01-01", "某公路", "便道没有通", "2025-02-01", "某局", "整改中"),
            ONE,
        ],
    ),
    Case("numbers of columns in brackets", [(TOP, *HEAD), ("numbers", "甲", "乙", *("12345")), ONE, TWO]),
    Case(
        "a card is no table, the list under it is",
        [
            (TOP, "项目名称", "一号公路", "责任单位", "住建局"),
            (TOP, "检查日期", "2025年3月1日", "检查人", "甲某"),
            (TOP, "序号", "问题描述", "整改期限", "整改责任人"),
            (R, 1, "路面开裂", "2025-3-5", "乙某"),
            (R, 2, "边坡垮塌", "2025-3-6", "丙某"),
        ],
    ),
    Case(
        "two tables one below another",
        [
            (TOP, "一、安全隐患"),
            (TOP, "序号", "问题描述", "整改期限", "责任单位"),
            (R, 1, "路面开裂", "2025-3-5", "一公司"),
            BLANK,
            ("section", "二、督办事项"),
            (TOP, "序号", "督办事项", "牵头单位", "办结时限", "包联领导", "备注"),
            (R, 1, "修复便道", "交通局", "2025-5-1", "甲某", "急"),
            (R, 2, "拆除房屋", "住建局", "2025-5-2", "乙某", ""),
        ],
    ),
    Case(
        "two tables with nothing between",
        [
            (TOP, "序号", "问题描述", "整改期限", "责任单位"),
            (R, 1, "路面开裂", "2025-3-5", "一公司"),
            (TOP, "编号", "督办事项", "牵头单位", "办结时限"),
            (R, 1, "修复便道", "交通局", "2025-5-1"),
        ],
    ),
    Case(
        "sections, merged and not, and their sums before and after",
        _plain(
            ("subtotal", "合计", "", "", 3),
            ("section", "一、高速公路"),
            ("subtotal", "", "小计", "", "共2项"),
            ONE,
            TWO,
            ("section", "城关镇"),
            THREE,
            ("subtotal", "小 计", "", "", "1"),
            ("subtotal", "总计(件)", "", "", "3"),
        ),
        ["A7:G7"],
    ),
    Case(
        "sections numbered 一 beside records numbered 1, with sums",
        _plain(
            ("section", "一", "", "高速公路", "", "", "", ""),
            ONE,
            TWO,
            ("section", "二", "", "国省干线", 12),
            THREE,
        ),
    ),
    Case(
        "records numbered 一 二 三",
        _plain(*(("record", number, *line[2:]) for number, line in zip("一二三", (ONE, TWO, THREE), strict=True))),
    ),
    Case(
        "sums by place without a word for them",
        [
            (TOP, "序号", "项目名称", "存在问题", "总投资", "已完成"),
            ("subtotal", "", "太原市", "", 12.5, 8),
            (R, 1, "一号公路", "便道没有通", 10, 7),
            (R, 2, "二号公路", "土地证没有办", 2.5, 1),
        ],
    ),
    Case(
        "a record that says 共计 is none of the sums",
        _plain(
            (R, 1, "2025-03-01", "一号公路", "共计3处围挡破损", "2025-03-20", "住建局", "整改中"),
            (R, 2, "2025-03-01", "累计工程", "总计滞后两月", "2025-03-20", "住建局", "整改中"),
        ),
    ),
    Case(
        "a short record whose text speaks of signatures and notes",
        [
            (TOP, "序号", "问题描述", "责任单位"),
            (R, 1, "交底记录无签字:3份", ""),
            (R, 2, "说明:标牌没有挂", ""),
            (R, 3, "审核人:没有", "一公司"),
        ],
    ),
    Case(
        "notes and signatures at the foot",
        _plain(
            ONE,
            TWO,
            BLANK,
            ("note", "说明:", "1.本表一式两份,每月五日前报送"),
            ("note", "", "2.逾期没有报送的通报"),
            ("note", 3, "本表由各单位如实填写"),
            ("signature", "制表人:甲某", "", "审核人:乙某", "", "联系电话:0351-0000000"),
            ("signature", "单位负责人(签字):", "", "", "分管领导:"),
            ("note", "", "", "", "", "", "", "2025年3月5日"),
        ),
    ),
    Case(
        "signatures without a colon, a seal and the day",
        _plain(
            ONE,
            TWO,
            ("signature", "制表人", "甲某", "审核人", "乙某"),
            ("signature", "某县交通局(盖章)"),
            ("note", "", "", "", "", "2025年3月5日"),
        ),
    ),
    Case(
        "lone numbers that were written ahead",
        _plain(ONE, TWO, ("numbers", 3), ("numbers", 4), ("numbers", 5, "/", "/", "/", "/", "/", "/")),
    ),
    Case(
        "texts carried on over a page",
        _plain(
            ONE,
            ("carried-on", "", "", "", "而且排水沟堵塞"),
            TWO,
            ("carried-on", "", "", "", "也没有报批", "", "国土所"),
            THREE,
        ),
    ),
    Case(
        "a scanty record under the mark of a page",
        [
            (TOP, "序号", "检查日期", "项目名称", "存在问题"),
            (R, 1, "2025-03-01", "一号公路", "便道没有通"),
            ("note", "第1页 共3页"),
            (R, 2, "", "", "土地证没有办"),
        ],
        faults={"C4": "blank-project"},
    ),
    Case(
        "merged body: one number over rows of their own problem",
        [
            (TOP, "序号", "项目名称", "存在问题", "整改措施"),
            (R, 1, "一号公路", "便道没有通", "修便道"),
            (R, "", "", "土地证没有办", "办证"),
            (R, "", "", "围挡破损", ""),
            (R, 2, "二号公路", "资金没有到", "催办"),
        ],
        ["A2:A4", "B2:B4"],
    ),
    Case(
        "merged body: one problem over rows of its measures",
        [
            (TOP, "序号", "项目名称", "存在问题", "整改措施"),
            (R, 1, "一号公路", "便道没有通", "修便道"),
            ("carried-on", "", "", "", "洒水降尘"),
            ("carried-on", "", "", "", "设标牌"),
            (R, 2, "二号公路", "资金没有到", "催办"),
        ],
        ["A2:A4", "B2:B4", "C2:C4"],
    ),
    Case(
        "every record over two rows, all merged",
        [
            (TOP, "序号", "存在问题", "责任单位"),
            (R, 1, "便道没有通", "住建局"),
            ("carried-on",),
            (R, 2, "土地证没有办", "国土局"),
            ("carried-on",),
        ],
        ["A2:A3", "B2:B3", "C2:C3", "A4:A5", "B4:B5", "C4:C5"],
    ),
    Case(
        "a shifted row is a record",
        _plain(ONE, (R, "2025-03-02", "二号公路", "土地证没有办", "2025-04-01", "国土局", "已整改"), THREE),
        faults={"B3": "day-unread", "E3": "day-unread"},
    ),
    Case(
        "a number that was forgotten",
        _plain(ONE, (R, "", *TWO[2:]), THREE),
    ),
    Case("hidden rows are asked", _plain(ONE, TWO, THREE), hidden=[3], faults={"3": "hidden"}),
    Case(
        "text in a column without a word",
        _plain(ONE, (*TWO, "下周再查")),
        faults={"H3": "unlabelled"},
    ),
    Case(
        "two columns of one name",
        [(TOP, "序号", "问题描述", "检查时间", "检查时间"), (R, 1, "路面开裂", "2025-3-1", "2025-3-5")],
    ),
    Case(
        "sections of a table without numbers",
        [
            (TOP, "日期", "部位", "问题描述", "整改措施", "负责人"),
            ("section", "第一标段"),
            (R, "2025-3-1", "K1+200", "排水沟堵塞", "清淤", "甲某"),
            (R, "2025-3-2", "K2+300", "边坡没有防护", "挂网", "乙某"),
            ("carried-on", "", "", "", "补植草皮", ""),
            ("section", "第二标段"),
            (R, "2025-3-3", "K3+400", "标牌缺失", "", ""),
            BLANK,
            ("signature", "记录人:丙某"),
        ],
    ),
    Case(
        "page marks, and the table that goes on",
        _plain(
            ONE,
            ("note", "", "", "", "(续表)"),
            TWO,
            ("note", "", "", "", "", "", "第 2 页"),
            THREE,
            ("note", "(以下空白)"),
        ),
    ),
]
